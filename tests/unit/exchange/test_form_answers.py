"""Answers to our forms: read as facts, and what is not sure is asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import OWN, observation, own

from backstay.exchange import Unread
from backstay.exchange.ours import FORMS

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
Resource = dict[str, Any]
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NOT_KNOWN = {"valueCoding": {"system": ABSENT, "code": "asked-unknown"}}


def response(*items: Resource, **fields: Any) -> Resource:
    usual = {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{FORMS}intake|2026.1",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-03-13T10:00:00Z",
        "item": list(items),
    }
    return {key: value for key, value in {**usual, **fields}.items() if value is not None}


def item(link: str, *answers: Resource, **fields: Any) -> Resource:
    given = {"answer": list(answers)} if answers else {}
    return {"linkId": link, **given, **fields}


def group(link: str, *items: Resource) -> Resource:
    return {"linkId": link, "item": list(items)}


def code(value: str) -> Resource:
    return {"valueCoding": {"system": OWN, "code": value}}


def number(value: float, unit: str) -> Resource:
    return {"valueQuantity": {"value": value, "unit": unit, "code": unit}}


def whys(unread: list[Unread]) -> list[str]:
    return [one.why for one in unread]


def test_an_answer_is_a_fact_with_the_time_of_the_form(read: Read) -> None:
    document, unread = read(response(group("section.person", item("ecog", code("ecog.1")))))
    assert unread == []
    assert document["patient"] == {"ecog": "1"}
    assert document["observed"]["ecog"] == {
        "at": "2026-03-13T10:00:00+00:00", "from": "QuestionnaireResponse/q1"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (item("limb_weakness", code("limb_weakness.no")), "false"),
        (item("limb_weakness", {"valueBoolean": True}), "true"),
        (item("creatinine", number(106, "umol/L")), "106 umol/L"),
        (item("pain_worst", {"valueDecimal": 7.5}), "7.5"),
        (item("extraspinal_bone_metastases", {"valueInteger": 3}), "3"),
        (
            item("comorbidities", code("comorbidities.diabetes"), code("comorbidities.copd")),
            ["diabetes", "copd"],
        ),
        (item("comorbidities", code("comorbidities.none")), []),
        (item("allergies", {"valueString": "pollen"}), ["pollen"]),
        (item("medicines", code("medicines.none")), []),
    ],
)
def test_answers_of_every_kind(asked: Resource, value: object, read: Read) -> None:
    document, unread = read(response(asked))
    assert unread == []
    assert document["patient"] == {asked["linkId"]: value}


SILENT = ["ecog", "limb_weakness", "comorbidities", "medicines", "creatinine.why", "lesions"]


@pytest.mark.parametrize("link", SILENT)
def test_not_known_gives_nothing(link: str, read: Read) -> None:
    document, unread = read(response(item(link, NOT_KNOWN)))
    assert document["patient"] == {}
    assert "lesions" not in document
    assert unread == []


def test_not_known_does_not_take_back_an_older_value(read: Read) -> None:
    older = observation(own("ecog"), valueInteger=2, effectiveDateTime="2026-03-01")
    document, _ = read(older, response(item("ecog", NOT_KNOWN)))
    assert document["patient"] == {"ecog": "2"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            (item("ecog", code("ecog.1"), NOT_KNOWN),),
            "ecog: it has an answer and says that there is none",
        ),
        ((item("ecog", code("ecog.1"), code("ecog.2")),), "ecog: it has more than one answer"),
        (
            (item("ecog", code("ecog.1")), item("ecog", code("ecog.2"))),
            "ecog: it has more than one answer",
        ),
        ((item("ecog", code("karnofsky.50")),), "ecog: the answer"),
        ((item("ecog", {"valueUri": "x:y"}),), "ecog: it has no value"),
        ((item("creatinine", {"valueDecimal": 106}),), "creatinine: 106 has no unit"),
        (
            (item("comorbidities", code("comorbidities.none"), code("comorbidities.copd")),),
            "comorbidities: it says none and names some",
        ),
        (
            (item("medicines", {"valueBoolean": True}),),
            "medicines: whether there are any is not told",
        ),
        (
            (item("medicines", code("medicines.morphine")),),
            "medicines: whether there are any is not told",
        ),
        (
            (item("medicines", code("medicines.none"), code("medicines.listed")),),
            "medicines: it says none and lists some",
        ),
        (
            (
                item("medicines", code("medicines.none")),
                group("medicines.entry", item("medicines.drug", {"valueString": "morphine"})),
            ),
            "medicines: it says none and lists some",
        ),
        (
            (item("medicines", NOT_KNOWN), group("medicines.entry", item("medicines.drug"))),
            "medicines: it has an answer and says that there is none",
        ),
        (
            (group("medicines.entry", item("medicines.color", {"valueString": "red"})),),
            "medicines: an entry has a question that is not of the form",
        ),
        (
            (item("ecog", code("ecog.1"), modifierExtension=[{"url": "x:y"}]),),
            "ecog: it carries a modifier extension",
        ),
        (
            (item("ecog", {**code("ecog.1"), "modifierExtension": [{"url": "x:y"}]}),),
            "ecog: it carries a modifier extension",
        ),
    ],
)
def test_what_is_not_sure_is_left_open(asked: tuple[Resource, ...], why: str, read: Read) -> None:
    name = why.partition(":")[0]
    older = {
        "ecog": observation(own("ecog"), valueInteger=2, effectiveDateTime="2026-03-01"),
    }
    document, unread = read(*[one for key, one in older.items() if key == name], response(*asked))
    assert document["patient"] == {}
    assert whys(unread)[0].startswith(why), unread


def test_entries_of_a_list(read: Read) -> None:
    entries = [
        group(
            "medicines.entry",
            item("medicines.drug", {"valueString": "morphine"}),
            item("medicines.dose"),
        ),
        group("medicines.entry"),
        group("medicines.entry", item("medicines.as_needed", {"valueBoolean": True})),
    ]
    document, unread = read(response(item("medicines", code("medicines.listed")), *entries))
    assert unread == []
    assert document["patient"]["medicines"] == [{"drug": "morphine"}, {"as_needed": "true"}]


def test_listed_and_nothing_listed_is_nothing(read: Read) -> None:
    document, _ = read(
        response(item("medicines", code("medicines.listed")), group("medicines.entry"))
    )
    assert document["patient"] == {}


def lesion(level: str | None, *items: Resource) -> Resource:
    named = [item("level", code(f"level.{level}"))] if level else []
    return group("section.lesions", *named, *items)


def test_lesions_by_level(read: Read) -> None:
    document, unread = read(
        response(
            item("lesions", code("lesions.listed")),
            lesion("T8", item("to_level", code("to_level.T9")), item("escc", code("escc.2"))),
            lesion("L3"),
        )
    )
    assert unread == []
    assert document["lesions"] == [{"level": "T8", "to_level": "T9", "escc": "2"}, {"level": "L3"}]


@pytest.mark.parametrize("level", [None, "X9"])
def test_a_lesion_without_level_is_asked_for(level: str | None, read: Read) -> None:
    document, unread = read(response(lesion(level, item("escc", code("escc.2")))))
    assert "lesions" not in document
    assert "escc: no vertebral level; which lesion is it?" in whys(unread)


def test_a_lesion_of_unknown_level_with_an_unreadable_answer(read: Read) -> None:
    items = [item("level", NOT_KNOWN), item("escc", code("pain.none"))]
    document, unread = read(response(group("section.lesions", *items)))
    assert "lesions" not in document
    assert whys(unread)[0].startswith("escc: the answer")


def test_an_unreadable_answer_of_a_lesion_is_left_open(read: Read) -> None:
    document, _ = read(response(lesion("T8", item("escc", code("escc.9")))))
    assert document["lesions"] == [{"level": "T8"}]


def test_a_lesion_inside_another_has_a_level_of_its_own_or_none(read: Read) -> None:
    inner = group("section.more", item("level", NOT_KNOWN), item("escc", code("escc.3")))
    document, unread = read(response(lesion("T8", item("bone", code("bone.lytic")), inner)))
    assert document["lesions"] == [{"level": "T8", "bone": "lytic"}]
    assert whys(unread) == ["escc: no vertebral level; which lesion is it?"]


def test_that_there_is_no_lesion(read: Read) -> None:
    assert read(response(item("lesions", code("lesions.none"))))[0]["lesions"] == []


@pytest.mark.parametrize(
    "told", [[{"valueBoolean": False}], [code("lesions.none"), code("lesions.listed")]]
)
def test_an_answer_of_no_form_about_lesions(told: list[Resource], read: Read) -> None:
    document, unread = read(response(item("lesions", *told)))
    assert "lesions" not in document
    assert whys(unread) == ["lesions: whether there are any is not told by one answer"]


def test_a_wrong_question_is_listed(read: Read) -> None:
    inside = group("mood.entry", item("x", code("x.y")))
    document, unread = read(response(item("ecgo", code("ecog.1")), item("empty"), inside))
    assert document["patient"] == {}
    assert whys(unread) == [
        "ecgo is not a question of our forms",
        "mood is not a question of our forms",
    ]


def test_questions_under_an_answer_and_in_a_group_of_one_fact(read: Read) -> None:
    under = {
        **code("sphincter_dysfunction.yes"),
        "item": [item("sphincter_onset", code("sphincter_onset.new"))],
    }
    grouped = group("platelets.group", item("platelets", number(90, "10*9/L")))
    document, unread = read(response(item("sphincter_dysfunction", under), grouped))
    assert unread == []
    assert document["patient"] == {
        "sphincter_dysfunction": "true", "sphincter_onset": "new", "platelets": "90 10*9/L"
    }  # fmt: skip


def test_an_amended_form_counts(read: Read) -> None:
    made = response(item("ecog", code("ecog.1")), status="amended")
    assert read(made)[0]["patient"] == {"ecog": "1"}


@pytest.mark.parametrize("status", ["in-progress", "entered-in-error", "stopped", None])
def test_only_a_finished_form_counts(status: str | None, read: Read) -> None:
    document, unread = read(response(item("ecog", code("ecog.1")), status=status))
    assert document["patient"] == {}
    assert whys(unread) == [f"its status is {status or 'not given'}"]


def test_answers_of_a_day_that_cannot_be_are_left_open(read: Read) -> None:
    older = observation(own("ecog"), valueInteger=2, effectiveDateTime="2026-03-01")
    made = response(item("ecog", code("ecog.1")), item("x", code("x.y")), authored="2027-01-01")
    document, unread = read(older, made)
    assert document["patient"] == {}
    assert any("after the bundle" in one for one in whys(unread))


@pytest.mark.parametrize("form", [None, "https://example.org/Questionnaire/other"])
def test_another_form_is_listed(form: str | None, read: Read) -> None:
    document, unread = read(response(item("ecog", code("ecog.1")), questionnaire=form))
    assert document["patient"] == {}
    assert whys(unread) == [f"no binding for {form or 'no form'}"]


def test_a_form_of_nobody_is_not_read(read: Read) -> None:
    document, unread = read(response(item("ecog", code("ecog.1")), subject=None))
    assert document["patient"] == {}
    assert whys(unread) == ["it does not say whom it is about"]


@pytest.mark.parametrize(("day", "known"), [("2026-03-01", True), ("2001-01-01", False)])
def test_that_there_was_no_lesion_does_not_count_for_ever(
    read: Read, day: str, known: bool
) -> None:
    said = response(item("lesions", code("lesions.none")), authored=day)
    document, unread = read(said)
    assert ("lesions" in document) == known
    told = [one.why for one in unread]
    assert told == ([] if known else [f"lesions: none, it was said on {day}; is it still so?"])
