"""Laws of every finding, whatever the drugs: order, adding, removing, and what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.interactions import SEVERITIES
from backstay.medicines.line import Line
from backstay.medicines.together.agents import Unnamed, daily_mg
from backstay.medicines.together.found import Found
from backstay.medicines.together.interactions import interactions
from backstay.medicines.together.states import to_ask, unknown

KNOWLEDGE = load_knowledge()
DRUGS = st.lists(st.sampled_from(sorted(KNOWLEDGE.ingredients)), max_size=9, unique=True)
STATES = (
    "bowel_obstruction",
    "calcium_low",
    "vitamin_d_deficient",
    "active_bleeding",
    "alcohol_heavy",
    "cyp2d6_unusual",
)
FACTS = st.dictionaries(st.sampled_from(STATES), st.sampled_from([True, False, None]))
FEW = settings(max_examples=60, deadline=None)


def said(found: tuple[Found, ...]) -> set[tuple[frozenset[str], str, str]]:
    return {
        (frozenset((*one.pair, *one.beside)), reason.rule, reason.truth)
        for one in found
        for reason in (one, *one.also)
    }


@FEW
@given(DRUGS, FACTS, st.randoms())
def test_the_order_in_which_drugs_are_named_changes_nothing(drugs, facts, chance) -> None:
    other = chance.sample(drugs, len(drugs))
    assert interactions(drugs, KNOWLEDGE, facts) == interactions(other, KNOWLEDGE, facts)


@FEW
@given(DRUGS, st.sampled_from(sorted(KNOWLEDGE.ingredients)), FACTS)
def test_another_drug_takes_nothing_away_and_without_it_nothing_comes(drugs, more, facts) -> None:
    fewer = said(interactions(drugs, KNOWLEDGE, facts))
    added = said(interactions([*drugs, more], KNOWLEDGE, facts))
    assert fewer <= added
    assert all(more in names for names, _, _ in added - fewer)


@FEW
@given(DRUGS, FACTS)
def test_every_finding_is_of_different_drugs_and_stands_once(drugs, facts) -> None:
    found = interactions(drugs, KNOWLEDGE, facts)
    for one in found:
        names = (*one.pair, *one.beside)
        assert len(set(names)) == len(names)
        assert (one.truth == "unknown") <= bool(one.check_first)
        assert one.evidence and one.checked and one.action and one.because
    keys = [frozenset((*one.pair, *one.beside)) for one in found]
    assert len(set(keys)) == len(keys)
    ranks = [SEVERITIES.index(one.severity) for one in found]
    assert ranks == sorted(ranks)


@FEW
@given(DRUGS, FACTS, st.sampled_from(STATES))
def test_what_becomes_known_never_turns_a_sure_finding(drugs, facts, state) -> None:
    unknown = {**facts, state: None}
    open_ = said(interactions(drugs, KNOWLEDGE, unknown))
    sure = {one for one in open_ if one[2] == "true"}
    for value in (True, False):
        answered = said(interactions(drugs, KNOWLEDGE, {**facts, state: value}))
        assert {(rule, truth) for _, rule, truth in sure} <= {
            (rule, truth) for _, rule, truth in answered
        }
        assert {rule for _, rule, _ in answered} <= {rule for _, rule, _ in open_}


@FEW
@given(DRUGS, DRUGS)
def test_what_is_proposed_is_marked_and_found_as_if_taken(taken, planned) -> None:
    found = interactions(taken, KNOWLEDGE, None, planned)
    assert said(found) == said(interactions([*taken, *planned], KNOWLEDGE))
    for one in found:
        assert set(one.proposed) == {*one.pair, *one.beside} & set(planned)


def test_an_unknown_state_is_found_with_what_to_ask() -> None:
    (found,) = interactions(["denosumab"], KNOWLEDGE)
    assert (found.truth, found.pair) == ("unknown", ("denosumab", "calcium_low"))
    assert found.state == ("calcium_low", "vitamin_d_deficient")
    assert found.check_first == ("hypocalcemia", "calcium", "albumin", "vitamin_d_deficient")
    half = interactions(["denosumab"], KNOWLEDGE, {"calcium_low": False, "calcium": 9.2})
    assert half[0].state == ("vitamin_d_deficient",)
    assert "calcium" not in half[0].check_first


def test_a_state_that_stays_open_though_all_is_given_asks_for_all_of_it() -> None:
    facts = {"cyp2d6": "normal"}
    assert to_ask(("cyp2d6_unusual",), facts, KNOWLEDGE) == ("cyp2d6",)
    assert to_ask(("no_such_thing",), facts, KNOWLEDGE) == ()


def test_the_worst_reason_comes_first_and_the_others_stay() -> None:
    (found,) = interactions(
        ["tramadol", "linezolid", "methylene_blue"][:2],
        KNOWLEDGE,
        {"cyp2d6_unusual": False, "alcohol_heavy": False},
    )
    assert (found.severity, found.also) == ("contraindicated", ())
    both = interactions(["methadone", "fluconazole"], KNOWLEDGE, {"alcohol_heavy": False})
    assert [one.rule for one in both] == ["methadone_with_blocker"] or len(both) == 1
    assert {both[0].rule, *(one.rule for one in both[0].also)} == {
        "methadone_with_blocker",
        "methadone_with_qt_drug",
    }


def test_a_fact_that_the_action_needs_is_asked_only_while_unknown() -> None:
    pair = ["methadone", "ondansetron"]
    assert interactions(pair, KNOWLEDGE, {"alcohol_heavy": False})[0].check_first == ("qtc",)
    for known, ask in ((440.0, ()), (Interval(430, 460), ("qtc",)), (Interval(440, 440), ())):
        found = interactions(pair, KNOWLEDGE, {"alcohol_heavy": False, "qtc": known})
        assert (found[0].truth, found[0].check_first) == ("true", ask)


def test_a_drug_of_which_only_the_kind_is_known() -> None:
    one = Unnamed(id="some_drug", one_of=("apixaban", "edoxaban"), fact="anticoagulant")
    found = interactions(["ibuprofen", "enzalutamide", one], KNOWLEDGE)
    by_rule = {each.rule: each for each in found}
    assert by_rule["nsaid_with_anticoagulant"].truth == "true"
    may = by_rule["enzalutamide_with_direct_anticoagulant"]
    assert (may.truth, may.check_first) == ("unknown", ("medicines", "anticoagulant"))


def test_an_unnamed_drug_is_no_partner_of_what_it_may_be() -> None:
    one = Unnamed(id="some_nsaid", one_of=("ibuprofen", "naproxen"))
    assert interactions(["ibuprofen", one], KNOWLEDGE) == ()
    assert interactions(["diclofenac", one], KNOWLEDGE)[0].rule == "two_nsaids"


def test_a_name_that_is_no_ingredient_is_refused() -> None:
    with pytest.raises(ValueError, match="not an ingredient: green_pill, paracetamol"):
        interactions(["paracetamol", "warfarin"], KNOWLEDGE, None, ["green_pill"])
    with pytest.raises(ValueError, match="not an ingredient: nothing"):
        interactions([Unnamed(id="some", one_of=("nothing",))], KNOWLEDGE)


def line(drug: str = "acetaminophen", **more) -> Line:
    return Line(drug=drug, text="", **more)


GRAM = {"dose": Interval(1, 1), "unit": "g"}


@pytest.mark.parametrize(
    ("lines", "truth"),
    [
        ([line(**GRAM, per_day=Interval(4, 4))], "true"),
        ([line(**GRAM, every_hours=6.0)], "true"),
        ([line(**GRAM, per_day=Interval(3, 3))], None),
        ([line(**GRAM, per_day=Interval(3, 4))], "unknown"),
        ([line(**GRAM, per_day=Interval(4, 4), as_needed=True)], "unknown"),
        ([line(**GRAM, per_day=Interval(4, 4), as_needed=True, taken_per_day=2.0)], None),
        ([line(**GRAM)], "unknown"),
        ([line(dose=Interval(1, 1), unit="tablet", per_day=Interval(4, 4))], "unknown"),
        ([line(unit="g", per_day=Interval(4, 4))], "unknown"),
        ([line(**GRAM, per_day=Interval(2, 2)), line(**GRAM, per_day=Interval(2, 2))], "true"),
        ([line(**GRAM, per_day=Interval(4, 4)), "acetaminophen"], "true"),
        (["acetaminophen"], "unknown"),
        ([line("co_codamol", **GRAM, per_day=Interval(4, 4))], "unknown"),
    ],
)  # fmt: skip
def test_four_grams_a_day_beside_warfarin(lines, truth: str | None) -> None:
    found = interactions([*lines, "warfarin"], KNOWLEDGE)
    told = [one.truth for one in found if one.rule == "acetaminophen_with_warfarin"]
    assert told == ([truth] if truth else [])


def test_micrograms_count_as_milligrams() -> None:
    assert daily_mg(line(dose=Interval(500, 500), unit="mcg", per_day=Interval(2, 2))) == (1.0, 1.0)


def test_what_acts_where_it_is_put_is_open() -> None:
    gel = line("diclofenac", route="topical")
    (found,) = interactions([gel, "warfarin"], KNOWLEDGE)
    assert (found.truth, found.check_first) == ("unknown", ("medicines",))
    assert (
        interactions([gel, line("diclofenac", route="oral"), "warfarin"], KNOWLEDGE)[0].truth
        == "true"
    )


def test_a_set_is_known_only_when_it_is_whole() -> None:
    facts = {
        "comorbidities": Members(frozenset({"diabetes"})),
        "allergies": Members(frozenset(), complete=True),
    }
    assert unknown(("comorbidities", "allergies", "inr"), facts) == ("comorbidities", "inr")
