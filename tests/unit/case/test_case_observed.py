"""Facts have dates and sources: the newest holds, the old and the contradicted are unknown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backstay.case import Case, CaseError, Seen, Vocabulary, read_case


def case(words: Vocabulary, observed: object, as_of: str = "2026-03-14", **patient: object) -> Case:
    return read_case({"as_of": as_of, "patient": patient, "observed": observed}, words)


def problems(words: Vocabulary, observed: object, **patient: object) -> list[tuple[str, str]]:
    document = {
        "as_of": "2026-03-14",
        "patient": patient,
        "lesions": [{"level": "T8", "escc": "2"}],
        "observed": observed,
    }
    with pytest.raises(CaseError) as refused:
        read_case(document, words)
    return [(one.path, one.problem) for one in refused.value.problems]


def dated(*values: tuple[str, object]) -> list[dict[str, object]]:
    return [{"at": at, "value": value} for at, value in values]


def test_a_fresh_fact_holds_with_its_date_and_source(words: Vocabulary) -> None:
    read = case(words, {"albumin": {"at": "2026-03-01", "from": "Observation/12"}}, albumin="3.4")
    assert read.patient == {"albumin": 3.4}
    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert read.seen == {"albumin": Seen(3.4, at, "Observation/12", "2026-03-01")}
    assert read.remarks == ()


def test_a_source_may_stand_without_a_date(words: Vocabulary) -> None:
    read = case(words, {"albumin": {"from": "letter"}}, albumin="3.4")
    assert read.patient == {"albumin": 3.4}
    assert read.seen == {"albumin": Seen(3.4, None, "letter", None)}


@pytest.mark.parametrize(
    ("as_of", "at", "known"),
    [
        ("2026-03-31", "2026-03-01", True),
        ("2026-04-01", "2026-03-01", False),
        ("2026-03-31T00:01Z", "2026-03-01", False),
        ("2026-03-31T12:00Z", "2026-03-01T12:00Z", True),
        ("2026-03-31T12:00Z", "2026-03-01T12:00+01:00", False),
    ],
)
def test_a_fact_counts_up_to_its_validity(
    words: Vocabulary, as_of: str, at: str, known: bool
) -> None:
    read = case(words, {"albumin": at}, as_of, albumin="3.4")
    assert ("albumin" in read.patient) is known


def test_an_old_fact_is_unknown_and_shown_with_its_value(words: Vocabulary) -> None:
    read = case(words, {"albumin": "2025-03-01"}, albumin="34 g/L")
    assert read.patient == {}
    assert read.seen["albumin"].value == 3.4
    (remark,) = read.remarks
    assert (remark.kind, remark.facts, remark.lesion) == ("stale", ("albumin",), None)
    said = "albumin: 3.4 g/dL of 2025-03-01 is older than 30 days and counts as not known."
    assert remark.text == said


def test_a_fact_without_validity_never_ages(words: Vocabulary) -> None:
    assert case(words, {"creatinine": "1999-01-01"}, creatinine="1").patient == {"creatinine": 1.0}


def test_an_old_warning_sign_still_counts_and_is_marked(words: Vocabulary) -> None:
    read = case(words, {"weakness": "2026-01-01"}, weakness="true")
    assert read.patient == {"weakness": True}
    (remark,) = read.remarks
    assert remark.kind == "marked_stale"
    said = "weakness: yes of 2026-01-01 is older than 2 days; it still counts. Look again."
    assert remark.text == said


def test_an_old_all_clear_says_nothing_of_today(words: Vocabulary) -> None:
    read = case(words, {"weakness": "2026-01-01"}, weakness="false")
    assert read.patient == {}
    assert [remark.kind for remark in read.remarks] == ["stale"]


def test_the_newest_of_several_holds_across_zones(words: Vocabulary) -> None:
    looks = dated(("2026-03-10T12:00+01:00", "1.0"), ("2026-03-10T08:00-04:00", "88.4 umol/L"))
    looks[0]["value"] = "2.0"
    read = case(words, {"creatinine": looks})
    assert read.patient == {"creatinine": 1.0}
    assert read.remarks == ()
    assert read.seen["creatinine"].at == datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_the_newest_day_holds(words: Vocabulary) -> None:
    looks = dated(("2026-03-09", "1.0"), ("2026-03-10", "2.0"), ("2026-03-08T10:00", "3.0"))
    assert case(words, {"creatinine": looks}).patient == {"creatinine": 2.0}


def test_an_instant_after_the_newest_day_holds(words: Vocabulary) -> None:
    looks = dated(("2026-03-09", "1.0"), ("2026-03-10T10:00", "2.0"), ("2026-03-09T23:00", "3"))
    assert case(words, {"creatinine": looks}).patient == {"creatinine": 2.0}


def test_two_values_at_one_instant_are_a_conflict(words: Vocabulary) -> None:
    looks = dated(("2026-03-10T13:00+01:00", "1.0"), ("2026-03-10T12:00Z", "2.0"))
    looks[0]["from"] = "Observation/1"
    read = case(words, {"creatinine": looks})
    assert read.patient == {}
    assert read.seen["creatinine"].value is None
    (remark,) = read.remarks
    assert (remark.kind, remark.facts) == ("conflict", ("creatinine",))
    assert remark.text == (
        "creatinine: 1 mg/dL (2026-03-10T13:00:00+01:00, Observation/1) or "
        "2 mg/dL (2026-03-10T12:00:00+00:00); neither is surely newer, so it counts as not known."
    )


def test_a_day_may_lie_after_an_instant_of_that_day(words: Vocabulary) -> None:
    looks = dated(("2026-03-10", "1.0"), ("2026-03-10T12:00Z", "2.0"))
    read = case(words, {"creatinine": looks})
    assert read.patient == {}
    assert [remark.kind for remark in read.remarks] == ["conflict"]


def test_the_same_value_twice_is_no_conflict(words: Vocabulary) -> None:
    looks = dated(("2026-03-10", "1.0"), ("2026-03-10", "88.4 umol/L"), ("2026-03-10", "1.0"))
    read = case(words, {"creatinine": looks})
    assert read.patient == {"creatinine": 1.0}
    assert read.remarks == ()


@pytest.mark.parametrize(
    ("name", "values", "held"),
    [
        ("weakness", ("false", "true"), True),
        ("weakness", ("true", "false"), True),
        ("asia", ("C", "B"), "B"),
        ("asia", ("C", "E"), None),  # E has no place in the order from bad to good
        ("hours_weak", ("3", "5"), None),  # no order is declared
        ("sex", ("male", "female"), None),
    ],
)
def test_in_a_conflict_the_worse_warning_sign_holds(
    words: Vocabulary, name: str, values: tuple[str, str], held: object
) -> None:
    looks = dated(*(("2026-03-13", value) for value in values))
    read = case(words, {name: looks})
    assert read.patient.get(name) == held
    assert [remark.kind for remark in read.remarks] == ["conflict"]


def test_an_old_conflict_of_a_warning_sign_is_marked_twice(words: Vocabulary) -> None:
    looks = dated(("2026-01-01", "true"), ("2026-01-01", "false"))
    read = case(words, {"weakness": looks})
    assert read.patient == {"weakness": True}
    assert [remark.kind for remark in read.remarks] == ["conflict", "marked_stale"]
    assert read.remarks[0].text.endswith("so the worse counts: yes.")


def test_a_midnight_and_its_day_are_told_apart_whatever_comes_first(words: Vocabulary) -> None:
    looks = dated(("2026-03-10", "1.0"), ("2026-03-10T00:00Z", "1.0"))
    one, two = case(words, {"albumin": looks}), case(words, {"albumin": looks[::-1]})
    assert one == two
    assert one.seen["albumin"].when == "2026-03-10T00:00:00+00:00"


def test_sets_and_lists_conflict_too(words: Vocabulary) -> None:
    observed = {
        "comorbidities": dated(("2026-03-10", ["copd"]), ("2026-03-10", [])),
        "esas": dated(("2026-03-10", {"pain": 4}), ("2026-03-10", {"pain": 5})),
    }
    read = case(words, observed)
    assert read.patient == {}
    assert "copd (2026-03-10) or none (2026-03-10)" in read.remarks[0].text
    assert '{"pain": 4} (2026-03-10)' in read.remarks[1].text


def test_a_fact_of_a_lesion_is_named_with_its_level(words: Vocabulary) -> None:
    document = {
        "as_of": "2026-03-14",
        "lesions": [{"level": "T8", "escc": "2"}, {"level": "L1", "escc": "0"}],
        "observed": {
            "T8.escc": "2026-01-01",
            "L1.imaging_date": dated(("2026-03-01", "2026-03-01")),
        },
    }
    read = read_case(document, words)
    assert read.lesions is not None
    assert read.lesions[0].facts == {"level": "T8"}
    assert read.lesions[0].seen["escc"].value == "2"
    assert read.lesions[1].facts == {"level": "L1", "escc": "0", "imaging_date": "2026-03-01"}
    (remark,) = read.remarks
    assert (remark.kind, remark.lesion) == ("stale", "T8")
    assert remark.text.startswith("escc: cord compressed of 2026-01-01")


def test_the_given_value_may_repeat_the_newest_one(words: Vocabulary) -> None:
    looks = dated(("2026-03-10", "1.0"), ("2026-03-09", "2.0"))
    assert case(words, {"creatinine": looks}, creatinine="1.0").patient == {"creatinine": 1.0}


def test_a_given_value_that_is_not_the_newest_is_a_problem(words: Vocabulary) -> None:
    looks = dated(("2026-03-10", "1.0"), ("2026-03-09", "2.0"))
    said = "this is not the newest value under observed; leave one out"
    assert problems(words, {"creatinine": looks}, creatinine="2.0") == [
        ("patient.creatinine", said)
    ]


@pytest.mark.parametrize(
    ("observed", "path", "said"),
    [
        (["albumin"], "observed", "a map is expected"),
        ({"albumn": "2026-03-01"}, "observed.albumn", "there is no such fact"),
        ({"escc": "2026-03-01"}, "observed.escc", "this is a fact of a lesion"),
        ({"T9.escc": "2026-03-01"}, "observed.T9.escc", "there is no lesion at T9"),
        (
            {"T8.age": "2026-03-01"},
            "observed.T8.age",
            "this is a fact of the patient; write it under patient",
        ),
        (
            {"T8.level": "2026-03-01"},
            "observed.T8.level",
            "level names the lesion and has no date of its own",
        ),
        ({"albumin": "2026-03-01"}, "observed.albumin", "patient gives no value for albumin"),
        (
            {"T8.sectors": "2026-03-01"},
            "observed.T8.sectors",
            "the lesion at T8 gives no value for sectors",
        ),
        ({"T8.escc": "2026-03-15"}, "observed.T8.escc", "this is after as_of"),
        (
            {"T8.escc": None},
            "observed.T8.escc",
            "there is no value; leave the fact out if it is not known",
        ),
        ({"T8.escc": {}}, "observed.T8.escc", "a date is expected here"),
        ({"T8.escc": {"on": "2026-03-01"}}, "observed.T8.escc", "a date is expected here"),
        ({"T8.escc": {"at": "March"}}, "observed.T8.escc.at", "this is not a date or an instant"),
        (
            {"T8.escc": {"from": ""}},
            "observed.T8.escc.from",
            "there is no text; leave it out if it is not known",
        ),
        ({"albumin": []}, "observed.albumin", "there is no value in the list; leave it out"),
        ({"albumin": ["3.4"]}, "observed.albumin[0]", "a dated value is expected"),
        ({"albumin": [{"value": "3.4"}]}, "observed.albumin[0]", "a dated value is expected"),
        (
            {"albumin": [{"at": "2026-03-01", "value": "3.4", "by": "me"}]},
            "observed.albumin[0]",
            "a date is expected here",
        ),
        (
            {"albumin": [{"at": "2026-03-01", "value": "34"}]},
            "observed.albumin[0].value",
            "34 is out of range",
        ),
    ],
)
def test_what_observed_does_not_take(
    words: Vocabulary, observed: object, path: str, said: str
) -> None:
    assert problems(words, observed) == [(path, said)]


@pytest.mark.parametrize(
    ("as_of", "at"),
    [
        ("2026-03-14", "2026-03-14T23:00"),
        ("2026-03-14T09:00+01:00", "2026-03-14"),
        ("2026-03-14T00:30+01:00", "2026-03-14"),
    ],
)
def test_a_fact_of_the_same_day_is_not_after_as_of(words: Vocabulary, as_of: str, at: str) -> None:
    assert case(words, {"albumin": at}, as_of, albumin="3.4").patient == {"albumin": 3.4}


def test_a_case_in_brackets_is_yaml_too(words: Vocabulary) -> None:
    assert read_case("{case: a, patient: {age: 63}}", words).patient == {"age": 63}
