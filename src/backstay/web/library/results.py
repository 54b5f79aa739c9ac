"""The executable patients that test an entry, run on the knowledge of this server."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from backstay.case import CaseError
from backstay.knowledge.patients import Patient
from backstay.plan.expected import failures
from backstay.plan.expected.holding import by_lesion
from backstay.present.book.addresses import Key, page_of
from backstay.present.book.volume import Leaf
from backstay.present.values import value_word
from backstay.present.words import word
from backstay.web.library.shelf import volume
from backstay.web.records.knowledge import knowledge

MOST = 24  # run at once
GROUPS = {"interventions": "options"}
SHOWN = {"notices": "shown", "no_notices": "not shown",
         "steps_overridden": "holds", "no_steps_overridden": "does not hold"}  # fmt: skip


class Result(NamedTuple):
    """One patient, what it expects of the entry, and whether the knowledge answers it."""

    sentence: str
    path: str
    expected: str
    problems: list[str]


def cases_of(key: Key) -> list[Patient]:
    """Patients who expect something of an entry, each once."""
    found = volume().tests.get(key) or {}
    return list({id(one): one for patients in found.values() for one in patients}.values())


def results(key: Key) -> list[Result]:
    """The first of them with their results."""
    leaf = Leaf(volume(), "index.html")
    return [
        Result(
            one.sentence,
            leaf.to(page_of(one.file), volume().case_anchors[id(one)]),
            _expected(one, key),
            problems_of(volume().patients.index(one)),
        )
        for one in cases_of(key)[:MOST]
    ]


@lru_cache(maxsize=4096)
def problems_of(place: int) -> list[str]:
    """What of a patient does not hold; the knowledge of a server does not change while it runs."""
    try:
        return failures(volume().patients[place], knowledge())
    except CaseError as error:
        return [str(problem) for problem in error.problems]


def _expected(patient: Patient, key: Key) -> str:
    """What is expected of this entry, in words."""
    kind, name = key
    for group, shown in SHOWN.items():
        if name in (patient.expect.get(group) or ()):
            return shown
    said = (patient.expect.get(GROUPS.get(kind, kind)) or {}).get(name)
    told = [(lesion, said_word(kind, name, one)) for lesion, one in by_lesion(said)]
    return ", ".join(f"{one} at {lesion}" if lesion else one for lesion, one in told)


def said_word(kind: str, name: str, said: Any) -> str:
    """An answer in words."""
    if kind in ("statements", "clocks", "steps", "notices"):
        return word("expected", str(said))
    if kind == "interventions":
        return word("stances", str(said))
    if isinstance(said, list):
        return " to ".join(map(str, said))
    return value_word(knowledge(), name, str(said))
