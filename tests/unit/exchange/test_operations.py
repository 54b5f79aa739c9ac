"""Operations on the spine: facts only of lesions that are listed, and questions for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import L3, SNOMED, T8, concept, observation, of_patient, own

from backstay.case import Case
from backstay.exchange import Unread

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
LESION = observation(own("bone"), bodySite=concept(T8), valueString="lytic")
LAMINECTOMY, CEMENT, ABLATION = (
    (SNOMED, "283165009"),
    (SNOMED, "431995006"),
    (SNOMED, "709084008"),
)
ASKED = "operated on: what was done (decompression, separation, implants)"


def operation(
    code: tuple[str, str] = LAMINECTOMY,
    name: str = "x1",
    site: tuple[str, str] | None = T8,
    **fields: Any,
) -> dict[str, Any]:
    usual = {
        "status": "completed",
        "code": concept(code),
        "bodySite": [concept(site)] if site else None,
        "performedDateTime": "2026-03-04",
    }
    return of_patient("Procedure", name, **{**usual, **fields})


def facts(document: dict[str, Any]) -> dict[str, Any]:
    (lesion,) = document["lesions"]
    return {key: value for key, value in lesion.items() if key not in ("level", "bone")}


def test_an_operation_at_a_listed_lesion(case_of: Callable[..., Case], read: Read) -> None:
    case = case_of(LESION, operation())
    (lesion,) = case.lesions or ()
    assert lesion.facts["prior_surgery"] is True
    assert lesion.facts["surgery_days_ago"] == pytest.approx(10, abs=1)
    assert "surgery_type" not in lesion.facts  # a list given counts as whole
    assert "stabilized" not in lesion.facts
    document, unread = read(LESION, operation())
    assert document["observed"]["T8.prior_surgery"] == {"at": "2026-03-04", "from": "Procedure/x1"}
    assert [(one.why.startswith(ASKED), one.counted) for one in unread] == [(True, True)]


def test_a_lesion_over_several_levels(read: Read) -> None:
    start = (SNOMED, "71737002")  # T7
    end = observation(
        own("to_level"), "span", bodySite=concept(start), valueCodeableConcept=own("to_level.T9")
    )
    assert facts(read(end, operation())[0])["prior_surgery"] == "true"


def test_cement_says_nothing_of_other_surgery(read: Read) -> None:
    document, unread = read(LESION, operation(CEMENT))
    assert facts(document) == {"prior_augmentation": "true"}
    assert unread == []


def test_an_operation_makes_no_lesion(read: Read) -> None:
    document, unread = read(LESION, operation(CEMENT, site=L3))
    assert facts(document) == {}
    assert unread == [Unread("Procedure/x1", "an operation at L3, where no lesion is listed")]


def test_an_operation_without_level_is_asked_about(read: Read) -> None:
    document, unread = read(LESION, operation(CEMENT, site=None))
    assert facts(document) == {}
    assert [one.why for one in unread] == ["snomed 431995006: at which level of the spine?"]


def test_the_last_operation_counts(case_of: Callable[..., Case]) -> None:
    case = case_of(
        LESION, operation(), operation(name="x2", performedDateTime="2020-01-01T10:00:00Z")
    )
    assert (case.lesions or ())[0].facts["surgery_days_ago"] == pytest.approx(10, abs=1)


@pytest.mark.parametrize(
    "when",
    [
        {"performedDateTime": "2026-02"},
        {"performedDateTime": "2026"},
        {"performedDateTime": None},
        {"performedDateTime": None, "performedPeriod": {"start": "2026-01-01"}},
    ],
)
def test_an_operation_without_its_day_may_be_the_last(read: Read, when: dict[str, Any]) -> None:
    document, unread = read(LESION, operation(), operation(name="x2", **when))
    assert facts(document)["prior_surgery"] == "true"
    assert "surgery_days_ago" not in facts(document)
    why = "the operation at T8 has no full date; when was it?"
    assert Unread("Procedure/x2", why) in unread


def test_the_end_of_a_period_is_its_day(read: Read) -> None:
    period = {"start": "2026-03-01", "end": "2026-03-02"}
    document, _ = read(LESION, operation(performedDateTime=None, performedPeriod=period))
    assert document["observed"]["T8.surgery_days_ago"]["at"] == "2026-03-02"


@pytest.mark.parametrize(
    ("fact", "code"), [("prior_augmentation", CEMENT), ("prior_surgery", LAMINECTOMY)]
)
def test_a_no_and_an_operation_leave_it_open(read: Read, fact: str, code: tuple[str, str]) -> None:
    never = observation(own(fact), bodySite=concept(T8), valueBoolean=False)
    document, unread = read(LESION, {**never, "id": "o2"}, operation(code))
    assert facts(document) == {}  # its day would say that there was one
    why = f"{fact} at T8 is left open: one says no, an operation says yes"
    assert Unread("Observation/o2, Procedure/x1", why) in unread


@pytest.mark.parametrize("status", ["entered-in-error", "not-done", "preparation"])
def test_an_operation_that_was_not_done(read: Read, status: str) -> None:
    document, unread = read(LESION, operation(status=status))
    assert facts(document) == {}
    assert unread == [Unread("Procedure/x1", f"its status is {status}")]


@pytest.mark.parametrize("status", ["in-progress", "stopped", "on-hold", "unknown", None])
def test_an_operation_that_may_not_have_been_done(read: Read, status: str | None) -> None:
    document, unread = read(LESION, operation(status=status))
    assert facts(document) == {}
    assert unread[0].why.endswith(f"its status is {status or 'not given'}; was it done?")


def test_an_ablation_gives_no_fact(read: Read) -> None:
    document, unread = read(LESION, operation(ABLATION))
    assert facts(document) == {}
    assert [one.why for one in unread] == [
        "a bone lesion was ablated: which one, and was it in the spine?"
    ]


def test_an_unknown_procedure_at_a_vertebra_is_asked_about(read: Read) -> None:
    unknown = {**operation(), "code": {"text": "fixation"}}
    document, unread = read(LESION, unknown)
    assert facts(document) == {}
    why = "no binding for fixation at T8; was the spine operated on there?"
    assert unread == [Unread("Procedure/x1", why)]
    _, unread = read(LESION, {**unknown, "status": "not-done"})
    assert unread == [Unread("Procedure/x1", "no binding for fixation")]
