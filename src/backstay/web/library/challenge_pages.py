"""What the pages of challenges show, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from backstay.case.text import read_yaml
from backstay.present.book.addresses import Key, alone
from backstay.present.book.volume import Leaf
from backstay.web.audit.record import record
from backstay.web.library import actions
from backstay.web.library.entries import heading
from backstay.web.library.expecting import NotAChallenge, choices, outcome, read_facts
from backstay.web.library.models import Challenge
from backstay.web.library.prefill import of_patient, place_of
from backstay.web.library.results import cases_of, said_word
from backstay.web.library.shelf import volume
from backstay.web.people.models import Person
from backstay.web.people.permissions import may
from backstay.web.people.roles import REVIEW_KNOWLEDGE
from backstay.web.records.access import open_episode, visible_to

MOST = 60  # cases to choose from


def seen_by(person: Person) -> QuerySet[Challenge]:
    """The challenges that a person may read: reviewers all, others their own."""
    if may(person, REVIEW_KNOWLEDGE):
        return Challenge.objects.all()
    return Challenge.objects.filter(person=person)


def case_text(person: Person, source: str, key: Key) -> str:
    """The case that was chosen, else the first that tests the entry. Raises Http404."""
    if source.startswith("episode-"):
        return actions.copy_facts(by=person, episode=open_episode(person, _key(source)))
    if source:
        place = int(source) if source.isdecimal() and len(source) < 6 else -1
        if not 0 <= place < len(volume().patients):
            raise Http404
        return of_patient(place)
    tests = cases_of(key)
    return of_patient(place_of(tests[0])) if tests else "patient:\n  cancer_history: current\n"


def _key(source: str) -> UUID:
    try:
        return UUID(source.removeprefix("episode-"))
    except ValueError:
        raise Http404 from None


def writing(
    person: Person,
    kind: str,
    name: str,
    typed: Mapping[str, str],
    error: NotAChallenge | None = None,
) -> dict[str, Any]:
    """The context of the form."""
    key = kind, name
    leaf = Leaf(volume(), alone(key))
    episodes = list(visible_to(person).select_related("patient").order_by("patient__name")[:MOST])
    if episodes:  # the form names whose facts can be copied
        record("cases_listed", by=person, count=len(episodes))
    return {
        "section": "library",
        "kind": kind,
        "name": name,
        "title": heading(leaf, key),
        "tests": [(place_of(one), one.sentence) for one in cases_of(key)[:MOST]],
        "episodes": episodes,
        "choices": choices(kind),
        "typed": typed,
        "now": _now(kind, name, typed.get("case", "")),
        "error": error,
    }


def _now(kind: str, name: str, text: str) -> list[tuple[str | None, str]]:
    """What is answered for this case today; nothing where it cannot be read, which the form then says."""
    try:
        found = outcome(kind, name, read_facts(text), {}).now
    except NotAChallenge:
        return []
    return [(lesion, said_word(kind, name, said)) for lesion, said in found]


def challenge_page(person: Person, challenge: Challenge) -> dict[str, Any]:
    """The context of a challenge, run on the knowledge of today."""
    kind, _, name = challenge.entry.partition("/")
    facts, expect = read_yaml(challenge.case).value, read_yaml(challenge.expected).value
    context: dict[str, Any] = {
        "section": "library",
        "challenge": challenge,
        "kind": kind,
        "name": name,
        "answers": may(person, REVIEW_KNOWLEDGE) and challenge.answered_at is None,
    }
    if (kind, name) not in volume().addresses:
        return {**context, "title": challenge.entry, "gone": True}
    leaf = Leaf(volume(), alone((kind, name)))
    context["title"] = heading(leaf, (kind, name))
    context["expected"] = expected_words(kind, name, expect)
    try:
        found = outcome(kind, name, facts, expect)
    except NotAChallenge as error:
        return {**context, "unread": error.text}
    now = [(lesion, said_word(kind, name, said)) for lesion, said in found.now]
    return {**context, "now": now, "problems": found.problems}


def expected_words(kind: str, name: str, expect: Mapping[str, Any]) -> list[tuple[str | None, str]]:
    """What is expected in words, at each lesion that is named."""
    said: list[tuple[str | None, str]] = []
    for group, told in expect.items():
        if isinstance(told, list):
            said.append(
                (None, said_word(kind, name, "false" if group.startswith("no_") else "true"))
            )
            continue
        for one in told.values():
            pairs = one.items() if isinstance(one, dict) else [(None, one)]
            said += [(lesion, said_word(kind, name, value)) for lesion, value in pairs]
    return said
