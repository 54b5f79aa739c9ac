"""What an option could be done with: first doses, steps, changes and tapers, and what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.proposals.proposal import Chosen, Person, Proposal
from backstay.medicines.proposals.propose import checked, proposals
from backstay.medicines.reading.lines import read_lines

KNOWLEDGE = load_knowledge()
NONE = Members(frozenset(), complete=True)
SOUND: dict[str, Any] = {
    "age": 60.0, "weight": 60.0, "egfr": 90.0, "creatinine_clearance": 90.0, "dialysis": "none",
    "kidney_failure": False, "weak_liver": False, "comorbidities": NONE, "old_or_frail": False,
    "allergies": NONE, "medicines_known": True, "takes_opioid": False, "too_sleepy_for_more": False,
    "opioid_tolerant": False, "clinical_frailty": 2.0, "alcohol_heavy": False, "liver_points": 0.0,
}  # fmt: skip


def lines(*texts: str) -> tuple[Line, ...]:
    reading = read_lines("; ".join(texts), KNOWLEDGE)
    assert not reading.unread, reading.unread
    return reading.lines


def proposed(
    option: str, *taken: Line, facts: dict[str, Any] | None = None, unread: tuple[Unread, ...] = (),
    **more: Any,
) -> list[Proposal]:  # fmt: skip
    chosen = Chosen(intervention=option, title="An option", stance="consider", ready=True, **more)
    told = SOUND if facts is None else SOUND | facts
    return list(checked([chosen], Person(taken, unread, KNOWLEDGE, told))[0])


def one(
    option: str, drug: str | None, *taken: Line, facts: dict[str, Any] | None = None
) -> Proposal:
    same = [p for p in proposed(option, *taken, facts=facts) if p.drug == drug]
    assert same, f"no {drug} for {option}"
    return same[0]


def told(reasons: list[Any]) -> str:
    return " ".join(reason.text for reason in reasons)


def test_a_first_dose_waits_for_nothing_in_someone_known_whole() -> None:
    first = one("duloxetine", "duloxetine")
    assert (first.text, first.step, first.highest) == (
        "30 mg, once a day, by mouth, for 7 days", "by 30 mg every 7 days", "at most 60 mg a day",
    )  # fmt: skip
    assert (first.action, first.blocked, first.reduced_because) == ("start", [], [])


@pytest.mark.parametrize(
    ("clearance", "start", "highest"),
    [(90.0, [300, 300], 3600), (59.9, [100, 100], 1400), (29.9, [100, 100], 700)],
)
def test_gabapentin_by_clearance(clearance: float, start: list[float], highest: float) -> None:
    found = one("gabapentin", "gabapentin", facts={"creatinine_clearance": clearance})
    assert found.dose is not None and found.dose.amount == start
    assert found.highest == f"at most {highest} mg a day"
    assert bool(found.reduced_because) is (clearance < 60)


def test_an_unknown_clearance_gives_the_smallest_dose_and_asks() -> None:
    unknown = {"creatinine_clearance": None, "egfr": None, "dialysis": None}
    found = one("pregabalin", "pregabalin", facts=unknown)
    assert found.dose is not None and found.dose.amount == [25, 25]
    assert {"creatinine", "sex"} <= set(found.check_first)
    assert "not known yet" in told(found.reduced_because) and found.step is None


def test_a_dose_by_weight() -> None:
    light = one("pamora", "methylnaltrexone", facts={"weight": 50.0})
    heavy = one("pamora", "methylnaltrexone", facts={"weight": 80.0})
    assert (light.dose.amount, heavy.dose.amount) == ([8, 8], [12, 12])  # type: ignore[union-attr]
    open_ = one("pamora", "methylnaltrexone", facts={"weight": None})
    assert open_.dose.amount == [8, 8] and "weight" in open_.check_first  # type: ignore[union-attr]


def test_half_the_dose_by_weight_with_weak_kidneys() -> None:
    found = one("pamora", "methylnaltrexone", facts={"creatinine_clearance": 25.0})
    assert found.dose is not None and found.dose.amount == [4, 4]
    assert "Kidneys" in told(found.reduced_because)


def test_a_drug_that_is_taken_is_not_begun_again() -> None:
    taken = lines("gabapentin 300 mg tds")
    assert (
        one("gabapentin", "gabapentin", *taken).text == "taken already: by 300 mg every 1 to 7 days"
    )
    frail = one("gabapentin", "gabapentin", *taken, facts={"old_or_frail": True})
    assert (frail.action, frail.text) == ("continue", "taken already")


@pytest.mark.parametrize(
    ("line", "facts", "text"),
    [
        ("gabapentin 1200 mg tds", {}, "taken already"),
        ("gabapentin 300 mg bd", {"creatinine_clearance": 25.0}, "taken already"),
        ("naproxen 250 mg bd", {}, "taken already"),
    ],
)
def test_no_step_at_the_ceiling_nor_where_less_is_begun(
    line: str, facts: dict[str, Any], text: str
) -> None:
    taken = lines(line)
    found = one("nsaid" if "naproxen" in line else "gabapentin", taken[0].drug, *taken, facts=facts)
    assert (found.action, found.text) == ("continue", text)
    assert found.highest


def test_no_step_while_the_dose_that_is_taken_is_not_known() -> None:
    found = one("gabapentin", "gabapentin", Line(drug="gabapentin", text="gabapentin"))
    assert found.action == "continue"


def test_a_drug_with_a_dose_that_was_not_read_counts_as_taken() -> None:
    unread = (
        Unread(text="duloxetine many", at=1, problem="?", expected="a dose", drug="duloxetine"),
    )
    found = proposed("duloxetine", unread=unread)[0]
    assert found.action == "raise" and "medicines" in found.check_first
    unknown = proposed(
        "antiemetic", unread=(Unread(text="", at=1, problem="", expected="", drug="haloperidol"),)
    )
    assert [p.action for p in unknown] == ["start", "continue", "start"]


def test_no_dose_is_invented() -> None:
    assert "no first dose was read" in one("paracetamol", "acetaminophen").text
    assert one("paracetamol", "acetaminophen").highest == "at most 4000 mg a day"
    assert "no drug and no dose" in one("pneumocystis_prophylaxis", None).text


def test_an_allergy_on_record_blocks_the_drug_and_its_class() -> None:
    allergic = {"allergies": Members(frozenset({"aspirin", "paracetamol"}), complete=True)}
    assert "aspirin" in told(one("nsaid", "naproxen", facts=allergic).blocked)
    assert "paracetamol" in told(one("paracetamol", "acetaminophen", facts=allergic).blocked)
    assert one("duloxetine", "duloxetine", facts=allergic).blocked == []


def test_allergies_and_medicines_that_are_not_known_are_asked() -> None:
    open_ = {"allergies": None, "medicines_known": None}
    assert {"allergies", "medicines_known"} <= set(
        one("duloxetine", "duloxetine", facts=open_).check_first
    )
    chosen = Chosen(intervention="duloxetine", title="", stance="consider", ready=False)
    nothing = checked([chosen], Person(None, (), KNOWLEDGE, SOUND))[0][0]
    assert "medicines" in nothing.check_first


def test_a_blocked_drug_says_why() -> None:
    low = {"egfr": 25.0, "creatinine_clearance": 25.0, "kidney_failure": True}
    assert "Kidneys" in told(one("nsaid", "ibuprofen", facts=low).blocked)
    assert "Kidneys" in told(one("duloxetine", "duloxetine", facts=low).blocked)
    nsaid = one("nsaid", "ibuprofen", facts={"egfr": None, "creatinine_clearance": None})
    assert nsaid.blocked == [] and "not known yet" in told(nsaid.cautions)


def test_what_is_taken_blocks_and_what_is_proposed_warns() -> None:
    found = one("nsaid", "naproxen", *lines("apixaban 5 mg bd"))
    assert "With apixaban" in told(found.blocked)
    both = [
        Chosen(intervention=name, title="", stance="consider", ready=True)
        for name in ("nsaid", "dexamethasone_mscc")
    ]
    made, _ = checked(both, Person((), (), KNOWLEDGE, SOUND))
    naproxen = next(p for p in made if p.drug == "naproxen")
    assert naproxen.blocked == []
    assert [(met.with_what, met.taken) for met in naproxen.interactions] == [
        (["dexamethasone"], False)
    ]


def test_half_of_a_first_dose_beside_an_opioid() -> None:
    found = one("gabapentin", "gabapentin", *lines("morphine MR 30 mg bd"))
    assert found.dose is not None and found.dose.amount == [150, 150]
    assert found.text.startswith("150 mg a day") and found.step is None
    assert "With morphine" in told(found.reduced_because)
    opioid = one("opioid_strong", "morphine", *lines("pregabalin 75 mg bd"))
    assert opioid.text == "10 to 15 mg a day, modified release, by mouth, and 5 mg as needed"


def test_the_same_advice_on_several_drugs_is_told_once() -> None:
    both = [
        Chosen(intervention=name, title="", stance="consider", ready=True)
        for name in ("tricyclic", "opioid_strong")
    ]
    made, _ = checked(both, Person((), (), KNOWLEDGE, SOUND))
    morphine = next(p for p in made if p.drug == "morphine")
    assert ["amitriptyline", "nortriptyline"] in [met.with_what for met in morphine.interactions]


def test_a_course_that_is_taken_is_not_begun_again() -> None:
    found = one("dexamethasone_mscc", "dexamethasone", *lines("dexamethasone 16 mg od"))
    assert (found.action, found.dose) == ("continue", None)
    assert found.text.startswith("taken already; the course is 16 mg")


def test_a_patch_waits_until_tolerance_is_known() -> None:
    found = one("opioid_strong", "fentanyl", facts={"opioid_tolerant": None})
    assert "known to be tolerant" in told(found.blocked)
    assert "opioid_tolerant" in found.check_first


def test_the_choices_of_one_option_do_not_meet_each_other() -> None:
    assert all(not p.interactions for p in proposed("nsaid"))


def test_an_opioid_begins_with_what_was_read() -> None:
    both = [p for p in proposed("opioid_strong") if p.drug == "morphine"]
    assert [p.text for p in both] == [
        "20 to 30 mg a day, modified release, by mouth, and 5 mg as needed",
        "5 to 15 mg, immediate release, by mouth, as needed, judged again after 60 minutes",
    ]
    assert "tolerant" in told(one("opioid_strong", "fentanyl").blocked)
    assert one("opioid_strong", "oxycodone").dose is None


def test_old_age_makes_a_first_dose_no_larger() -> None:
    old = one("opioid_strong", "morphine", facts={"old_or_frail": True})
    assert old.dose is not None and old.dose.amount[1] <= 30


def test_half_the_kidney_halves_what_is_begun_and_allows_one_form_only() -> None:
    half = {"egfr": 45.0, "creatinine_clearance": 45.0}
    slow, fast = [p for p in proposed("opioid_strong", facts=half) if p.drug == "morphine"]
    assert "only immediate release" in told(slow.blocked)
    assert fast.dose is not None and fast.dose.amount == [2.5, 7.5] and fast.blocked == []
    assert "Kidneys" in told(fast.reduced_because)


def test_a_strong_opioid_that_is_taken_is_raised_once() -> None:
    taken = lines("morphine MR 30 mg bd")
    found = proposed("opioid_strong", *taken, facts={"takes_opioid": True})
    assert [(p.drug, p.action, p.text) for p in found] == [
        ("morphine", "raise", "from 60 mg to 75 mg a day")
    ]


def test_a_patch_is_not_raised_by_a_percentage() -> None:
    taken = lines("fentanyl patch 25 mcg/h every 72 h")
    found = proposed("opioid_strong", *taken, facts={"takes_opioid": True, "opioid_tolerant": True})
    assert found[0].dose is None and "patch rises by its strengths" in found[0].text


@pytest.mark.parametrize(("tolerant", "blocked"), [(True, False), (False, True), (None, False)])
def test_a_patch_is_not_raised_in_someone_not_tolerant(
    tolerant: bool | None, blocked: bool
) -> None:
    taken = lines("fentanyl patch 25 mcg/h every 72 h")
    facts = {"takes_opioid": True, "opioid_tolerant": tolerant}
    found = proposed("opioid_strong", *taken, facts=facts)[0]
    assert bool(found.blocked) is blocked
    assert ("opioid_tolerant" in found.check_first) is (tolerant is None)


def test_in_someone_too_sleepy_nothing_is_changed() -> None:
    taken = lines("morphine MR 60 mg bd for 14 days")
    facts = {"opioid_tolerant": True, "too_sleepy_for_more": True}
    for found in proposed("opioid_rotation", *taken, facts=facts):
        assert found.dose is None and "before that has passed" in told(found.blocked)


@pytest.mark.parametrize(
    ("clearance", "text"), [(90.0, "75 mcg/h"), (45.0, "37 mcg/h"), (20.0, "no dose is computed")]
)
def test_a_patch_by_the_kidneys(clearance: float, text: str) -> None:
    taken = lines("morphine MR 120 mg bd for 14 days")
    kidneys = {
        "egfr": clearance,
        "creatinine_clearance": clearance,
        "kidney_failure": clearance < 30,
    }
    facts = {"opioid_tolerant": True} | kidneys
    found = {one.drug: one for one in proposed("opioid_rotation", *taken, facts=facts)}["fentanyl"]
    assert found.text == text
    assert ("sources disagree" in told(found.blocked)) is (clearance < 30)


def test_from_a_weak_opioid_it_is_a_change() -> None:
    taken = lines("tramadol 50 mg qds")
    found = one("opioid_strong", "morphine", *taken, facts={"takes_opioid": True})
    assert found.action == "rotate" and found.dose is not None and found.dose.amount[0] <= 20


def test_nothing_is_raised_while_what_is_taken_is_not_clear() -> None:
    taken = (Line(drug="morphine", text="morphine"),)
    found = proposed("opioid_strong", *taken, facts={"takes_opioid": True})
    assert [(p.action, p.dose) for p in found] == [("continue", None)]
    assert "medicines" in found[0].check_first


def test_a_rescue_dose_of_what_is_taken() -> None:
    taken = lines("morphine MR 30 mg bd", "fentanyl patch 25 mcg/h every 72 h")
    by_drug = {p.drug: p for p in proposed("opioid_breakthrough", *taken)}
    assert by_drug["morphine"].text == "10 mg as needed"
    assert by_drug["fentanyl"].dose is None
    naive = proposed("opioid_breakthrough")
    assert [(p.drug, p.action) for p in naive] == [(None, "rescue")]


def test_a_change_to_each_other_strong_opioid() -> None:
    taken = lines("morphine MR 60 mg bd")
    found = {p.drug: p for p in proposed("opioid_rotation", *taken)}
    assert set(found) == {"oxycodone", "hydromorphone", "fentanyl", "buprenorphine"}
    assert found["oxycodone"].dose is not None and found["oxycodone"].dose.amount[0] <= 60
    assert "tolerant" in told(found["fentanyl"].blocked)
    assert "% less" in told(found["oxycodone"].reasons)
    assert all(not p.interactions for p in found.values())


def test_a_change_to_a_patch_in_someone_tolerant() -> None:
    taken = lines("morphine MR 60 mg bd for 14 days")
    found = {
        p.drug: p for p in proposed("opioid_rotation", *taken, facts={"opioid_tolerant": True})
    }
    assert found["fentanyl"].text.startswith("25 mcg/h")


def test_the_way_down_of_an_opioid() -> None:
    taken = lines("morphine MR 30 mg bd for 90 days")
    down = proposed("opioid_taper", *taken, facts={"pain_controlled": True})
    assert [p.drug for p in down] == ["morphine"] and "from day" in down[0].text
    held = proposed("opioid_taper", *taken, facts={"pain_controlled": False})
    assert held[0].dose is None and "from day" not in held[0].text
    assert proposed("opioid_taper") == []


def test_a_course_of_dexamethasone_and_who_else_gives_what() -> None:
    found = one("dexamethasone_mscc", "dexamethasone")
    assert found.text == "16 mg, by mouth at once, then 16 mg a day"
    assert "Australia" in told(found.cautions)
    flare = one("steroid_flare_prophylaxis", "dexamethasone")
    assert flare.text == "8 mg a day, by mouth, for 5 days, the first at least 1 h before"


def test_what_speaks_against_a_course_is_told() -> None:
    ulcer = one("steroid_flare_prophylaxis", "dexamethasone", facts={"ulcer": "active"})
    assert "ulcer" in told(ulcer.cautions).casefold()


def test_the_way_down_of_a_steroid() -> None:
    taken = lines("dexamethasone 8 mg once a day for 10 days")
    found = proposed("steroid_taper", *taken)
    assert found[0].text.startswith("from 8 mg a day: 4 mg for 3 d")
    short = proposed("steroid_taper", *lines("dexamethasone 8 mg once a day for 3 days"))
    assert short[0].text == "stop at once"


def test_a_steroid_of_which_too_little_is_known() -> None:
    no_days = proposed("steroid_taper", *lines("dexamethasone 8 mg once a day"))
    assert "steroid_days" in no_days[0].check_first
    known = {"steroid_days": Interval(10.0, 12.0)}
    assert (
        "then none"
        in proposed("steroid_taper", *lines("dexamethasone 8 mg od"), facts=known)[0].text
    )
    no_dose = proposed("steroid_taper", Line(drug="dexamethasone", text="dexamethasone"))
    assert (
        no_dose[0].check_first == ["allergies", "medicines"]
        or "medicines" in no_dose[0].check_first
    )
    assert proposed("steroid_taper")[0].text == "which steroid is taken, and how much?"


def test_an_emergency_does_not_wait_for_its_checks() -> None:
    found = proposed("dexamethasone_mscc", meanwhile=True)
    assert found[0].meanwhile


def test_what_cannot_be_put_into_a_dose_is_told_with_its_ceiling() -> None:
    low = {"egfr": 25.0, "creatinine_clearance": 25.0, "kidney_failure": True}
    tramadol = one("opioid_weak", "tramadol", facts=low)
    assert tramadol.dose is None and tramadol.highest == "at most 200 mg a day"
    assert "only immediate release" in told([*tramadol.cautions, *tramadol.blocked])
    oxycodone = one("opioid_strong", "oxycodone", facts=low)
    assert "25 to 50 % of the usual dose" in told([*oxycodone.cautions, *oxycodone.blocked])


def test_the_plain_function_gives_the_same() -> None:
    chosen = Chosen(intervention="duloxetine", title="", stance="consider", ready=True)
    assert [p.drug for p in proposals([chosen], (), KNOWLEDGE, SOUND)] == ["duloxetine"]


def test_an_option_without_a_regimen_proposes_nothing() -> None:
    assert proposed("interventional_pain") == []


def test_worse_kidneys_never_raise_a_first_dose() -> None:
    for option, drug in (
        ("gabapentin", "gabapentin"),
        ("pregabalin", "pregabalin"),
        ("pamora", "naloxegol"),
    ):
        before = float("inf")
        for clearance in (120.0, 60.0, 59.0, 30.0, 29.0, 15.0, 14.0, 5.0):
            dose = one(option, drug, facts={"creatinine_clearance": clearance}).dose
            assert dose is not None and dose.amount[1] <= before
            before = dose.amount[1]


def test_a_band_without_an_upper_end_is_told_so() -> None:
    open_ = one("nsaid", "naproxen", facts={"liver_points": None})
    assert "Liver" in told(open_.cautions) and "not known yet" in told(open_.cautions)
    advanced = one("opioid_weak", "codeine", facts={"liver_points": 10.0})
    assert "Liver from" in told([*advanced.blocked, *advanced.cautions])


@pytest.mark.parametrize(
    ("option", "drug"), [("gabapentin", "gabapentin"), ("pregabalin", "pregabalin"), ("opioid_strong", "morphine")]
)  # fmt: skip
def test_knowing_less_of_what_is_taken_never_gives_a_higher_dose(option: str, drug: str) -> None:
    beside = (
        "pregabalin 75 mg orally bd" if option == "opioid_strong" else "morphine 10 mg orally q4h"
    )
    taken = lines(beside)
    known = one(option, drug, *taken)
    open_list = one(option, drug, facts={"medicines_known": None})
    assert known.dose is not None and open_list.dose is not None
    assert open_list.dose.amount == known.dose.amount
    assert "Not all that is taken is known" in told(open_list.reduced_because)
    assert "medicines_known" in open_list.check_first
