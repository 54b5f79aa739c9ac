"""The decision of a team: what they chose and set aside, and why. The web application writes the same document."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.knowledge import Knowledge
from backstay.plan import Assessment
from backstay.plan.assessment import Option

FREE = ("recommended", "consider")  # what can be chosen without a word
MOST = 200  # entries of one list
LONGEST = 1000  # characters of one text


class DecisionError(ValueError):
    """A decision that must not be written; each problem says what is wrong and what to do."""

    def __init__(self, problems: list[str]) -> None:
        many = len(problems)
        head = f"the decision cannot be used: {many} problem{'s' if many > 1 else ''}"
        super().__init__("\n".join([head, *problems]))
        self.problems = problems


class Chosen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option that the team wants; `drug` picks one of the drugs that it could be done with."""

    option: str
    lesion: str | None = None
    drug: str | None = None
    why: str | None = None


class SetAside(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option that the team does not want, and why."""

    option: str
    lesion: str | None = None
    reason: str


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a team decided, by roles; the names of people are never asked for."""

    decided_on: str  # a date or an instant
    by: tuple[str, ...]
    case: str | None = None  # where given, it must be the name of the case
    chosen: tuple[Chosen, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    goals: tuple[str, ...] = ()
    next: str | None = None


def problems_of(
    decision: Decision, assessment: Assessment, knowledge: Knowledge
) -> Iterator[tuple[str, str]]:
    """Where a decision does not fit an assessment, or goes against it without a reason: place and problem.

    Backstay warns, people decide: any option can be chosen, and a reason is kept where they go another way.
    """
    if decision.case is not None and decision.case != assessment.case:
        yield "case", f"this decision is about another case; the assessment is of {assessment.case}"
    options = {(one.id, one.lesion): one for one in assessment.options}
    seen: set[tuple[str, str | None]] = set()
    for kind in ("chosen", "set_aside"):
        for number, one in enumerate(getattr(decision, kind)):
            at, place = f"{kind}[{number}]", (one.option, one.lesion)
            option = options.get(place)
            if option is None:
                yield at, _unknown(one.option, one.lesion, assessment)
            elif place in seen:
                yield at, f"{_named(option)} stands twice; decide it once"
            elif isinstance(one, Chosen):
                yield from ((at, why) for why in _against(one, option, assessment))
            seen.add(place)
    yield from _exclusive(decision, options, knowledge)


def _named(option: Option) -> str:
    return f"{option.id} at {option.lesion}" if option.lesion else option.id


def _unknown(name: str, lesion: str | None, assessment: Assessment) -> str:
    """Why there is no such option."""
    places = [one.lesion for one in assessment.options if one.id == name]
    if not places:
        from backstay.case.problems import nearest

        near = nearest(name, sorted({one.id for one in assessment.options}))
        hint = f"; did you mean: {' or '.join(near)}" if near else ""
        return f"there is no such option{hint}"
    if places == [None]:
        return f"{name} is decided for the person; leave lesion out"
    named = ", ".join(str(place) for place in places)
    return f"{name} is decided for each lesion: lesion is one of {named}"


def _against(one: Chosen, option: Option, assessment: Assessment) -> Iterator[str]:
    """What a choice must say because of where the option stands."""
    if option.stance not in FREE and not one.why:
        stance = option.stance.replace("_", " ")
        yield f"{_named(option)} is {stance} here; choosing it needs a reason (why)"
    drafts = [
        draft.drug
        for draft in assessment.medicines.proposals
        if draft.option == option.id and draft.drug and not draft.blocked
    ]
    if one.drug is not None and one.drug not in drafts:
        named = ", ".join(dict.fromkeys(filter(None, drafts))) or "none"
        yield f"{one.drug} is not proposed for {option.id}; proposed: {named}"


def _exclusive(
    decision: Decision, options: dict[tuple[str, str | None], Option], knowledge: Knowledge
) -> Iterator[tuple[str, str]]:
    """Two treatments of one lesion that exclude each other, both chosen without a word."""
    for number, one in enumerate(decision.chosen):
        for other in decision.chosen[:number]:
            if not {(one.option, one.lesion), (other.option, other.lesion)} <= options.keys():
                continue
            apart = one.lesion != other.lesion or one.why or other.why
            if not apart and _exclude(one.option, other.option, knowledge):
                named = f"{one.option} and {other.option} exclude each other"
                yield f"chosen[{number}]", f"{named}; choosing both needs a reason (why)"


def _exclude(one: str, other: str, knowledge: Knowledge) -> bool:
    listed = knowledge.interventions
    return other in listed[one].excludes or one in listed[other].excludes
