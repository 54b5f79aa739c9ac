"""Laws that every score keeps, and the two scores that rules read: SINS and ESCC."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstay.knowledge import Knowledge
from backstay.reason import Program
from backstay.reason.program import item_spans

SUMMED = (
    "sins", "tokuhashi_revised", "tokuhashi_original", "tomita", "bauer_original", "bauer_modified",
    "katagiri_2014", "van_der_linden", "mizumoto", "prism", "prism_spinert", "prism_mayo",
    "rades_early_death", "nesms", "h2_fails", "mfi5", "charlson", "charlson_without_cancer",
    "charlson_age",
)  # fmt: skip
OPEN_ENDED = ("mizumoto", "nesms", "h2_fails")  # an item of each rests on a limit nobody has read
SINS = {
    "pain": ("none", "non_mechanical", "mechanical"),
    "bone": ("blastic", "mixed", "lytic"),
    "alignment": ("normal", "deformity", "subluxation"),
    "collapse": ("none", "none_over_half_involved", "under_half", "over_half"),
    "posterolateral": ("none", "unilateral", "bilateral"),
}
BLANK = {fact: values[0] for fact, values in SINS.items()}  # every item at 0
# Facts that a score reads as a second choice, or that may contradict another one it reads.
SECOND_CHOICE = {"ecog", "asia", "visceral_metastases", "extraspinal_bone_metastases"}


def test_all_scores_are_shipped(knowledge: Knowledge) -> None:
    assert {*SUMMED, "escc"} <= set(knowledge.scores)


@pytest.mark.parametrize("name", SUMMED)
def test_range_is_what_the_items_can_add_up_to(
    name: str, knowledge: Knowledge, scoring: Program
) -> None:
    entry = knowledge.scores[name]
    spans = item_spans(scoring.by_key[name].unit)
    most = sum(high for _, high in spans)
    low = sum(low for low, _ in spans)
    assert entry.range == (low, most if entry.cap is None else min(most, entry.cap))


@pytest.mark.parametrize("name", SUMMED)
def test_bands_have_no_gap_and_no_overlap(name: str, knowledge: Knowledge) -> None:
    entry = knowledge.scores[name]
    assert entry.range is not None
    if not entry.bands:
        assert name.startswith("charlson"), "only Charlson has no published bands"
        return
    ordered = sorted(entry.bands, key=lambda band: band.min or 0)
    assert (ordered[0].min, ordered[-1].max) == entry.range
    for lower, upper in pairwise(ordered):
        assert upper.min == (lower.max or 0) + 1


@pytest.mark.parametrize("name", SUMMED)
def test_nothing_known_gives_an_interval_and_what_is_missing(
    name: str, knowledge: Knowledge, score: Any
) -> None:
    found = score(name)
    low, high = knowledge.scores[name].range or (0, 0)
    assert found.total is None
    assert found.missing
    assert low <= found.interval[0] < found.interval[1] <= high


@pytest.mark.parametrize("name", [*SUMMED, "escc"])
def test_every_score_says_whom_it_is_for_and_where_it_fails(
    name: str, knowledge: Knowledge
) -> None:
    entry = knowledge.scores[name]
    assert entry.population
    assert entry.pitfalls
    assert entry.evidence
    assert entry.prognostic is (name not in ("sins", "escc"))


@pytest.mark.parametrize("name", OPEN_ENDED)
def test_what_was_not_seen_is_said(name: str, knowledge: Knowledge) -> None:
    entry = knowledge.scores[name]
    assert entry.partial
    assert any(item.partial for item in entry.items)


@pytest.mark.parametrize("name", SUMMED)
@given(data=st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_another_fact_never_widens_the_interval(
    name: str, data: st.DataObject, knowledge: Knowledge, scoring: Program, score: Any
) -> None:
    entry = knowledge.scores[name]
    listed = {item.fact for item in entry.items} - SECOND_CHOICE
    facts = sorted(fact for fact in listed if fact in knowledge.facts.patient)
    whole = st.fixed_dictionaries({fact: value_of(knowledge, fact) for fact in facts})
    drawn = data.draw(whole) | {"comorbidities_known": "true", "metastatic_sites_known": "true"}
    kept = data.draw(st.frozensets(st.sampled_from(sorted(drawn))))
    fewer = {fact: value for fact, value in drawn.items() if fact in kept}
    before, after = score(name, fewer), score(name, drawn)
    if before.interval and after.interval:  # neither is outside the population
        assert before.interval[0] <= after.interval[0] <= after.interval[1] <= before.interval[1]


def value_of(knowledge: Knowledge, name: str) -> st.SearchStrategy[Any]:
    """A value that the vocabulary allows, as a case would write it."""
    fact = knowledge.facts.patient[name]
    if fact.kind == "choice":
        return st.sampled_from(fact.values)
    if fact.kind == "many":
        return st.lists(st.sampled_from(fact.values), unique=True, max_size=5)
    if fact.kind == "yes_no":
        return st.sampled_from(("true", "false"))
    step = int(fact.step or 1)
    return st.integers(int(fact.min or 0) // step, int(fact.max or 0) // step).map(
        lambda n: str(max(n * step, fact.min or 0))
    )


def test_sins_reaches_every_total_and_only_its_own_sum(
    knowledge: Knowledge, score: Any, every: Any
) -> None:
    items = knowledge.scores["sins"].items
    points: dict[str, dict[str, Any]] = {item.fact: item.points for item in items}
    totals = set()
    places = {"T12": 3, "L3": 2, "T8": 1, "S3": 0}
    for (level, place), facts in product(places.items(), every(SINS)):
        found = score("sins", lesion={"level": level, **facts})
        assert found.total == place + sum(points[fact][value] for fact, value in facts.items())
        totals.add(found.total)
    assert totals == set(range(19))


@pytest.mark.parametrize(
    ("points", "levels"),
    [
        (3, ["C0", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"]),
        (2, ["C3", "C4", "C5", "C6", "L2", "L3", "L4"]),
        (1, [f"T{n}" for n in range(3, 11)]),
        (0, ["S2", "S3", "S4", "S5"]),
    ],
)
def test_sins_location_of_every_level(points: int, levels: list[str], score: Any) -> None:
    assert {score("sins", lesion={"level": at, **BLANK}).total for at in levels} == {points}


def test_sins_of_a_span_takes_its_worst_level(score: Any) -> None:
    assert score("sins", lesion={"level": "T9", "to_level": "T11", **BLANK}).total == 3


@pytest.mark.parametrize("fact", SINS)
def test_sins_with_one_item_missing_is_an_interval(fact: str, score: Any) -> None:
    known = {name: value for name, value in BLANK.items() if name != fact}
    found = score("sins", lesion=known)
    assert (found.total, found.missing) == (None, [fact])
    assert found.interval[0] == 1


@pytest.mark.parametrize(
    ("total", "band"),
    [(0, "stable"), (6, "stable"), (7, "potentially_unstable"), (12, "potentially_unstable"),
     (13, "unstable"), (18, "unstable")],
)  # fmt: skip
def test_sins_bands(total: int, band: str, knowledge: Knowledge) -> None:
    found = [b.id for b in knowledge.scores["sins"].bands if (b.min or 0) <= total <= (b.max or 0)]
    assert found == [band]


@pytest.mark.parametrize(
    ("lesion", "applies"),
    [
        ({"level": "C5"}, True),
        ({"level": "T12"}, True),
        ({"level": "L1"}, None),
        ({"level": "L1", "neural_element": "conus"}, True),
        ({"level": "L2", "neural_element": "cauda_equina"}, False),
        ({"level": "L3"}, False),
    ],
)
def test_escc_below_the_conus_does_not_apply(
    lesion: dict[str, str], applies: bool | None, score: Any
) -> None:
    found = score("escc", lesion={"escc": "1c", **lesion})
    assert found.applies is applies
    assert found.total == (None if applies is False else "1c")
