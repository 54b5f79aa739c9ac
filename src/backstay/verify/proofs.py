"""Every property of the knowledge: proved by z3, counted over listed patients, and what does not hold shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Property
from backstay.plan.assess import prepared
from backstay.plan.clock import LEVELS
from backstay.verify import monotone, worse
from backstay.verify.counting import Count, Counter
from backstay.verify.prove import Proof, Prover
from backstay.verify.questions import QUESTIONS, Entries, Known
from backstay.verify.witness import as_yaml, true_for
from backstay.verify.world import cone


@dataclass(frozen=True)
class Failure:
    """One question with the wrong answer: what to mend, where it stands, and for whom it goes wrong."""

    question: str
    answer: str
    mend: tuple[str, ...]  # "file:line: id"
    patient: str | None = None  # a case in YAML


@dataclass
class Finding:
    """What was found of one property."""

    id: str
    claim: str
    questions: int = 0
    seconds: float = 0.0
    whole: list[int] = field(default_factory=list)  # questions counted over every combination
    rows: list[int] = field(default_factory=list)  # questions counted over pairwise rows
    failures: list[Failure] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class _Answer:
    label: str
    entries: Entries
    proof: Proof
    count: Count | None = None
    wanted: bool = False


class _Work:
    """What all properties share: one world of z3, and the last list of patients."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.known = Known(*prepared(knowledge))
        self.prover = Prover(self.known.program)
        self.counter = Counter(self.known.program)

    def answers(self, claim: Property) -> Iterator[_Answer]:
        ask = OTHERS.get(claim.kind)
        if ask is not None:
            yield from ask(self, claim)
            return
        for question in QUESTIONS[claim.kind](self.known, claim):
            proof, count = self.prover.proved(question), self.counter.asked(question)
            yield _Answer(question.label, question.entries, proof, count, question.wanted)


def _monotone(work: _Work, claim: Property) -> Iterator[_Answer]:
    program = work.known.program
    for part in monotone.parts(program):
        unit = part.unit
        entries = ((f"{unit.kind}s", unit.entry.id),)
        count = work.counter.taken_back(part)
        yield _Answer(unit.entry.id + part.word, entries, monotone.proved(program, part), count)


def _worse(work: _Work, claim: Property) -> Iterator[_Answer]:
    for level in LEVELS:
        proof = worse.proved(work.known, claim, level)
        count = work.counter.lowered(work.known, claim, level)
        yield _Answer(f"{claim.fact} and {level}", (("properties", claim.id),), proof, count)


def _no_prognosis(work: _Work, claim: Property) -> Iterator[_Answer]:
    """Looked up in what rests on what; no patient is needed."""
    scores = {name for name, one in work.known.knowledge.scores.items() if one.prognostic}
    for unit in work.known.units("statement", "clock", "notice", "step"):
        read = scores & cone(work.known.program, [unit.key])
        proof = Proof("fails" if read else "holds", 0.0)
        said = f"{unit.entry.id} reads {', '.join(sorted(read))}" if read else unit.entry.id
        yield _Answer(said, ((f"{unit.kind}s", unit.entry.id),), proof)


OTHERS: dict[str, Callable[[_Work, Property], Iterator[_Answer]]] = {
    "monotone": _monotone, "worse": _worse, "no_prognosis": _no_prognosis,
}  # fmt: skip


def proofs(
    knowledge: Knowledge, only: str | None = None, told: Callable[[Finding], Any] | None = None
) -> list[Finding]:
    """What was found of each property, or of one; `told` hears each as soon as it is known."""
    work = _Work(knowledge)
    found = []
    for claim in knowledge.properties.values():
        if only is None or claim.id == only:
            finding = _finding(work, claim)
            found.append(finding)
            if told:
                told(finding)
    return found


def _finding(work: _Work, claim: Property) -> Finding:
    start = perf_counter()
    finding = Finding(claim.id, claim.claim)
    for answer in work.answers(claim):
        finding.questions += 1
        if answer.count is not None:
            (finding.whole if answer.count.all else finding.rows).append(answer.count.patients)
        wrong = _wrong(answer)
        if wrong:
            finding.failures.append(_failure(work.known, claim, answer, wrong))
    if not finding.questions:
        finding.failures.append(Failure("there is nothing to ask", "empty", ()))
    finding.seconds = perf_counter() - start
    return finding


def _wrong(answer: _Answer) -> str | None:
    """What is wrong with an answer; also where z3 and the count do not say the same."""
    if answer.proof.answer != "holds":
        return answer.proof.answer
    count = answer.count
    if count is not None and count.held and not answer.wanted:
        return f"z3 and the count disagree: {count.held} listed patients"
    return None


def _failure(known: Known, claim: Property, answer: _Answer, wrong: str) -> Failure:
    """What to mend: of many rules only those that are true for the patient who is shown."""
    where = known.knowledge.where
    entries = dict.fromkeys(answer.entries)
    witness = answer.proof.witness
    if wrong == "fails" and witness is not None and len(entries) > 2:
        true = true_for(known.program, witness, [f"statement:{name}" for _, name in entries])
        said = known.knowledge.statements
        weigh = {name for name in true if name in said and said[name].says != "caution"}
        entries = dict.fromkeys(e for e in entries if e[0] != "statements" or e[1] in weigh)
    mend = tuple(f"{where.get(entry, '?')}: {entry[1]}" for entry in entries)
    patient = None if witness is None else as_yaml(witness, f"{claim.id}: {answer.label}")
    return Failure(answer.label, wrong, mend, patient)
