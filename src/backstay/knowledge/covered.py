"""What the register promises, held to the entries there are: names, files, topics, and numbers by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from backstay.knowledge.coverage import FILE, Coverage, Row
from backstay.knowledge.data import ROOT
from backstay.knowledge.linked import Knowledge
from backstay.knowledge.patients import names_expected, read_patients
from backstay.knowledge.reviews import awaits
from backstay.knowledge.tables import KINDS as TABLES
from backstay.knowledge.tables.phrases import KINDS as WORDS

# What a row is counted by: rules, and the tables of doses without words by which lines are read, and without names.
RULES = (
    "statements",
    "clocks",
    "notices",
    "steps",
    *(kind for kind in TABLES if kind not in WORDS and hasattr(TABLES[kind], "checked")),
)
REVIEWED = (*RULES, "scores", "definitions", "interventions")  # what a clinician signs
STATUSES = ("primary", "secondary", "unverified")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one row, or of all together."""

    row: str
    title: str
    rules: dict[str, dict[str, int]]  # kind -> status -> how many; a notice may have no status
    topics: int
    covered: int
    left_out: int
    cases: int
    entries: int  # of REVIEWED
    awaiting: int  # of these, not yet agreed to by a clinician
    review: str
    next: str

    @property
    def share(self) -> float:
        """The part that still awaits a clinician, from 0 to 1."""
        return self.awaiting / self.entries if self.entries else 1.0


def coverage_problems(knowledge: Knowledge, coverage: Coverage) -> list[str]:
    """Every promise of the register that does not hold, with file and line."""
    return [*_topics(knowledge, coverage), *_homeless(knowledge, coverage), *_twice(coverage)]


def kinds_of(knowledge: Knowledge) -> dict[str, Mapping[str, Any]]:
    """Every kind of entry with its entries by id; facts of both scopes together."""
    return {
        kind: entries_of(knowledge, kind) for kind in dict.fromkeys(k for k, _ in knowledge.where)
    }


def _topics(knowledge: Knowledge, coverage: Coverage) -> Iterator[str]:
    known = {name for entries in kinds_of(knowledge).values() for name in entries}
    for row in coverage.rows:
        if not coverage.topics[row.id]:
            yield f"coverage/{row.id}.yaml:1: {row.id}: lists no topic"
        for at, topic in enumerate(coverage.topics[row.id]):
            place = coverage.where[row.id, at]
            if bool(topic.by) == bool(topic.left_out):
                yield f"{place}: {topic.topic!r}: has one of by and left_out"
            for name in topic.by:
                if name not in known:
                    yield f"{place}: {topic.topic!r}: there is no entry {name}"


def _homeless(knowledge: Knowledge, coverage: Coverage) -> Iterator[str]:
    for file in sorted({file_of(place) for place in knowledge.where.values()}):
        if file.startswith("rules/") and coverage.row_of(file) is None:
            yield f"{file}:1: belongs to no row: name it or its folder in `where` of a row of {FILE}"


def _twice(coverage: Coverage) -> Iterator[str]:
    rows = Counter(row.id for row in coverage.rows)
    paths = Counter(path for row in coverage.rows for path in row.where)
    yield from (f"{FILE}:1: {name}: this row stands twice" for name, n in rows.items() if n > 1)
    yield from (f"{FILE}:1: {name} belongs to several rows" for name, n in paths.items() if n > 1)


def file_of(place: str) -> str:
    """The file of a place such as rules/pain/opioids.yaml:12."""
    return place.rpartition(":")[0] or place


def entries_of_row(
    knowledge: Knowledge, coverage: Coverage, row: Row
) -> Iterator[tuple[str, str, Any]]:
    """(kind, id, entry) of all that stands in the files of a row, in reading order."""
    files = {file_of(place) for place in knowledge.where.values()}
    ours = {file for file in files if coverage.row_of(file) is row}
    for (kind, name), place in knowledge.where.items():
        if file_of(place) in ours:
            yield kind, name, entries_of(knowledge, kind)[name]


def entries_of(knowledge: Knowledge, kind: str) -> Mapping[str, Any]:
    """The entries of one kind by id."""
    if kind == "facts":
        return {**knowledge.facts.patient, **knowledge.facts.lesion}
    found: Mapping[str, Any] = (
        knowledge.tables[kind] if kind in knowledge.tables else getattr(knowledge, kind)
    )
    return found


def total(found: Sequence[Counts], root: Any = ROOT) -> Counts:
    """All rows together; a patient who tests rules of several rows counts once."""
    rules: dict[str, Counter[str]] = {kind: Counter() for kind in RULES}
    for one in found:
        for kind, by_status in one.rules.items():
            rules[kind].update(by_status)
    return Counts(
        row="all",
        title="",
        rules={kind: dict(counter) for kind, counter in rules.items()},
        topics=sum(one.topics for one in found),
        covered=sum(one.covered for one in found),
        left_out=sum(one.left_out for one in found),
        cases=len(read_patients(root)),
        entries=sum(one.entries for one in found),
        awaiting=sum(one.awaiting for one in found),
        review="",
        next="",
    )


def counts(knowledge: Knowledge, coverage: Coverage, root: Any = ROOT) -> tuple[Counts, ...]:
    """The numbers of every row, in the order of the register."""
    tested = [names_expected(patient) for patient in read_patients(root)]
    return tuple(_count(knowledge, coverage, row, tested) for row in coverage.rows)


def _count(knowledge: Knowledge, coverage: Coverage, row: Row, tested: list[set[str]]) -> Counts:
    found = list(entries_of_row(knowledge, coverage, row))
    rules = {kind: Counter[str]() for kind in RULES}
    for kind, _, entry in found:
        if kind in rules:
            rules[kind][entry.checked.status if entry.checked else "none"] += 1
    ours = {name for kind, name, _ in found if kind in (*RULES, "scores", "definitions")}
    signed = [entry for kind, _, entry in found if kind in REVIEWED]
    topics = coverage.topics[row.id]
    return Counts(
        row=row.id,
        title=row.row,
        rules={kind: dict(counter) for kind, counter in rules.items()},
        topics=len(topics),
        covered=sum(1 for topic in topics if topic.by),
        left_out=sum(1 for topic in topics if topic.left_out),
        cases=sum(1 for names in tested if names & ours),
        entries=len(signed),
        awaiting=sum(1 for entry in signed if awaits(entry)),
        review=row.review.state,
        next=row.review.next,
    )
