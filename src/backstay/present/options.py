"""The options of an assessment by lesion, sorted by how much there is to say about them."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names, reasons
from backstay.present.brief import brief, first_reason
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.lesions import lesions
from backstay.present.reasons import Reason
from backstay.present.values import clean
from backstay.present.words import heading

OFFERED = ("recommended", "consider", "disputed")
APART = ("needs_facts", "not_indicated")


class Group(NamedTuple):
    """Options of one lesion (None: the whole person), in the order of the assessment."""

    lesion: str | None
    offered: list[Entry]  # something holds for them
    waiting: list[Entry]  # they need facts
    refused: list[Entry]  # something speaks against them, or the person does not want them
    idle: list[Entry]  # not indicated


def groups(assessment: Assessment) -> list[Group]:
    """One group for each lesion in order of first mention, then the whole person.

    Of one stance, what the plan does first stands first: an operation before what follows it.
    """
    options = _in_time(assessment)
    given = assessment.get("options", [])
    found = list(dict.fromkeys(option.get("lesion") for option in given))
    order = [lesion for lesion in found if lesion is not None]
    return [_group(options, lesion) for lesion in [*order, *([None] if None in found else [])]]


def _in_time(assessment: Assessment) -> list[Entry]:
    steps = (assessment.get("plan") or {}).get("steps") or []
    turn = {(str(step["id"]), step.get("lesion")): at for at, step in enumerate(steps)}
    options: list[Entry] = assessment.get("options", [])
    stances = list(dict.fromkeys(str(one["stance"]) for one in options))

    def place(option: Entry) -> tuple[int, int]:
        at = turn.get((str(option["id"]), option.get("lesion")), len(steps))
        return stances.index(str(option["stance"])), at

    return sorted(options, key=place)


def lesion_groups(assessment: Assessment) -> list[Group]:
    return [group for group in groups(assessment) if group.lesion is not None]


def beside_plan(assessment: Assessment) -> Group | None:
    """Options of the whole person that are no step of the plan, or nothing."""
    steps = {
        (str(step["id"]), step.get("lesion"))
        for step in (assessment.get("plan") or {}).get("steps") or []
    }
    options = [
        one
        for one in assessment.get("options", [])
        if one.get("lesion") is None and (str(one["id"]), None) not in steps
    ]
    return _group(options, None) if options else None


def by_stance(options: list[Entry]) -> dict[str, list[Entry]]:
    """Options by stance, in the order given."""
    found: dict[str, list[Entry]] = {}
    for option in options:
        found.setdefault(str(option["stance"]), []).append(option)
    return found


def alike(knowledge: Knowledge, options: list[Entry]) -> list[list[Entry]]:
    """Options with the same stance, checks and reasons, told together in the place of the first."""
    found: dict[tuple[object, ...], list[Entry]] = {}
    for option in options:
        found.setdefault(_shown(knowledge, option), []).append(option)
    return list(found.values())


def alike_in_short(knowledge: Knowledge, options: list[Entry]) -> list[list[Entry]]:
    """Options whose stance, checks and first reasons are the same, told together in short."""
    found: dict[tuple[object, ...], list[Entry]] = {}
    for option in options:
        found.setdefault(_in_short(knowledge, option), []).append(option)
    return list(found.values())


def tallies(options: list[Entry]) -> str:
    """How many reasons there are on either side, apart for each option where it differs."""
    told = dict.fromkeys(reasons.tally(reasons.sides(option)) for option in options)
    return " / ".join(told)


def titles(knowledge: Knowledge, options: list[Entry]) -> str:
    """The titles of options that are told together."""
    return "; ".join(names.title(knowledge, option) for option in options)


def last_lines(knowledge: Knowledge, options: list[Entry], *, counted: bool) -> list[str]:
    """What could still change options that are told together; apart where it differs."""
    told = {
        names.title(knowledge, option): reasons.last_line(knowledge, option, counted=counted)
        for option in options
    }
    if len(set(told.values())) == 1:
        return list(told.values())[:1]
    return [f"{name}: {line}" for name, line in told.items()]


def title(assessment: Assessment, lesion: str | None) -> str:
    """The heading over the options of a lesion or of the whole person."""
    if lesion is None:
        return heading("options_person")
    return heading("options_at", lesion=place(assessment, lesion))


def place(assessment: Assessment, lesion: str) -> str:
    """A lesion with its first and last level."""
    titles = {one.name: one.title for one in lesions(assessment)}
    return titles.get(lesion, clean(lesion))


def own_reasons(knowledge: Knowledge, group: Group) -> dict[Reason, list[str]]:
    """Reasons that hold only about options that are not indicated, with the names of these."""
    told = {one for option in (*group.offered, *group.refused) for one in reasons.held(option)}
    found: dict[Reason, list[str]] = {}
    for option in group.idle:
        for one in reasons.held(option):
            if one not in told:
                found.setdefault(one, []).append(names.title(knowledge, option))
    return found


def _shown(knowledge: Knowledge, option: Entry) -> tuple[object, ...]:
    found = reasons.sides(option)
    held = (tuple(side) for side in (found.pro, found.con, found.harms))
    needs = tuple(reasons.open_facts(option)) if option["stance"] == "needs_facts" else ()
    return (
        option["stance"],
        *held,
        reasons.check(knowledge, option),
        reasons.otherwise(option),
        bool(option.get("done")),
        needs,
    )


def _in_short(knowledge: Knowledge, option: Entry) -> tuple[object, ...]:
    told = brief(option)
    shown = (
        (tuple(told.pro), tuple(told.con)) if option["stance"] in OFFERED else first_reason(option)
    )
    return (
        option["stance"],
        shown,
        told.harm if option["stance"] in OFFERED else None,
        reasons.check(knowledge, option),
        reasons.otherwise(option),
        bool(option.get("done")),
    )


def _group(options: list[Entry], lesion: str | None) -> Group:
    here = [option for option in options if option.get("lesion") == lesion]
    return Group(
        lesion=lesion,
        offered=[one for one in here if one["stance"] in OFFERED],
        refused=[one for one in here if one["stance"] not in (*OFFERED, *APART)],
        waiting=[one for one in here if one["stance"] == "needs_facts"],
        idle=[one for one in here if one["stance"] == "not_indicated"],
    )
