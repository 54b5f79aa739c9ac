"""Each kind of fact takes what the vocabulary says, and unknown stays unknown."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from backstay.case import CaseError, Members, Vocabulary, read_case
from backstay.case.problems import Refused
from backstay.case.scalars import plain_text


def patient(words: Vocabulary, **facts: object) -> dict[str, object]:
    return dict(read_case({"as_of": "2026-03-14", "patient": facts}, words).patient)


def problem(words: Vocabulary, **facts: object) -> tuple[str, str | None, tuple[str, ...]]:
    with pytest.raises(CaseError) as refused:
        patient(words, **facts)
    (one,) = refused.value.problems
    return one.problem, one.allowed, one.nearest


def lesion(words: Vocabulary, **facts: object) -> dict[str, object]:
    case = read_case({"lesions": [{"level": "T8", **facts}]}, words)
    assert case.lesions is not None
    return dict(case.lesions[0].facts)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("ecog", 2, "2"),
        ("ecog", "2", "2"),
        ("age", "017", 17.0),
        ("age", 63, 63.0),
        ("age", 63.5, 63.5),
        ("albumin", "34 g/L", 3.4),
        ("albumin", "70 g/L", 7.0),
        ("karnofsky", "80", 80.0),
        ("vertebral_metastases", "0", 0),
        ("vertebral_metastases", 3.0, 3),
        ("weakness", True, True),
        ("weakness", "false", False),
        ("sex", "female", "female"),
        ("note", "  two\r\nlines ", "two\nlines"),
        ("note", 12, "12"),
        ("esas", {"pain": "4"}, {"pain": 4.0}),
    ],
)
def test_a_value_is_read_by_the_kind_of_its_fact(
    words: Vocabulary, name: str, given: object, value: object
) -> None:
    read = patient(words, **{name: given})
    assert read == {name: value}
    assert type(read[name]) is type(value)


@pytest.mark.parametrize(("given", "meant"), [("yes", "true"), ("No", "false"), ("True", "true")])
def test_yes_and_no_are_refused_with_a_hint(words: Vocabulary, given: str, meant: str) -> None:
    assert problem(words, weakness=given) == ("this is not true or false", "true, false", (meant,))


@pytest.mark.parametrize("given", ["1", 0, "unknown", ""])
def test_nothing_else_is_true_or_false(words: Vocabulary, given: object) -> None:
    assert problem(words, weakness=given)[2] == ()


@pytest.mark.parametrize("given", ["no", False, "Male", " male", "m"])
def test_a_choice_is_one_of_its_values_to_the_letter(words: Vocabulary, given: object) -> None:
    assert problem(words, sex=given)[:2] == ("this is not one of the values", "female, male")


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("age", 121, "121 is out of range"),
        ("age", -1, "-1 is out of range"),
        ("albumin", "3 g/L", "0.3 is out of range"),
        ("karnofsky", 75, "this is between two steps"),
        ("vertebral_metastases", 2.5, "this is not a whole number"),
        ("age", float("nan"), "this is not a number"),
        ("age", 10**4000, "one plain value is expected here"),
        ("age", ["63"], "one plain value is expected here"),
        ("age", {"value": 63}, "one plain value is expected here"),
        ("age", None, "there is no value; leave the fact out if it is not known"),
        ("note", "", "there is no text; leave it out if it is not known"),
        ("note", "x" * 501, "the text has 501 characters"),
        ("note", "clear \x1b[2J", "the text holds control characters"),
        ("note", "left \u202e right", "the text holds control characters"),
        ("note", "half \ud800", "the text holds control characters"),
        ("esas", {}, "a map of known values is expected"),
        ("esas", 4, "a map of known values is expected"),
        ("esas", {"pian": 4}, "there is no such field"),
        ("esas", {"pain": 11}, "11 is out of range"),
        ("comorbidities", "copd", "a list is expected"),
        ("comorbidities", ["gout"], "this is not one of the values"),
        ("comorbidities", [["copd"]], "one plain value is expected here"),
        ("allergies", ["Penicillin"], "this is not a name"),
        ("allergies", ["x" * 61], "this is not a name"),
        (
            "escc",
            "2",
            "this is a fact of a lesion; write it in an entry of lesions, beside its level",
        ),
    ],
)
def test_what_a_fact_does_not_take(words: Vocabulary, name: str, given: object, why: str) -> None:
    assert problem(words, **{name: given})[0] == why


def test_a_range_is_said_with_its_steps_and_units(words: Vocabulary) -> None:
    assert problem(words, age=121)[1] == "a number from 0 to 120 (units: a)"
    assert problem(words, karnofsky=75)[1] == "a number from 0 to 100 in steps of 10"
    assert problem(words, hours_weak=-1)[1] == "a number from 0 (units: h)"
    assert problem(words, vertebral_metastases=99)[1] == "a whole number from 0 to 33"


def test_an_absent_fact_is_not_in_the_case(words: Vocabulary) -> None:
    case = read_case({}, words)
    assert (case.patient, case.lesions, case.seen, case.remarks) == ({}, None, {}, ())


def test_no_lesion_is_not_the_same_as_lesions_not_known(words: Vocabulary) -> None:
    assert read_case({"lesions": []}, words).lesions == ()


def test_an_entry_of_a_list_may_say_nothing_more(words: Vocabulary) -> None:
    assert lesion(words, prior_radiation=[])["prior_radiation"] == ()
    assert lesion(words, prior_radiation=[{}])["prior_radiation"] == ({},)


def test_fields_of_a_list_have_units_of_their_own(words: Vocabulary) -> None:
    course = {"dose": "3000 cGy", "fractions": "10", "technique": "3D"}
    read = lesion(words, prior_radiation=[course])["prior_radiation"]
    assert read == ({"dose": 30.0, "fractions": 10, "technique": "3D"},)


def test_a_list_takes_maps_only(words: Vocabulary) -> None:
    for given in ({"dose": 30}, ["30/10"], "none", [{"dose": "30 kg"}]):
        with pytest.raises(CaseError):
            lesion(words, prior_radiation=given)


def test_a_date_stays_text(words: Vocabulary) -> None:
    assert lesion(words, imaging_date="2026-03-01")["imaging_date"] == "2026-03-01"


@pytest.mark.parametrize("comorbidities", [["copd"], ["copd", "copd"]])
def test_a_listed_name_is_in_the_set_and_others_are_unknown(
    words: Vocabulary, comorbidities: list[str]
) -> None:
    read = patient(words, comorbidities=comorbidities)["comorbidities"]
    assert read == Members(frozenset({"copd"}))
    assert isinstance(read, Members)
    assert (read.has("copd"), read.has("stroke")) == (True, None)


def test_yaml_and_json_read_the_same(words: Vocabulary) -> None:
    yaml = "as_of: 2026-03-14\npatient: {age: 63, ecog: 1, weakness: true, esas: {pain: 4.0}}\n"
    json = (
        '{"as_of": "2026-03-14", "patient":'
        ' {"age": 63, "ecog": 1, "weakness": true, "esas": {"pain": 4.0}}}'
    )
    assert read_case(yaml, words) == read_case(json, words) == read_case(f"\ufeff{json}", words)
    assert read_case(json.encode("utf-8-sig"), words) == read_case(yaml.encode(), words)


def test_a_number_too_large_for_a_float_is_refused_in_json_too(words: Vocabulary) -> None:
    for number in ("1e400", "9" * 5000):
        with pytest.raises(CaseError, match=r"patient\.age"):
            read_case(f'{{"patient": {{"age": {number}}}}}', words)


def test_a_text_holds_nothing_that_steers_a_terminal_or_reorders_what_is_read() -> None:
    reorders = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    every = [chr(number) for number in range(sys.maxunicode + 1) if chr(number) not in "\n\t\r"]
    steering = [
        one for one in every if ord(one) in reorders or unicodedata.category(one) in ("Cc", "Cs")
    ]
    held = frozenset(steering)
    for sign in steering:
        with pytest.raises(Refused, match="control characters"):
            plain_text(f"a{sign}b")
    safe = "".join(one for one in every if one not in held)
    assert plain_text(f"a{safe}b", len(every)) == f"a{safe}b"
