"""Laws: worse kidneys, dialysis or a worse liver never raise a dose; what is known less well never allows more."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.organs import SEVERITY
from backstay.medicines.organs.kidney import renal
from backstay.medicines.organs.liver import hepatic
from backstay.medicines.organs.said import OrganAdvice, Said

KNOWLEDGE = load_knowledge()
TABLE = KNOWLEDGE.tables["organ_doses"].values()
BOUNDS = ("start", "single", "daily", "per_day", "share")


def drugs_of(organ: str) -> list[str]:
    """Every drug of the table, those of its classes too."""
    entries = [one for one in TABLE if one.organ == organ]
    named = {drug for one in entries for drug in one.drugs}
    classes = {name for one in entries for name in one.classes}
    return sorted(
        named | {one.id for one in KNOWLEDGE.ingredients.values() if classes & set(one.classes)}
    )


KIDNEY, LIVER = drugs_of("kidney"), drugs_of("liver")
clearances = st.one_of(
    st.floats(0, 300), st.sampled_from([0.0, 14.9, 15.0, 29.9, 30.0, 40.0, 50.0, 59.9, 60.0, 60.1])
)


def no_more(worse: Said, better: Said) -> None:
    """Nothing that both say is higher in the worse state, and what was refused stays refused."""
    if "unread" not in (worse.verdict, better.verdict):
        assert SEVERITY[worse.verdict] >= SEVERITY[better.verdict]
    if worse.dose is None or better.dose is None:
        return
    for name in BOUNDS:
        low, high = getattr(worse.dose, name), getattr(better.dose, name)
        if high is not None and (name, high) != ("share", (1, 1)):
            assert low is not None, f"{name} is open in the worse state"
        if low is not None and high is not None:
            assert low.low <= high.low
            assert low.high <= high.high
    if better.dose.max is not None:
        assert worse.dose.max is not None
        assert worse.dose.max <= better.dose.max


def by_source(found: OrganAdvice) -> dict[str, Said]:
    return {one.entry: one for one in found.says}


def compare(worse: OrganAdvice, better: OrganAdvice) -> None:
    one, other = by_source(worse), by_source(better)
    assert one.keys() == other.keys()
    for entry in one:
        no_more(one[entry], other[entry])
    if worse.avoid is False:
        assert better.avoid is not True


def test_the_table_is_not_empty() -> None:
    assert len(KIDNEY) >= 40
    assert len(LIVER) >= 30


@given(st.sampled_from(KIDNEY), clearances, clearances, st.sampled_from([None, "hemodialysis"]))
@settings(max_examples=400)
def test_worse_kidneys_never_raise_a_dose(
    drug: str, one: float, other: float, dialysis: str | None
) -> None:
    low, high = sorted((one, other))
    compare(renal(drug, low, KNOWLEDGE, dialysis), renal(drug, high, KNOWLEDGE, dialysis))


@given(st.sampled_from(KIDNEY), clearances, st.sampled_from(["hemodialysis", "peritoneal"]))
@settings(max_examples=200)
def test_dialysis_never_raises_a_dose(drug: str, clearance: float, dialysis: str) -> None:
    compare(renal(drug, clearance, KNOWLEDGE, dialysis), renal(drug, clearance, KNOWLEDGE, "none"))


@given(st.sampled_from(KIDNEY), clearances, clearances)
@settings(max_examples=200)
def test_a_range_gives_no_more_than_any_value_in_it(drug: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    span = renal(drug, Interval(low, high), KNOWLEDGE)
    compare(span, renal(drug, low, KNOWLEDGE))
    compare(span, renal(drug, high, KNOWLEDGE))


def liver(drug: str, points: Any) -> OrganAdvice:
    found = hepatic(drug, KNOWLEDGE, {"liver_points": points})
    assert found is not None
    return found


@given(st.sampled_from(LIVER), st.floats(5, 15), st.floats(5, 15))
@settings(max_examples=200)
def test_a_worse_liver_never_raises_a_dose(drug: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    compare(liver(drug, high), liver(drug, low))
    compare(liver(drug, Interval(low, high)), liver(drug, low))
