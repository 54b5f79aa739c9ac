"""Laws that hold for every case: it reads back to itself, and its order of keys means nothing."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backstay.case import CaseError, Members, Vocabulary, read_case
from backstay.case.levels import LEVELS

days = st.dates().filter(lambda day: day.year < 2026).map(str)
instants = st.datetimes(timezones=st.just(None)).filter(lambda one: one.year < 2026)
moments = st.one_of(days, instants.map(lambda one: one.isoformat(timespec="minutes")))
albumins = st.one_of(
    st.floats(0.5, 7).map(repr),
    st.integers(5, 70).map(lambda grams: f"{grams} g/L"),
)
sets = st.lists(st.sampled_from(["copd", "stroke"]), unique=True)
facts = {
    "age": st.floats(0, 120),
    "albumin": albumins,
    "ecog": st.sampled_from("01234"),
    "weakness": st.booleans(),
    "comorbidities": sets,
    "comorbidities_known": st.booleans(),
    "biomarkers": st.just(["brca1"]),
    "absent": st.sampled_from([[], ["alk_fusion"]]),
    "esas": st.builds(lambda pain: {"pain": pain}, st.integers(0, 10)),
    "note": st.text("abc \n", min_size=1).filter(str.strip),
}
patients = st.fixed_dictionaries({}, optional=facts)
looks = st.lists(
    st.fixed_dictionaries({"at": moments, "value": albumins}, optional={"from": st.just("lab")}),
    min_size=1,
    max_size=4,
)
lesions = st.lists(
    st.fixed_dictionaries(
        {"level": st.sampled_from(LEVELS)},
        optional={
            "escc": st.sampled_from(["0", "1a", "2"]),
            "sectors": st.lists(st.sampled_from("123")),
            "prior_radiation": st.lists(
                st.fixed_dictionaries({}, optional={"dose": st.floats(0, 100)}), max_size=2
            ),
        },
    ),
    unique_by=lambda lesion: lesion["level"],
    max_size=3,
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    document: dict[str, Any] = {"as_of": "2026-03-14", "patient": draw(patients), "observed": {}}
    if draw(st.booleans()):
        document["lesions"] = draw(lesions)
    for name in sorted(document["patient"]):
        if draw(st.booleans()):
            document["observed"][name] = draw(moments)
    if "albumin" not in document["patient"]:
        document["observed"]["albumin"] = draw(looks)
    return document


@given(documents())
def test_a_case_reads_back_to_itself(words: Vocabulary, document: dict[str, Any]) -> None:
    case = read_case(document, words)
    assert read_case(case.document, words) == case
    assert read_case(json.dumps(case.document), words) == case
    assert read_case(case.document, words).document == case.document


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    return value


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_change_a_case(
    words: Vocabulary, document: dict[str, Any], chance: random.Random
) -> None:
    other = shuffled(document, chance)
    one, two = read_case(document, words), read_case(other, words)
    assert json.dumps(one.document) == json.dumps(two.document)
    assert one == two


@given(looks, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_change_a_case(
    words: Vocabulary, several: list[Any], chance: random.Random
) -> None:
    other = list(several)
    chance.shuffle(other)
    cases = [
        read_case({"as_of": "2026-03-14", "observed": {"albumin": one}}, words)
        for one in (several, other)
    ]
    assert cases[0] == cases[1]


@given(documents(), st.sampled_from(["age", "ecog", "weakness", "esas", "note"]))
def test_taking_a_fact_away_changes_no_other(
    words: Vocabulary, document: dict[str, Any], name: str
) -> None:
    with_it = read_case(document, words)
    document["patient"].pop(name, None)
    document["observed"].pop(name, None)
    without = read_case(document, words)
    rest = {fact: value for fact, value in with_it.patient.items() if fact != name}
    assert without.patient == rest


@given(documents())
def test_nothing_unknown_is_ever_false_or_empty(
    words: Vocabulary, document: dict[str, Any]
) -> None:
    case = read_case(document, words)
    given_names = set(document["patient"]) | set(document["observed"])
    extra = set(case.patient) - given_names
    assert extra <= {"biomarkers"}  # known in part, from its twin
    assert all(isinstance(case.patient[name], Members) for name in extra)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
keys = st.sampled_from(["case", "as_of", "patient", "lesions", "observed", "age", "level", "escc"])
shaped = st.recursive(
    anything, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12
)


@given(st.dictionaries(keys, shaped))
def test_whatever_is_given_it_is_a_case_or_a_case_error(
    words: Vocabulary, document: dict[str, Any]
) -> None:
    try:
        case = read_case(document, words)
    except CaseError as error:
        assert error.problems
        assert str(error).isprintable() or "\n" in str(error)
    else:
        assert read_case(case.document, words) == case


@given(st.one_of(st.text(), st.binary()))
def test_whatever_is_written_it_is_a_case_or_a_case_error(
    words: Vocabulary, text: str | bytes
) -> None:
    try:
        read_case(text, words)
    except CaseError as error:
        assert error.problems
