"""Which structure of a plan is which organ: sure by its name, said by the user, or asked. Never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from backstay.dose.check.named import SIDES, Lexicon, Side, is_derived, lexicon, organ_of
from backstay.dose.check.refusal import Unusable
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.structure_names import bare, organ_names

NOTHING = "none"  # said of a structure that is none of the organs
NEAR, SHORTEST, MOST = (
    0.78,
    4,
    3,
)  # how like a name must be to be offered; of how many letters; how many


class Named(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One structure that is an organ."""

    structure: str
    number: int
    organ: str
    side: Side | None = None
    said: bool = False  # by the user, and not by its name


class Asked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What only a person can say of the structures."""

    structures: tuple[str, ...]
    candidates: tuple[str, ...]  # organs
    why: str


class Mapped(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The organs of a plan, what is asked, and the structures that no organ's name fits."""

    named: tuple[Named, ...]
    asked: tuple[Asked, ...]
    aside: tuple[str, ...]  # by their names an organ for which the user named another structure
    unnamed: tuple[str, ...]


def mapped(
    structures: Iterable[tuple[int, str]],
    knowledge: Knowledge,
    said: Mapping[str, str] | None = None,
) -> Mapped:
    """The organ of each (number, name), by its whole name or by what the user said (name -> organ, or none).

    Two structures of one organ are asked about, unless the organ may be several or the user named them.
    """
    listed = list(structures)
    told = answers(listed, said or {}, knowledge)
    words = lexicon(knowledge)
    found = [one for number, name in listed if (one := _named(number, name, told, words))]
    sure, aside, doubled = _by_organ(found, knowledge)
    taken = {one.number for one in found} | set(told)
    rest = [name for number, name in listed if number not in taken]
    settled = _settled(sure, knowledge).union(*(one.candidates for one in doubled))
    like = _resembling(rest, settled, words)
    resembling = {name for one in like for name in one.structures}
    return Mapped(
        named=tuple(sure),
        asked=(*doubled, *like),
        aside=tuple(aside),
        unnamed=tuple(name for name in rest if name not in resembling),
    )


def _settled(sure: Sequence[Named], knowledge: Knowledge) -> set[str]:
    """Organs that need no question: those that a structure is, and those of which both halves are there."""
    sides: dict[str, set[Side | None]] = defaultdict(set)
    for one in sure:
        sides[one.organ].add(one.side)
    whole = {
        organ.id
        for organ in organ_names(knowledge).values()
        if organ.halves and sides.get(organ.halves, set()) >= set(SIDES)
    }
    return whole | set(sides)


def answers(
    listed: Sequence[tuple[int, str]], said: Mapping[str, str], knowledge: Knowledge
) -> dict[int, str]:
    """Number of a structure -> what the user said it is; every answer that does not fit is refused."""
    found: dict[int, str] = {}
    problems = []
    for name, organ in said.items():
        numbers = [number for number, known in listed if known == name]
        if not numbers:
            near = get_close_matches(name, [known for _, known in listed], MOST, 0.5)
            problems.append(
                f"{name}: no structure has this name{_nearest(near)}; the plan holds "
                + ", ".join(known for _, known in listed)
            )
        if len(numbers) > 1:
            problems.append(f"{name}: {len(numbers)} structures have this name")
        if organ != NOTHING and organ not in organ_names(knowledge):
            near = get_close_matches(organ, organ_names(knowledge), MOST, 0.5)
            problems.append(
                f"{name}={organ}: there is no organ {organ}{_nearest(near)}; "
                f"organs are {', '.join(sorted(organ_names(knowledge)))}, or {NOTHING}"
            )
        found.update(dict.fromkeys(numbers, organ))
    if problems:
        raise Unusable(problems)
    return found


def _nearest(near: Sequence[str]) -> str:
    return f" (nearest: {', '.join(near)})" if near else ""


def _named(number: int, name: str, told: Mapping[int, str], words: Lexicon) -> Named | None:
    known = organ_of(name, words)
    if number in told:
        organ = told[number]
        side = known[1] if known else None
        return (
            None
            if organ == NOTHING
            else Named(structure=name, number=number, organ=organ, side=side, said=True)
        )
    return Named(structure=name, number=number, organ=known[0], side=known[1]) if known else None


def _by_organ(
    found: Sequence[Named], knowledge: Knowledge
) -> tuple[list[Named], list[str], list[Asked]]:
    """Those that are sure, those set aside, and a question for each organ that several structures claim."""
    groups: dict[str, list[Named]] = defaultdict(list)
    for one in found:
        groups[one.organ].append(one)
    sure: list[Named] = []
    aside: list[str] = []
    asked = []
    for organ, group in groups.items():
        entry = organ_names(knowledge)[organ]
        said = [one for one in group if one.said]
        if said or _may_stand(group, entry.each or entry.parts):
            sure += said or group
            aside += [one.structure for one in group if said and not one.said]
        else:
            names = tuple(one.structure for one in group)
            why = f"several structures could be the {entry.label}; say which one is"
            asked.append(Asked(structures=names, candidates=(organ,), why=why))
    return sure, aside, asked


def _may_stand(group: Sequence[Named], each: bool) -> bool:
    """Whether these are different structures: one alone; or, where an organ may be several, not two of one name."""
    if len(group) == 1:
        return True
    names = {(bare(one.structure) if one.side is None else "", one.side) for one in group}
    return each and len(names) == len(group)


def _resembling(rest: Sequence[str], sure: set[str], words: Lexicon) -> list[Asked]:
    """A question for each structure whose name is like that of an organ that no structure surely is."""
    asked = []
    for name in rest:
        near = tuple(organ for organ in _near(name, words) if organ not in sure)
        if near:
            why = (
                "its name says that it is made from an organ, and no structure is the organ itself"
                if is_derived(name, words)
                else "its name is like that of an organ, and not surely it"
            )
            asked.append(Asked(structures=(name,), candidates=near[:MOST], why=why))
    return asked


def _near(name: str, words: Lexicon) -> list[str]:
    """Organs whose names stand inside this name or are nearly it, likeliest first."""
    joined = bare(name)
    if words.targets.intersection((joined[:3], joined[:4])):
        return []
    known = {**words.sided, **words.whole}
    inside = [one for one in known if len(one) >= SHORTEST and one in joined]
    inside.sort(key=len, reverse=True)
    close = get_close_matches(joined, known, MOST, NEAR)
    return list(dict.fromkeys(known[one] for one in (*inside, *close)))
