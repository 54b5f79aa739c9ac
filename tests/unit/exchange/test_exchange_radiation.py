"""Earlier radiation: a list that lacks a course would understate the dose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import (
    L3,
    MCODE,
    SNOMED,
    T8,
    concept,
    course,
    observation,
    of_patient,
    own,
    part,
    quantity,
)

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
        {"url": "totalDoseDelivered", "valueQuantity": {"value": 8, "unit": "Gy", "code": "cGy"}},
        {"url": "totalDoseDelivered", "valueQuantity": {"value": 0, "unit": "Gy"}},
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


def with_technique(*pairs: tuple[str | None, str | None], **fields: Any) -> dict[str, Any]:
    """A course that tells modality and technique by SNOMED CT codes."""
    made = course(**fields)
    for modality, technique in pairs:
        parts = [("modality", modality), ("technique", technique)]
        inner = [
            {
                "url": f"{MCODE}/mcode-radiotherapy-{name}",
                "valueCodeableConcept": concept((SNOMED, code)),
            }
            for name, code in parts
            if code
        ]
        made["extension"].append(
            {"url": f"{MCODE}/mcode-radiotherapy-modality-and-technique", "extension": inner}
        )
    return made


PHOTONS, IMRT, STEREOTACTIC, BRACHYTHERAPY = "1156506007", "441799006", "115959002", "394902000"


def test_the_technique_is_read_but_a_modality_names_none(read: Read) -> None:
    document, unread = read(LESION, with_technique((PHOTONS, IMRT)))
    assert courses(document) == [{**ONCE, "technique": "intensity modulated radiation therapy"}]
    assert unread == []
    document, _ = read(LESION, with_technique((PHOTONS, None)))
    assert courses(document) == [ONCE]  # beams of photons may be stereotactic


def test_the_code_of_a_procedure_may_name_the_technique(read: Read) -> None:
    document, _ = read(LESION, course(code=concept((SNOMED, STEREOTACTIC))))
    assert courses(document) == [{**ONCE, "technique": "stereotactic radiosurgery"}]


def test_several_techniques_are_left_open(read: Read) -> None:
    document, unread = read(LESION, with_technique((PHOTONS, IMRT), (PHOTONS, STEREOTACTIC)))
    assert courses(document) == [ONCE]
    assert unread[0].why.startswith("radiation without technique: several are told")


def test_a_dose_that_was_not_given_by_beams_from_outside(read: Read) -> None:
    document, unread = read(LESION, with_technique((BRACHYTHERAPY, None)))
    assert courses(document) == [{"months_ago": "12.0"}]
    assert "snomed 394902000, which is not bound as beams from outside" in unread[0].why


@pytest.mark.parametrize(("equal", "known"), [(True, True), (False, False)])
def test_unequal_fractions_have_no_dose_per_fraction(read: Read, equal: bool, known: bool) -> None:
    made = course()
    url = "http://hl7.org/fhir/us/codex-radiation-therapy/StructureDefinition"
    told = {"url": f"{url}/codexrt-radiotherapy-uniform-fractionation", "valueBoolean": equal}
    made["extension"][0]["extension"].append(told)
    document, unread = read(LESION, made)
    assert courses(document) == [ONCE if known else {"months_ago": "12.0"}]
    assert [one.why for one in unread] == (
        [] if known else ["radiation without dose: 8 Gy in 1, and its fractions were not equal"]
    )


def test_doses_of_several_volumes_are_told_and_never_added(read: Read) -> None:
    made = course()
    made["extension"] += [made["extension"][0], {**made["extension"][0], "extension": []}]
    document, unread = read(LESION, made)
    assert courses(document) == [{"months_ago": "12.0"}]
    assert unread[0].why == (
        "radiation without dose: 3 target volumes have a dose (8 Gy in 1 and 8 Gy in 1 and "
        "there is no total dose in Gy or cGy); which of them reached the canal?"
    )


@pytest.mark.parametrize("end", ["2025", "2025-03", None])
def test_an_end_without_its_day_could_make_a_course_older_than_it_is(
    read: Read, end: str | None
) -> None:
    document, unread = read(LESION, course(performedPeriod={"start": "2025-01-01", "end": end}))
    assert courses(document) == [{"dose": "8 Gy", "fractions": "1"}]
    assert unread[0].why == "radiation without months_ago: its end is not given as a full date"


PHASE, FRACTION = (SNOMED, "1222565005"), (SNOMED, "1297069006")


def portion(name: str, code: tuple[str, str], above: str | None, **fields: Any) -> dict[str, Any]:
    part_of = [{"reference": f"Procedure/{above}"}] if above else None
    return course(name, **{"code": concept(code), "meta": None, "partOf": part_of, **fields})


def test_phases_and_fractions_are_no_courses_of_their_own(read: Read) -> None:
    document, unread = read(
        LESION, course("r1"), portion("p1", PHASE, "r1"), portion("f1", FRACTION, "p1")
    )
    assert courses(document) == [ONCE]
    why = "a part of a course of radiation; the course is read as a whole"
    assert unread == [Unread("Procedure/p1, Procedure/f1", why, counted=True)]


@pytest.mark.parametrize("above", ["gone", None])
def test_parts_without_their_course_stand_for_one_without_a_dose(
    read: Read, above: str | None
) -> None:
    document, _ = read(LESION, portion("p1", PHASE, above), portion("f1", FRACTION, "p1"))
    assert courses(document) == [{}]
    assert document["observed"]["T8.prior_radiation"]["from"] == "Procedure/p1, Procedure/f1"


def test_parts_that_name_each_other(read: Read) -> None:
    document, _ = read(LESION, portion("p1", PHASE, "p2"), portion("p2", PHASE, "p1"))
    assert courses(document) == [{}]


def test_a_phase_is_known_by_its_profile_too(read: Read) -> None:
    url = "http://hl7.org/fhir/us/codex-radiation-therapy/StructureDefinition"
    meta = {"profile": [f"{url}/codexrt-radiotherapy-treated-phase"]}
    document, _ = read(LESION, course("r1"), portion("p1", (SNOMED, "1"), "r1", meta=meta))
    assert courses(document) == [ONCE]


def test_what_is_only_planned_was_not_given(read: Read) -> None:
    planned = of_patient("ServiceRequest", "s1", status="completed", bodySite=[concept(T8)])
    document, unread = read(LESION, planned)
    assert courses(document) is None
    assert [one.resource for one in unread] == ["ServiceRequest (1)"]


def test_words_and_code_of_a_dose_that_say_the_same(read: Read) -> None:
    given = course()
    told = {"value": 800, "unit": "centigray", "code": "cGy"}
    given["extension"][0]["extension"][0]["valueQuantity"] = told
    assert courses(read(LESION, given)[0]) == [ONCE]


def in_words(words: str, status: str = "completed") -> dict[str, Any]:
    return of_patient("Procedure", "w1", status=status, code={"text": words})


@pytest.mark.parametrize(
    "words", ["Palliative radiotherapy 8 Gy x1", "SBRT", "Brachytherapy (procedure)"]
)
def test_radiation_in_words_keeps_the_list_open(read: Read, words: str) -> None:
    document, unread = read(LESION, course(), in_words(words))
    assert courses(document) is None
    told = [one.why for one in unread]
    assert f"no binding for {words}" in told
    assert "was this radiation, did it reach the canal, and at which level?" in told
    assert "prior_radiation at T8 is left open: a course has no level" in told


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Stereotactic biopsy of brain", "completed"),
        ("Consultation for radiation oncology", "completed"),
        ("Radiofrequency ablation", "completed"),
        ("Radiotherapy", "not-done"),
    ],
)
def test_what_was_no_radiation_leaves_the_list_alone(read: Read, words: str, status: str) -> None:
    document, _ = read(LESION, course(), in_words(words, status))
    assert courses(document) == [ONCE]
