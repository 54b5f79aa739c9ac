"""Each alarm where it holds, where it does not, and where it hangs on what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from opioid_lines import line

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.opioids.alarms import Alarm, alarms

KNOWLEDGE = load_knowledge()
NOTHING_ELSE = {
    "opioid_overdose_before": False, "substance_use_disorder": False, "takes_benzodiazepine": False,
    "takes_gabapentinoid": False, "kidney_failure": False, "weak_liver": False, "age": 50.0,
    "comorbidities": Members(frozenset(), complete=True), "medicines_known": True,
}  # fmt: skip


def told(*lines: Line, **facts: Any) -> dict[str, Alarm]:
    return {one.id: one for one in alarms(lines, KNOWLEDGE, {**NOTHING_ELSE, **facts})}


MORPHINE = line("morphine", 20, 2, route="oral", form="modified_release", days=30.0)
PATCH = line("fentanyl", 25, None, "mcg/h", form="patch", route="transdermal", days=1.0)


def test_a_small_dose_alone_gives_no_alarm() -> None:
    assert told(MORPHINE) == {}
    assert alarms([line("ibuprofen", 400, 3)], KNOWLEDGE, {}) == ()


@pytest.mark.parametrize(
    ("dose", "want"),
    [
        (49.9, set()),
        (50, {"naloxone_from_50_mg", "no_ceiling"}),
        (90, {"naloxone_from_50_mg", "no_ceiling", "from_90_mg"}),
        (200, {"naloxone_from_50_mg", "no_ceiling", "from_90_mg"}),
        (200.1, {"naloxone_from_50_mg", "no_ceiling", "from_90_mg", "above_200_mg"}),
    ],
)
def test_thresholds(dose: float, want: set[str]) -> None:
    found = told(line("morphine", dose, 1, route="oral", days=30.0))
    assert {name for name, one in found.items() if one.truth} == want == found.keys()


def test_first_time_above_200_mg_is_asked() -> None:
    found = told(line("morphine", 250, 1, route="oral"))["above_200_mg"]
    assert found.asks == ("Has the patient taken more than 200 mg a day before?",)
    assert found.checked == "unverified" and found.kind == "alarm"


def test_a_dose_that_may_lie_above_a_threshold_leaves_it_open() -> None:
    rescue = line("morphine", 10, 2, route="oral", as_needed=True)
    assert told(MORPHINE, rescue)["naloxone_from_50_mg"].truth is None
    found = told(MORPHINE, line("morphine", 10, route="oral"))["above_200_mg"]
    assert found.truth is None and found.asks[0] == "morphine: how often is it taken?"
    found = told(MORPHINE, line("alfentanil", 1, 1, route="subcutaneous"))["above_200_mg"]
    assert found.truth is None and "no factor" in found.asks[0]
    surely = line("morphine", 250, 1, route="oral")
    assert told(surely, line("alfentanil", 1, 1))["above_200_mg"].truth is True


def test_thresholds_are_no_ceiling_and_say_so() -> None:
    found = told(line("morphine", 60, 1, route="oral"))
    assert found["no_ceiling"].kind == "information"
    assert "no ceiling" in found["naloxone_from_50_mg"].text


@pytest.mark.parametrize("days", [None, 2.0, 7.0])
def test_a_patch_needs_tolerance(days: float | None) -> None:
    worn = line("fentanyl", 25, None, "mcg/h", form="patch", route="transdermal", days=days)
    found = told(worn)
    if days == 7.0:
        assert "patch_without_tolerance" not in found
    else:
        one = found["patch_without_tolerance"]
        assert one.truth is (None if days is None else True) and one.about == ("fentanyl",)
        assert one.check_first == (("opioid_tolerant",) if days is None else ())
        assert one.asks == ("Which opioid, in which dose, was taken in the week before the patch?",)


def test_tolerance_that_was_worked_out_before_counts() -> None:
    assert "patch_without_tolerance" not in told(PATCH, opioid_tolerant=True)
    assert told(PATCH, opioid_tolerant=None)["patch_without_tolerance"].truth is None
    assert told(PATCH, opioid_tolerant=False)["patch_without_tolerance"].truth is True
    assert told(PATCH, medicines_known=None)["patch_without_tolerance"].truth is None


def test_a_route_that_was_not_said_is_read_from_the_form() -> None:
    unsaid = line("fentanyl", 25, None, "mcg/h", form="patch", days=1.0)
    assert told(unsaid)["patch_without_tolerance"].truth is True
    neither = line("fentanyl", 100, 4, "mcg", days=1.0)
    assert told(neither).keys() >= {"patch_without_tolerance", "fast_fentanyl_without_tolerance"}
    lozenge = line("fentanyl", 200, 4, "mcg", form="lozenge", days=1.0)
    assert "patch_without_tolerance" not in told(lozenge)
    assert "patch_without_tolerance" not in told(
        line("buprenorphine", 5, None, "mcg/h", form="patch")
    )


def test_fast_fentanyl_needs_tolerance() -> None:
    spray = line("fentanyl", 50, 4, "mcg", route="nasal", form="nasal_spray", as_needed=True)
    assert told(spray, opioid_tolerant=False)["fast_fentanyl_without_tolerance"].truth is True
    assert "fast_fentanyl_without_tolerance" not in told(spray, opioid_tolerant=True)


OXYCODONE = line("oxycodone", 5, 2, form="modified_release")
PAIRS: list[tuple[str, list[Line], set[str] | None]] = [
    ("two_long_acting", [MORPHINE, OXYCODONE], {"morphine", "oxycodone"}),
    ("two_long_acting", [MORPHINE, PATCH], {"morphine", "fentanyl"}),
    ("two_long_acting", [MORPHINE, MORPHINE], None),
    ("two_long_acting", [MORPHINE, line("oxycodone", 5, 2, form="immediate_release")], None),
    ("meperidine_taken", [line("meperidine", 50, 2, route="oral")], {"meperidine"}),
    ("meperidine_taken", [MORPHINE], None),
    ("weak_beside_strong", [line("codeine", 30, 4), MORPHINE], {"codeine", "morphine"}),
    ("weak_beside_strong", [line("tramadol", 50, 4), PATCH], {"tramadol", "fentanyl"}),
    ("weak_beside_strong", [line("tramadol", 50, 4), line("codeine", 30, 4)], None),
    ("mixed_beside_full", [line("pentazocine", 50, 3), MORPHINE], {"pentazocine", "morphine"}),
    ("mixed_beside_full", [line("butorphanol", 1, 4), line("codeine", 30, 4)], {"butorphanol", "codeine"}),
    ("mixed_beside_full", [line("pentazocine", 50, 3), line("buprenorphine", 5)], None),
    ("mixed_beside_full", [line("pentazocine", 50, 3), line("nalbuphine", 5)], None),
    ("mixed_beside_full", [line("nalbuphine", 10, 3)], None),
    ("buprenorphine_beside_full", [line("buprenorphine", 5), MORPHINE], {"buprenorphine", "morphine"}),
    ("buprenorphine_beside_full", [line("buprenorphine", 5)], None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "about"), PAIRS)
def test_drugs_that_give_the_alarm(name: str, lines: list[Line], about: set[str] | None) -> None:
    found = told(*lines).get(name)
    assert (found and set(found.about)) == about
    assert found is None or (found.truth is True and found.evidence)


RISKS: list[tuple[dict[str, Any], str]] = [
    ({"opioid_overdose_before": True}, "opioid_overdose_before"),
    ({"substance_use_disorder": True}, "substance_use_disorder"),
    ({"comorbidities": Members(frozenset({"sleep_apnea"}))}, "sleep_apnea"),
    ({"takes_benzodiazepine": True}, "takes_benzodiazepine"),
    ({"kidney_failure": True}, "kidney_failure"),
    ({"weak_liver": True}, "weak_liver"),
    ({"age": 65.0}, "age"),
    ({"age": Interval(65.0, 70.0)}, "age"),
]


@pytest.mark.parametrize(("facts", "about"), RISKS)
def test_naloxone_with_each_risk(facts: dict[str, Any], about: str) -> None:
    found = told(MORPHINE, **facts)["naloxone_with_risk"]
    assert found.truth is True and found.about == (about,) and found.kind == "naloxone"


@pytest.mark.parametrize(
    "facts",
    [{"takes_gabapentinoid": True}, {"comorbidities": Members(frozenset({"copd"}), complete=True)}],
)
def test_naloxone_with_more_risk(facts: dict[str, Any]) -> None:
    found = told(MORPHINE, **facts)
    assert found.keys() == {"naloxone_with_more_risk"}
    assert found["naloxone_with_more_risk"].checked == "unverified"


def test_an_unknown_risk_is_named_and_never_counts_as_none() -> None:
    found = told(MORPHINE, age=None, weak_liver=None)["naloxone_with_risk"]
    assert found.truth is None and found.check_first == ("weak_liver", "age") and found.about == ()
    assert told(MORPHINE, age=Interval(60.0, 70.0))["naloxone_with_risk"].truth is None
    every = {one.id: one for one in alarms([MORPHINE], KNOWLEDGE, {})}
    assert every["naloxone_with_risk"].truth is None
