"""A change of opioid, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from backstay.cli.medicines.one_line import asked
from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import spoken
from backstay.medicines.opioids.breakthrough import Breakthrough
from backstay.medicines.opioids.conversion import Leg
from backstay.medicines.opioids.differences import Difference
from backstay.medicines.opioids.rotation import Rotation

WIDTH = 100


def rotate_text(found: Rotation, knowledge: Knowledge) -> str:
    """The whole answer: the dose or why there is none, then how it came about, then what to ask and to know."""
    lines = [_head(found), *_how(found)]
    for head, texts in (
        ("Reduced", found.reduction_because if found.reduction_percent is not None else ()),
        ("Warning", found.warnings),
        ("Timing", found.timing),
        ("A specialist checks", found.asks),
        ("Sources differ", map(_difference, found.differ)),
        ("Check first", [asked(found.check_first, knowledge)] if found.check_first else ()),
    ):
        lines += _told(head, texts)
    sources = ", ".join(knowledge.evidence[one].short for one in found.evidence)
    lines += wrap(f"[{found.checked}: {sources}]", WIDTH) if sources else [f"[{found.checked}]"]
    return "\n".join(lines) + "\n"


def _head(found: Rotation) -> str:
    place = " ".join(one for one in (found.route, spoken(found.to)) if one)
    if found.daily_dose is None:
        return f"No dose of {place}: {found.refused}"
    if found.unit == "mcg/h":
        return f"{place}: {found.daily_dose:g} mcg/h"
    low, high = found.range or (found.daily_dose, found.daily_dose)
    span = f", at most {high:.4g}" if high > low else ""
    return f"{place}: {found.daily_dose:g} {found.unit} a day{span}"


def _how(found: Rotation) -> Iterator[str]:
    for leg in found.legs:
        yield f"  {_leg(leg)}"
    if found.daily_dose is None or found.breakthrough is None:
        return
    if found.unit != "mcg/h":
        bound = f"{found.smaller_bound:.4g} {found.unit}"
        yield f"  smaller bound {bound}, less {found.reduction_percent:g} %: {found.unrounded:.4g}, rounded down"
    yield from (f"  {line}" for line in wrap(_rescue(found.breakthrough), WIDTH - 2))


def _leg(leg: Leg) -> str:
    unit = "mcg/h" if leg.unit == "mcg/h" else f"{leg.unit} a day"
    spread = f" (to {leg.high:.4g})" if leg.high > leg.low else ""
    derived = f"; derived: {'; '.join(leg.derived)}" if leg.derived else ""
    return (
        f"{leg.route} {spoken(leg.drug)} {leg.dose:.4g} {unit} -> {leg.low:.4g} mg{spread}{derived}"
    )


def _rescue(rescue: Breakthrough) -> str:
    if rescue.dose is None:
        return f"As needed: no dose. {rescue.refused}"
    span = f" ({rescue.range[0]:.3g} to {rescue.range[1]:.3g})" if rescue.range else ""
    return f"As needed: {rescue.dose:g} {rescue.unit}{span}. {' '.join(rescue.because)}"


def _difference(one: Difference) -> str:
    said = ", ".join(f"{name} {_value(value)}" for name, value in one.says.items())
    return f"{one.about}: {said} {one.unit}".rstrip()


def _value(value: float | tuple[float, float] | None) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return f"{value[0]:.4g}" if value[0] == value[1] else f"{value[0]:.4g} to {value[1]:.4g}"
    return f"{value:.4g}"


def _told(head: str, texts: Iterable[str]) -> list[str]:
    return [
        line for text in texts for line in wrap(f"{head}: {text}", WIDTH, subsequent_indent="  ")
    ]
