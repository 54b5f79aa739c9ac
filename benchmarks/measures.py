"""The measurements: rows of a table, with the ratio to a peer of the same run where one is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import yaml
from peer import by_hand
from subject import (
    BUNDLE,
    CASE_FILE,
    KNOWLEDGE,
    PROGRAM,
    TABLE,
    known_facts,
    reference,
    with_lesions,
)
from timing import Timing, process, reported, timed

import backstay
from backstay.case import Case, read_case
from backstay.exchange import read_bundle
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import ROOT, read_folder
from backstay.medicines.opioids.equivalents import mme
from backstay.medicines.reading.lines import read_lines
from backstay.plan.assess import weighed_options
from backstay.plan.options import Doubt, Weighed, option
from backstay.plan.trace import Tracer
from backstay.reason import evaluate, interpret
from backstay.reason.program import part_of

IMPORT = """
from time import perf_counter
start = perf_counter()
import backstay
backstay.assess
print(perf_counter() - start)
"""


class Row(NamedTuple):
    """One line of the table; `target` is in seconds."""

    what: str
    timing: Timing
    target: float | None = None
    peer: str = ""
    ratio: float | None = None


def stances(case: Case) -> list[Weighed]:
    """All values and every option's stance; the trace of each statement stands in the evaluation."""
    return weighed_options(evaluate(PROGRAM, case), TABLE)


def written(case: Case) -> None:
    """The same with every statement written out, true or not; nothing else of an assessment."""
    evaluation = evaluate(PROGRAM, case)
    tracer, certain = Tracer(evaluation), Doubt({}, {})
    for one in weighed_options(evaluation, TABLE):
        option(one, tracer, certain, [], None, one.rules)


def one_case() -> Iterator[Row]:
    """The reference case and larger ones, in this process."""
    case = reference()
    name = f"{len(case.lesions or ())} lesions, {known_facts(case)} facts"
    yield Row(f"values of all rules ({name})", timed(lambda: evaluate(PROGRAM, case)))
    yield Row(f"stances, every value at hand ({name})", timed(lambda: stances(case)), 0.002)
    yield Row("the same, every statement written out", timed(lambda: written(case)))
    plain = timed(lambda: backstay.assess(case, KNOWLEDGE, what_if=False))
    yield Row("assessment with questions, without what would change it", plain)
    whole = timed(lambda: backstay.assess(case, KNOWLEDGE), runs=60, warm_up=5)
    yield Row("whole assessment", whole, 0.030)
    yield from growth()


def growth() -> Iterator[Row]:
    """How the stances grow with the number of lesions; the peer is one lesion."""
    alone = None
    for count in (1, 2, 4, 8):
        case = with_lesions(count)
        timing = timed(lambda case=case: stances(case))
        alone = alone or timing
        what = f"stances, every value at hand, {count} lesion{'s' if count > 1 else ''}"
        yield Row(what, timing, None, "1 lesion", timing.p50 / alone.p50)


def from_bundle() -> Iterator[Row]:
    """From the bytes of a FHIR bundle to a whole assessment."""
    data = BUNDLE.read_bytes()

    def run() -> None:
        document, _ = read_bundle(data, KNOWLEDGE.facts)
        backstay.assess(read_case(document, KNOWLEDGE.facts), KNOWLEDGE)

    yield Row("FHIR bundle to whole assessment", timed(run, runs=60, warm_up=5), 0.040)


def closures() -> Iterator[Row]:
    """Three answers for each lesion by closures and by hand; and all statements by both engines."""
    case = reference()
    envs = evaluate(PROGRAM, case).lesions
    wanted = part_of(PROGRAM, "unstable").by_key | part_of(PROGRAM, "radiosensitivity").by_key
    units = [unit for unit in PROGRAM.units if unit.unit.key in wanted]

    def compiled() -> None:
        for env in envs:
            for unit in units:
                env[unit.unit.key] = unit.run(env)

    for env in envs:
        agree(by_hand(env), (env["sins"], env["unstable"], env["radiosensitivity"]))
    hand = timed(lambda: [by_hand(env) for env in envs], runs=2000)
    fast = timed(compiled, runs=2000)
    what = f"SINS, unstable, radiosensitivity of {len(envs)} lesions"
    yield Row(f"{what} by hand", hand)
    yield Row(f"{what} by closures", fast, None, "by hand", fast.p50 / hand.p50)
    yield from engines()


def engines() -> Iterator[Row]:
    """All statements of lesions, by the interpreter and by closures, on the same values."""
    evaluation = evaluate(PROGRAM, reference())
    units = [unit for unit in PROGRAM.of_kind("statement") if unit.scope == "lesion"]
    pairs = [(unit, env) for unit in units for env in evaluation.lesions]

    def slow() -> list[object]:
        return [interpret(unit.unit.nodes[0], env, evaluation.lesions) for unit, env in pairs]

    def fast() -> list[object]:
        return [unit.run(env) for unit, env in pairs]

    agree(slow(), fast())
    peer, timing = timed(fast), timed(slow)
    what = f"{len(pairs)} statements"
    yield Row(f"{what} by closures", peer)
    yield Row(f"{what} by the interpreter", timing, None, "closures", timing.p50 / peer.p50)


def agree(one: object, other: object) -> None:
    """Times of two ways that give other answers are not compared."""
    if one != other:
        raise SystemExit(f"the two ways differ: {one} and {other}")


def medicines() -> Iterator[Row]:
    """One line of medicines: its morphine equivalent from a line that was read, and from the text."""
    lines = read_lines("oxycodone MR 20 mg twice a day", KNOWLEDGE).lines
    fresh = (f"oxycodone MR {dose / 100:g} mg twice a day" for dose in itertools.count(100))

    def from_text() -> None:
        mme(read_lines(next(fresh), KNOWLEDGE).lines, KNOWLEDGE)

    read = timed(lambda: mme(lines, KNOWLEDGE), runs=2000)
    yield Row("morphine equivalent of one line", read, 50e-6)
    whole = timed(from_text, runs=500)
    yield Row(
        "the same, from a text not read before", whole, None, "the line read", whole.p50 / read.p50
    )


def start() -> Iterator[Row]:
    """Processes and loading."""
    bare = process("-c", "pass")
    whole = process("-m", "backstay", "assess", str(CASE_FILE), "--format", "json")
    what = "process: backstay assess CASE"
    yield Row("process: python -c pass", bare)
    yield Row(what, whole, 0.7, "python -c pass", whole.p50 / bare.p50)
    yield Row("import backstay, backstay.assess found", reported(IMPORT), 0.15)
    files = [path.read_bytes() for path in ROOT.rglob("*.yaml") if "cases" not in path.parts]
    peer = timed(lambda: [yaml.load(data, yaml.CSafeLoader) for data in files], runs=10, warm_up=1)
    timing = timed(load, runs=10, warm_up=1)
    yield Row(f"load and check knowledge ({len(files)} files)", timing, 0.4, "yaml.load, C parser",
              timing.p50 / peer.p50)  # fmt: skip


def load() -> None:
    """Load knowledge without what an earlier load has kept."""
    read_folder.cache_clear()
    load_knowledge.__wrapped__()


def all_rows() -> Iterator[Row]:
    """Every measurement, in the order of the table."""
    yield from one_case()
    yield from from_bundle()
    yield from closures()
    yield from medicines()
    yield from start()
