"""What is written beside a lesion in the spine, and in how many lines."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import scored
from backstay.present.lesions import Lesion
from backstay.present.values import number
from backstay.present.words import plain, say, word

ROOMY, MARKED = 4, 8  # up to so many lesions: all lines; two lines and the axial mark; then a table
HEIGHTS = {"big": 17.0, "b": 15.0, "": 15.0, "sm q": 14.0}
ROW = 16.0


class Text(NamedTuple):
    cls: str
    text: str


def lines(lesion: Lesion, count: int) -> list[Text]:
    """The lines of one label in a figure with so many lesions."""
    if count > MARKED:
        return [Text("sm", scored.result(lesion.sins)), Text("sm", _canal_cell(lesion))]
    if count > ROOMY:
        return [_sins(lesion), _canal(lesion)[0]]
    return [_sins(lesion), *_missing(lesion), *_canal(lesion), *_prior(lesion)]


def height(found: list[Text], count: int) -> float:
    """The height of a label; never less than its axial mark."""
    if count > MARKED:
        return ROW
    return max(sum(HEIGHTS[one.cls] for one in found), 28.0) + 4


def _sins(lesion: Lesion) -> Text:
    known = scored.ends(lesion.sins) is not None
    return Text("big" if known else "b", say("fig_sins", result=scored.result(lesion.sins)))


def _missing(lesion: Lesion) -> list[Text]:
    count = len((lesion.sins or {}).get("missing") or [])
    if not count:
        return []
    return [Text("", say("fig_missing_one") if count == 1 else say("fig_missing", count=count))]


def _canal(lesion: Lesion) -> list[Text]:
    if lesion.below_conus:
        known = lesion.facts.get("cauda_compression")
        told = [Text("sm q", say("fig_cauda_known", grade=plain(str(known))))] if known else []
        return [Text("sm q", say("fig_cauda")), *told]
    grade = lesion.facts.get("escc")
    if grade is None:
        return [Text("sm q", say("fig_escc_unknown"))]
    return [Text("b", say("fig_escc", grade=grade)), Text("sm q", word("escc_short", str(grade)))]


def _canal_cell(lesion: Lesion) -> str:
    if lesion.below_conus:
        return say("fig_cauda_short")
    return str(lesion.facts.get("escc") or say("not_known"))


def _prior(lesion: Lesion) -> list[Text]:
    courses = lesion.facts.get("prior_radiation")
    if not courses:
        return []
    if len(courses) > 1:
        return [Text("sm q", say("fig_prior_many", count=len(courses)))]
    dose, fractions = courses[0].get("dose"), courses[0].get("fractions")
    if dose is None or fractions is None:
        return [Text("sm q", say("fig_prior_unknown"))]
    return [Text("sm q", say("fig_prior", dose=number(dose), fractions=number(fractions)))]
