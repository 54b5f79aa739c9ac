"""Earlier radiation: a list that lacks a course would understate the dose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import L3, SNOMED, T8, concept, course, observation, of_patient, own, part, quantity

from backstay.exchange import Unread

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
LESION = observation(own("bone"), bodySite=concept(T8), valueString="lytic")
ONCE = {"dose": "8 Gy", "fractions": "1", "months_ago": "12.0"}


def courses(document: dict[str, Any]) -> Any:
    return document["lesions"][0].get("prior_radiation")


def test_a_course_belongs_to_the_lesion_at_its_level(read: Read) -> None:
    document, unread = read(LESION, course())
    assert courses(document) == [ONCE]
    assert document["observed"]["T8.prior_radiation"] == {"from": "Procedure/r1"}
    assert unread == []


def test_equal_courses_are_two_courses(read: Read) -> None:
    document, _ = read(LESION, course("a"), course("b"))
    assert courses(document) == [ONCE, ONCE]


def test_a_span_takes_the_courses_of_all_its_levels(read: Read) -> None:
    start = (SNOMED, "71737002")  # T7
    end = observation(
        own("to_level"), "span", bodySite=concept(start), valueCodeableConcept=own("to_level.T9")
    )
    document, _ = read(end, course())
    assert courses(document) == [ONCE]


def test_a_procedure_by_code_has_no_dose(read: Read) -> None:
    plain = of_patient(
        "Procedure",
        "r1",
        status="completed",
        code=concept((SNOMED, "33195004")),
        bodySite=[concept(T8)],
        performedDateTime="2025-03-14",
    )
    document, unread = read(LESION, plain)
    assert courses(document) == [{"months_ago": "12.0"}]
    assert unread[0].counted and "0 target volumes have a dose" in unread[0].why


def test_courses_told_at_different_times_are_brought_to_one(read: Read) -> None:
    def told(name: str, at: str) -> dict[str, Any]:
        fields = [
            part("prior_radiation.dose", valueQuantity=quantity(3000, "cGy")),
            part("prior_radiation.months_ago", valueQuantity=quantity(1, "a")),
        ]
        fact = own("prior_radiation")
        where = {"bodySite": concept(T8), "effectiveDateTime": at}
        return observation(fact, name, component=fields, **where)

    document, _ = read(LESION, told("a", "2026-03-01"), told("b", "2026-02-01"))
    newest, older = courses(document)
    assert newest == {"dose": "3000 cGy", "months_ago": "1 a"}
    assert older == {"dose": 30, "months_ago": pytest.approx(12 + 28 / 30.4375)}
    assert document["observed"]["T8.prior_radiation"]["at"] == "2026-03-01"


@pytest.mark.parametrize("unreadable", [{"site": None}, {"subject": None}, {"status": 3}])
def test_a_course_that_nobody_can_place_leaves_every_list_open(
    read: Read, unreadable: dict[str, Any]
) -> None:
    document, unread = read(LESION, course("a"), course("b", **unreadable))
    assert courses(document) is None
    assert any("left open: a course has no level" in one.why for one in unread)


@pytest.mark.parametrize("status", ["entered-in-error", "not-done", "preparation"])
def test_a_course_that_was_not_given(read: Read, status: str) -> None:
    document, unread = read(LESION, course("a"), course("b", status=status))
    assert courses(document) == [ONCE]
    assert unread == [Unread("Procedure/b", f"its status is {status}")]


def test_a_course_under_way_has_a_dose_that_nobody_knows(read: Read) -> None:
    document, unread = read(LESION, course(status="in-progress"))
    assert courses(document) == [{}]
    assert unread[0].counted


def test_another_level_is_only_listed(read: Read) -> None:
    document, unread = read(LESION, course(site=L3))
    assert courses(document) is None
    assert unread == [Unread("Procedure/r1", "radiation at L3, where no lesion is listed")]


@pytest.mark.parametrize(
    "part",
    [
        {"url": "totalDoseDelivered", "valueQuantity": {"value": 8, "unit": "rad"}},
        {"url": "totalDoseDelivered", "valueQuantity": {"code": "Gy"}},
        {"url": "totalDoseDelivered"},
        {"url": "fractionsDelivered", "valueUnsignedInt": 1},
        {"url": "totalDoseDelivered", "valueQuantity": {"value": 80000, "unit": "Gy"}},
    ],
)
def test_a_dose_that_is_not_sure_is_left_out(read: Read, part: dict[str, Any]) -> None:
    given = course()
    given["extension"][0]["extension"][0] = part
    document, unread = read(LESION, given)
    assert courses(document) == [{"months_ago": "12.0"}]
    assert "radiation without dose" in unread[0].why


def test_a_dose_without_fractions_is_left_out(read: Read) -> None:
    given = course()
    del given["extension"][0]["extension"][1]
    assert courses(read(LESION, given)[0]) == [{"months_ago": "12.0"}]


def test_a_procedure_of_another_kind_is_listed(read: Read) -> None:
    biopsy = of_patient("Procedure", "b1", status="completed", code={"text": "biopsy"})
    assert read(biopsy)[1] == [Unread("Procedure/b1", "no binding for biopsy")]
