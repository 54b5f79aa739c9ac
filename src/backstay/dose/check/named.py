"""What the name of one structure says: an organ for sure, a target, something made from one, or nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.structure_names import (
    bare,
    organ_names,
    structure_words,
    words_of,
)

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
LONG = 4  # letters of a side that may stand without a space: LeftLung, not LLung
NOT_A_LETTER = re.compile(r"[^a-z]+")


class Lexicon(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The names of organs and the words of sides, as names are compared."""

    whole: dict[str, str]  # name -> organ
    sided: dict[str, str]  # name without its side -> organ
    sides: dict[str, Side]
    derived: frozenset[str]
    targets: frozenset[str]


@lru_cache(maxsize=4)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """The names that knowledge has, once for each knowledge."""
    organs = organ_names(knowledge).values()
    return Lexicon(
        whole={bare(name): organ.id for organ in organs for name in (*organ.report, *organ.names)},
        sided={bare(name): organ.id for organ in organs for name in organ.sided},
        sides={word: side for side in SIDES for word in structure_words(knowledge, side)},
        derived=structure_words(knowledge, "derived"),
        targets=structure_words(knowledge, "target"),
    )


def organ_of(name: str, words: Lexicon) -> tuple[str, Side | None] | None:
    """The organ that a whole name surely is, with its side; None where nothing is sure.

    >>> from backstay.knowledge import load_knowledge
    >>> words = lexicon(load_knowledge())
    >>> organ_of("Spinal_Cord", words), organ_of("Lung_L", words), organ_of("z_SpinalCord", words)
    (('spinal_cord', None), ('lung', 'left'), None)
    """
    whole = words.whole.get(bare(name))
    if whole is not None:
        return whole, None
    for rest, side in _without_side(name, words):
        organ = words.sided.get(rest)
        if organ is not None:
            return organ, side
    return None


def _without_side(name: str, words: Lexicon) -> list[tuple[str, Side]]:
    """The name without a side at either end: a word of its own, or a long word joined to it."""
    parts = words_of(name)
    found: list[tuple[str, Side]] = []
    if parts and parts[-1] in words.sides:
        found.append(("".join(parts[:-1]), words.sides[parts[-1]]))
    if parts and parts[0] in words.sides:
        found.append(("".join(parts[1:]), words.sides[parts[0]]))
    joined = "".join(parts)
    for word, side in words.sides.items():
        if len(word) >= LONG and joined.startswith(word):
            found.append((joined.removeprefix(word), side))
        if len(word) >= LONG and joined.endswith(word):
            found.append((joined.removesuffix(word), side))
    return found


def pieces(name: str) -> list[str]:
    """The runs of letters of a name: PTV_High-05 is ptv, high.

    >>> pieces("PTV_High-05")
    ['ptv', 'high']
    """
    return [part for word in words_of(name) for part in NOT_A_LETTER.split(word) if part]


def is_derived(name: str, words: Lexicon) -> bool:
    """Whether a name says that the structure is made from another: a margin, a ring, a copy, one less another."""
    parts = pieces(name)
    later_target = any(part in words.targets for part in parts[1:])
    return bool(words.derived.intersection(parts)) or later_target or "~" in name or "^" in name
