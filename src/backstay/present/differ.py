"""Where sources differ: options that frameworks judge apart, and published lists side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.lesions import Lesion, lesions
from backstay.present.noms import defined
from backstay.present.reasons import SIDES
from backstay.present.values import clean, describe
from backstay.present.words import heading, known, listed, say, word

PARTS = 3  # facts named on which sources part


class Position(NamedTuple):
    """What one source or framework says."""

    who: str
    side: str  # the word for it


class Dispute(NamedTuple):
    """An option with the names of those who speak for and against it; its reasons stand with it."""

    about: str
    lesion: str | None
    positions: list[Position]
    parts: list[str]  # labels of the facts on which they part

    @property
    def told(self) -> str:
        """Who stands on which side, in one line: "for ASTRO; against NOMS / Patchell 2005"."""
        sides: dict[str, dict[str, None]] = {}
        for one in self.positions:
            sides.setdefault(one.side, {})[one.who] = None
        return "; ".join(f"{side} {' / '.join(names)}" for side, names in sides.items())


class Choice(NamedTuple):
    """A choice at one lesion, with what each framework recommends there."""

    title: str
    says: list[str]
    parts: list[str]


class Row(NamedTuple):
    """What one published list says here."""

    name: str
    says: str
    used: bool
    status: str | None


class Comparison(NamedTuple):
    title: str
    rows: list[Row]
    agree: bool

    @property
    def by_answer(self) -> dict[str, list[Row]]:
        """The lists that give the same answer, together."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.says, []).append(row)
        return found


def disputes(assessment: Assessment, knowledge: Knowledge) -> list[Dispute]:
    """Options for which reasons on both sides hold."""
    given = assessment.get("disagreements") or []
    return [_dispute(knowledge, one) for one in given if one.get("kind", "option") == "option"]


def choices(assessment: Assessment, knowledge: Knowledge) -> list[Choice]:
    """Lesions where frameworks recommend other treatments."""
    given = assessment.get("disagreements") or []
    return [_choice(knowledge, one) for one in given if one.get("kind") == "choice"]


def comparisons(assessment: Assessment, knowledge: Knowledge) -> list[Comparison]:
    """Published lists side by side: those that differ here, and settings where all lists agree."""
    given = [one for one in assessment.get("disagreements") or [] if _is_list(one)]
    found = [_compared(knowledge, one) for one in given]
    about = {str(one.get("about")) for one in given}
    return _same_once([*found, *_agreeing(assessment, knowledge, about)])


def _agreeing(assessment: Assessment, knowledge: Knowledge, told: set[str]) -> list[Comparison]:
    found = []
    for name, used in (assessment.get("settings") or {}).items():
        setting = knowledge.settings.get(name)
        if setting is None or not setting.alternatives or {name, setting.about} & told:
            continue
        for lesion in _places(assessment, setting.alternatives):
            rows = [
                _row(assessment, knowledge, lesion, value, definition, used == value)
                for value, definition in setting.alternatives.items()
            ]
            agree = len({row.says for row in rows}) == 1
            found.append(Comparison(_title(setting.label, lesion), rows, agree))
    return found


def _same_once(found: list[Comparison]) -> list[Comparison]:
    """Lesions of one person mostly share these lists: equal tables are shown once."""
    seen: dict[tuple[Row, ...], Comparison] = {}
    for one in found:
        seen.setdefault(tuple(one.rows), one)
    return list(seen.values())


def _is_list(one: Entry) -> bool:
    return one.get("kind") == "list" or any(
        "list" in position for position in one.get("positions") or []
    )


def _compared(knowledge: Knowledge, one: Entry) -> Comparison:
    """Lists that give different answers, as the assessment names them."""
    about = str(one.get("about"))
    rows = [
        Row(
            name=word("lists", str(each.get("list"))),
            says=describe(knowledge, about, each.get("value")),
            used=bool(each.get("used")),
            status=each.get("checked"),
        )
        for each in one.get("positions") or []
    ]
    return Comparison(names.fact(knowledge, about), rows, agree=False)


def _dispute(knowledge: Knowledge, one: Entry) -> Dispute:
    about = one.get("about") or one.get("option") or ""
    title = names.option(knowledge, str(about), one.get("lesion"))
    positions = [_position(knowledge, each) for each in one.get("positions") or []]
    return Dispute(
        title, one.get("lesion"), positions, names.facts(knowledge, one.get("parts_on") or ())
    )


def parting(parts: list[str]) -> str:
    """On which facts sources part, the first few by name."""
    return say("parts_on", facts=listed(parts, most=PARTS)) if parts else ""


def _choice(knowledge: Knowledge, one: Entry) -> Choice:
    says = [
        say(
            "prefers",
            framework=word("frameworks", str(each.get("framework"))),
            options=listed([names.short_option(knowledge, o) for o in each.get("options") or ()]),
        )
        for each in one.get("frameworks") or []
    ]
    title = say("choice_parts", lesion=clean(str(one.get("lesion"))))
    return Choice(title, says, names.facts(knowledge, one.get("parts_on") or ()))


def _position(knowledge: Knowledge, one: Entry) -> Position:
    says = str(one.get("says") or one.get("stance") or "")
    sources = one.get("evidence") or ()
    # A framework without a name of its own is told by its sources.
    who = known("frameworks", str(one.get("framework")))
    shown = who or ", ".join(names.source(knowledge, source) for source in sources)
    side = heading(SIDES[says]).lower() if says in SIDES else word("stances", says)
    return Position(clean(shown), side)


def _places(assessment: Assessment, alternatives: dict[str, str]) -> list[Lesion | None]:
    """Where the alternatives were computed: at lesions, or once for the person."""
    given: Any = ((assessment.get("definitions") or {}).get("patient")) or {}
    if any(name in given for name in alternatives.values()):
        return [None]
    return [
        lesion
        for lesion in lesions(assessment)
        if any(name in lesion.defined for name in alternatives.values())
    ]


def _row(
    assessment: Assessment,
    knowledge: Knowledge,
    lesion: Lesion | None,
    value: str,
    definition: str,
    used: bool,
) -> Row:
    given = ((assessment.get("definitions") or {}).get("patient")) or {}
    found = defined(assessment, lesion, definition) if lesion else given.get(definition)
    entry = knowledge.definitions.get(definition)
    status = entry.checked.status if entry and entry.checked else None
    return Row(word("lists", value), describe(knowledge, definition, found), used, status)


def _title(label: str, lesion: Lesion | None) -> str:
    return say("at_lesion", what=clean(label), lesion=lesion.title) if lesion else clean(label)
