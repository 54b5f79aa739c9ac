"""The one reader of a case: from text or a parsed document to facts, or to all its problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from backstay.case.cases import Case, Lesion, Remark
from backstay.case.dates import Moment, aware, read_moment
from backstay.case.document import canonical
from backstay.case.facts import Fact, Vocabulary
from backstay.case.lesions import Listed, read_lesions
from backstay.case.observed import Key, Looks, Reader, read_observed
from backstay.case.problems import CaseError, Problem, Refused, Report, nearest, shown
from backstay.case.scalars import as_text, plain_text
from backstay.case.sets import complete_sets, in_both, unlisted
from backstay.case.settle import Settled, outdated, settle
from backstay.case.structures import read_facts
from backstay.case.text import (
    MAX_BYTES,
    MAX_NODES,
    BadText,
    Lines,
    Path,
    Tree,
    looks_like_json,
    printable,
    read_json,
    read_yaml,
)
from backstay.case.values import Value

KEYS = ("case", "as_of", "patient", "lesions", "observed")
BESIDE = ("unread", "stale")  # what the reader of a record writes beside a case; they hold no facts
LONGEST_NAME = 120


class _Read(NamedTuple):
    """What the document says, before age and conflicts are judged."""

    name: str
    as_of: Moment
    patient: dict[str, Value]
    lesions: list[Listed] | None
    looks: dict[Key, Looks]


def read_case(
    source: str | bytes | Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    name: str = "case",
    now: datetime | None = None,
) -> Case:
    """Read one case from YAML or JSON text, or from a document already parsed.

    `name` and `now` stand in for `case` and `as_of` where the document leaves them out; a name
    that a case could not hold is cut and made printable.
    Raises CaseError with every problem found; nothing is half read.
    """
    tree = Tree(source, Lines()) if isinstance(source, Mapping) else _parse(source)
    report = Report(tree.lines)
    if not isinstance(tree.value, Mapping):
        wrong = Refused("a case is a map of facts", f"the keys {', '.join(KEYS)}")
        report.add((), wrong, shown(tree.value))
        report.finish()
    moment = Moment(aware(now) if now else datetime.now(UTC).replace(microsecond=0))
    read = _read(tree.value, vocabulary, _clean(name), moment, report)
    case = _settle(read, vocabulary, report)
    report.finish()
    return case


def read_case_file(
    path: str | FilePath, vocabulary: Vocabulary, *, now: datetime | None = None
) -> Case:
    """Read one case from a file, whose name stands in for `case`. Raises CaseError."""
    file = FilePath(path)
    called = printable(file.name, LONGEST_NAME)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CaseError([Problem("", f"{called} is too large; {MAX_BYTES:,} bytes are read")])
        with file.open("rb") as opened:
            text = opened.read(MAX_BYTES + 1)  # what is not a plain file may have no size
    except OSError as error:
        raise CaseError([Problem("", f"{called} cannot be read: {error.strerror}")]) from None
    return read_case(text, vocabulary, name=file.stem, now=now)


def _clean(name: str) -> str:
    """A name that `case` takes too, so that a record reads back."""
    return printable(name.strip(), LONGEST_NAME).strip() or "case"


def _parse(text: str | bytes) -> Tree:
    try:
        return _json_or_yaml(text) if looks_like_json(text) else read_yaml(text)
    except BadText as bad:
        raise CaseError([Problem("", bad.problem, bad.line)]) from None


def _json_or_yaml(text: str | bytes) -> Tree:
    """YAML may start with a bracket too; what is neither is told as the JSON that it looks like."""
    try:
        return Tree(read_json(text, numbers_as_text=True, most=MAX_NODES), Lines())
    except BadText as as_json:
        if not as_json.problem.startswith("this is not JSON"):
            raise
        try:
            return read_yaml(text)
        except BadText:
            raise as_json from None


def _read(
    given: Mapping[str, Any], vocabulary: Vocabulary, name: str, now: Moment, report: Report
) -> _Read:
    _check_keys(given, report)
    as_of = _as_of(given, now, report)
    patient = _patient(given, vocabulary, report)
    lesions = read_lesions(given["lesions"], vocabulary, report) if "lesions" in given else None
    looks: dict[Key, Looks] = {}
    if "observed" in given:
        written = {one.name: one.given for one in lesions or ()} | {"": frozenset(patient[1])}
        looks = read_observed(given["observed"], Reader(vocabulary, written, as_of, report))
    return _Read(_name(given, name, report), as_of or now, patient[0], lesions, looks)


def _check_keys(given: Mapping[str, Any], report: Report) -> None:
    for key in given:
        if key not in (*KEYS, *BESIDE):
            refused = Refused("there is no such key", ", ".join(KEYS), nearest(str(key), KEYS))
            report.add((key,), refused, shown(given[key]))


def _name(given: Mapping[str, Any], name: str, report: Report) -> str:
    if "case" not in given:
        return name
    raw = given["case"]
    read = report.attempt(("case",), raw, lambda: plain_text(as_text(raw), LONGEST_NAME))
    return read or name


def _as_of(given: Mapping[str, Any], now: Moment, report: Report) -> Moment | None:
    if "as_of" not in given:
        return now
    raw = given["as_of"]
    return report.attempt(("as_of",), raw, lambda: read_moment(as_text(raw)))


def _patient(
    given: Mapping[str, Any], vocabulary: Vocabulary, report: Report
) -> tuple[dict[str, Value], Mapping[str, Any]]:
    raw = given.get("patient", {})
    if isinstance(raw, Mapping):
        return read_facts(raw, "patient", vocabulary, ("patient",), report), raw
    hint = Refused("a map of facts is expected", "fact: value; leave patient out for none")
    report.add(("patient",), hint, shown(raw))
    return {}, {}


def _settle(read: _Read, vocabulary: Vocabulary, report: Report) -> Case:
    patient = _scope(read, vocabulary, None, report)
    named = [one for one in read.lesions or () if one.name]
    lesions = [(one, _scope(read, vocabulary, one, report)) for one in named]
    known = patient.facts
    found = tuple(
        Lesion(
            one.name,
            complete_sets(settled.facts, vocabulary.lesion, {**known, **settled.facts}),
            settled.seen,
        )
        for one, settled in lesions
    )
    return Case(
        name=read.name,
        as_of=read.as_of.at,
        patient=complete_sets(known, vocabulary.patient, known),
        lesions=None if read.lesions is None else found,
        seen=patient.seen,
        remarks=sum((settled.remarks for _, settled in lesions), patient.remarks),
        document=canonical(*read),
    )


def _scope(read: _Read, vocabulary: Vocabulary, lesion: Listed | None, report: Report) -> Settled:
    """The facts of the patient or of one lesion that hold, and what contradicts itself in them."""
    facts = vocabulary.lesion if lesion else vocabulary.patient
    given, place = (lesion.facts, lesion.path) if lesion else (read.patient, ("patient",))
    name = lesion.name if lesion else ""
    looks = {fact: seen for (where, fact), seen in read.looks.items() if where == name}
    settled = settle(given, looks, facts, read.as_of, name or None)
    _report_contradictions(place, given, looks, settled, facts, report)
    told: list[Remark] = unlisted(settled.facts, facts, name or None)
    return settled._replace(remarks=(*settled.remarks, *told))


def _report_contradictions(
    place: Path,
    given: Mapping[str, Value],
    looks: Mapping[str, Looks],
    settled: Settled,
    facts: Mapping[str, Fact],
    report: Report,
) -> None:
    for name in outdated(given, looks):
        report.add((*place, name), "this is not the newest value under observed; leave one out")
    for twin, names in in_both(settled.facts, facts).items():
        report.add((*place, twin), f"listed as present and as absent: {names}")
