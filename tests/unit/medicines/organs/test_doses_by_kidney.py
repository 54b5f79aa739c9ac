"""Every row and band of the published tables of doses by kidney function, from a copy of the figures of its own."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.organs.kidney import renal
from backstay.medicines.organs.said import OrganAdvice

KNOWLEDGE = load_knowledge()
OPEN = None
NSAIDS = (
    "ibuprofen",
    "naproxen",
    "diclofenac",
    "celecoxib",
    "ketorolac",
    "meloxicam",
    "etoricoxib",
)

USUAL: tuple[str, dict[str, Any]] = ("usual", {"share": (1, 1)})
CARE: tuple[str, dict[str, Any]] = ("caution", {})
AVOID, NEVER, UNREAD = ("avoid", None), ("contraindicated", None), ("unread", None)


def part(low: float, high: float) -> tuple[str, dict[str, Any]]:
    """With care, a share of the usual dose."""
    return "caution", {"share": (low, high)}


def once(dose: float) -> tuple[str, dict[str, Any]]:
    """One dose, without reduction."""
    return "usual", {"single": (dose, dose)}


# drug, clearances that lie in the band, the band, verdict, and what the dose says
STEPS = (200, 300, 400, 500, 700)
GABAPENTIN: list[tuple[Any, ...]] = [
    (
        (60, 90, 200), (60, OPEN), "usual",
        {"daily": (900, 3600), "single": (300, 1200), "per_day": (3, 3), "start": (300, 300),
         "doses": (300, 400, 600, 800, 1200)},
    ),
    (
        (30, 45, 59.9), (30, 60), "caution",
        {"daily": (400, 1400), "single": (200, 700), "per_day": (2, 2), "start": (100, 100), "doses": STEPS},
    ),
    (
        (15, 25, 29.5), (15, 30), "caution",
        {"daily": (200, 700), "single": (200, 700), "per_day": (1, 1), "start": (100, 100), "doses": STEPS},
    ),
]  # fmt: skip
PREGABALIN: list[tuple[Any, ...]] = [
    ((60, 120), (60, OPEN), "usual", {"start": (150, 150), "daily": (150, 600), "per_day": (2, 3)}),
    ((30, 59.9), (30, 60), "caution", {"start": (75, 75), "daily": (75, 300), "per_day": (2, 3)}),
    ((15, 29.9), (15, 30), "caution", {"start": (25, 50), "daily": (25, 150), "per_day": (1, 2)}),
    ((0, 14.9), (0, 15), "caution", {"start": (25, 25), "daily": (25, 75), "per_day": (1, 1)}),
]
ZOLEDRONIC: list[tuple[Any, ...]] = [
    ((60.1, 100), (60, OPEN), "usual", {"single": (4, 4)}),
    ((50, 60), (50, 60), "caution", {"single": (3.5, 3.5)}),
    ((40, 49.9), (40, 50), "caution", {"single": (3.3, 3.3)}),
    ((30, 39.9), (30, 40), "caution", {"single": (3.0, 3.0)}),
    ((0, 29.9), (0, 30), "contraindicated", None),
]
BY_THIRTY_AND_SIXTY: dict[str, list[tuple[str, dict[str, Any] | None]]] = {
    # below 30, 30 to 60, from 60
    "morphine": [AVOID, part(0.5, 0.75), USUAL],
    "codeine": [AVOID, CARE, USUAL],
    "dihydrocodeine": [AVOID, CARE, USUAL],
    "meperidine": [NEVER, AVOID, AVOID],
    "oxycodone": [part(0.25, 0.5), part(0.5, 0.75), USUAL],
    "hydromorphone": [part(0.25, 0.25), part(0.25, 0.5), USUAL],
    "naloxegol": [("caution", {"single": (12.5, 12.5)}), ("caution", {"single": (12.5, 12.5)}), once(25)],
    "tapentadol": [AVOID, USUAL, USUAL],
    "buprenorphine": [USUAL] * 3,
    "methadone": [USUAL] * 3,
    "alfentanil": [USUAL] * 3,
    "duloxetine": [AVOID, USUAL, USUAL],
    "denosumab": [("caution", {"single": (120, 120)}), once(120), once(120)],
    "enoxaparin": [("caution", {"single": (20, 30)}), once(40), once(40)],
    "dalteparin": [UNREAD, once(5000), once(5000)],
    "heparin": [("usual", {"single": (5000, 5000), "every_hours": (8, 12)}), UNREAD, UNREAD],
    **{drug: [NEVER, AVOID, USUAL] for drug in NSAIDS},
}  # fmt: skip


def check(one: Any, verdict: str, dose: dict[str, Any] | None) -> None:
    assert one.verdict == verdict
    if dose is None:
        assert one.dose is None
        return
    for name, figures in dose.items():
        assert tuple(getattr(one.dose, name)) == pytest.approx(figures)


@pytest.mark.parametrize(
    ("drug", "row"),
    [
        *(("gabapentin", row) for row in GABAPENTIN),
        *(("pregabalin", row) for row in PREGABALIN),
        *(("zoledronic_acid", row) for row in ZOLEDRONIC),
    ],
)
def test_every_band_of_a_label(drug: str, row: tuple[Any, ...]) -> None:
    values, band, verdict, dose = row
    for value in values:
        found = renal(drug, value, KNOWLEDGE)
        assert found.says[0].band == band
        check(found.says[0], verdict, dose)
        assert found.avoid is (verdict == "contraindicated")


@pytest.mark.parametrize("drug", BY_THIRTY_AND_SIXTY)
def test_every_row_by_30_and_60(drug: str) -> None:
    bands = ((0, 29.9), (30, 59.9), (60, 150))
    for values, (verdict, dose) in zip(bands, BY_THIRTY_AND_SIXTY[drug], strict=True):
        for value in values:
            found = renal(drug, value, KNOWLEDGE)
            assert len(found.says) == 1
            check(found.says[0], verdict, dose)


@pytest.mark.parametrize(
    ("drug", "value", "told"),
    [
        ("fentanyl", 20, {"label": AVOID, "palliative practice": CARE}),
        ("fentanyl", 45, {"label": part(0.5, 0.5), "palliative practice": USUAL}),
        ("fentanyl", 80, {"label": USUAL, "palliative practice": USUAL}),
        ("tramadol", 20, {"practice": AVOID, "label": ("caution",
            {"per_day": (2, 2), "every_hours": (12, 12)})}),
        ("tramadol", 45, {"practice": CARE, "label": CARE}),
        ("tramadol", 60, {"practice": ("usual", {}), "label": ("usual", {})}),
        ("fondaparinux", 29, {"from 30 upward": NEVER, "from 50 upward": AVOID}),
        ("fondaparinux", 40, {"from 30 upward": once(2.5), "from 50 upward": AVOID}),
        ("fondaparinux", 50, {"from 30 upward": once(2.5), "from 50 upward": once(2.5)}),
        ("methylnaltrexone", 29, {"older label": part(0.5, 0.5), "newer label": part(0.5, 0.5)}),
        ("methylnaltrexone", 30, {"older label": USUAL, "newer label": part(0.5, 0.5)}),
        ("methylnaltrexone", 60, {"older label": USUAL, "newer label": USUAL}),
    ],
)  # fmt: skip
def test_where_sources_differ_both_are_told(drug: str, value: float, told: dict[str, Any]) -> None:
    found = renal(drug, value, KNOWLEDGE)
    assert {one.position for one in found.says} == set(told)
    for one in found.says:
        check(one, *told[str(one.position)])
    severity = ["contraindicated", "avoid", "caution", "usual"]
    ranks = [severity.index(one.verdict) for one in found.says]
    assert ranks == sorted(ranks), "the most careful one stands first"


def test_tramadol_below_30_has_a_highest_dose_in_one_form() -> None:
    label = renal("tramadol", 10, KNOWLEDGE).says[1]
    assert label.dose is not None
    assert (label.dose.max, label.form) == (200, "immediate_release")
    assert renal("tramadol", 10, KNOWLEDGE).avoid is True


def test_only_immediate_release_of_morphine_with_half_the_kidney() -> None:
    assert renal("morphine", 40, KNOWLEDGE).says[0].form == "immediate_release"
    assert renal("oxycodone", 20, KNOWLEDGE).says[0].form == "immediate_release"


@pytest.mark.parametrize(("clearance", "part"), [(15 - 1e-9, 1), (7.5, 0.5), (3, 0.2), (0, 0)])
def test_gabapentin_shrinks_below_15(clearance: float, part: float) -> None:
    dose = renal("gabapentin", clearance, KNOWLEDGE).dose
    assert dose is not None
    assert dose.daily == pytest.approx((100 * part, 300 * part))
    assert dose.doses == pytest.approx(tuple(part * one for one in (100, 125, 150, 200, 300)))
    assert dose.start == pytest.approx((100 * part, 100 * part))


@pytest.mark.parametrize(
    ("drug", "supplement"), [("gabapentin", (125, 350)), ("pregabalin", (25, 100))]
)
def test_a_supplement_follows_each_hemodialysis(drug: str, supplement: tuple[float, float]) -> None:
    on = renal(drug, 40, KNOWLEDGE, dialysis="hemodialysis")
    assert on.dose is not None
    assert on.dose.supplement == supplement
    assert on.says[0].band == (0, 15)
    assert renal(drug, 40, KNOWLEDGE, dialysis="none").dose.supplement is None  # type: ignore[union-attr]
    assert renal(drug, 40, KNOWLEDGE, dialysis="peritoneal").dose.supplement is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "drug", ["morphine", "tapentadol", "duloxetine", "ibuprofen", "zoledronic_acid"]
)
def test_on_dialysis_the_lowest_band_counts_without_a_clearance(drug: str) -> None:
    found = renal(drug, None, KNOWLEDGE, dialysis="peritoneal")
    assert found.avoid is True
    assert found.check_first == ()


def test_gabapentin_on_dialysis_asks_what_clearance_is_left() -> None:
    found = renal("gabapentin", None, KNOWLEDGE, dialysis="hemodialysis")
    assert found.check_first == ("creatinine_clearance",)
    assert found.dose is not None
    assert found.dose.daily == (100, 300)


def test_an_interval_over_two_bands_gives_the_more_careful_one() -> None:
    found = renal("gabapentin", Interval(25, 40), KNOWLEDGE)
    assert found.careful
    assert found.note
    assert found.says[0].band == (15, 30)
    assert not renal("gabapentin", Interval(31, 40), KNOWLEDGE).careful


def test_an_unknown_clearance_shows_every_band_and_asks() -> None:
    found = renal("morphine", None, KNOWLEDGE)
    assert (found.avoid, found.dose, found.says) == (None, None, ())
    assert [one.band for one in found.possible] == [(0, 30), (30, 60), (60, None)]
    assert found.check_first == ("creatinine_clearance", "egfr")


def test_dialysis_is_asked_in_the_lowest_band_only() -> None:
    assert renal("morphine", 20, KNOWLEDGE).check_first == ("dialysis",)
    assert renal("morphine", 20, KNOWLEDGE, dialysis="none").check_first == ()
    assert renal("morphine", 40, KNOWLEDGE).check_first == ()


@pytest.mark.parametrize(
    "drug", ["acetaminophen", "amitriptyline", "pamidronate", "senna", "dexamethasone"]
)
def test_without_a_row_it_says_that_none_was_read(drug: str) -> None:
    found: OrganAdvice = renal(drug, 10, KNOWLEDGE)
    assert not found.read
    assert found.avoid is None
    assert found.dose is None
    assert "no word" in str(found.note)


@pytest.mark.parametrize("clearance", [-1, float("nan"), float("inf"), Interval(20, 10)])
def test_a_clearance_that_is_none_is_refused(clearance: Any) -> None:
    with pytest.raises(ValueError, match="clearance"):
        renal("morphine", clearance, KNOWLEDGE)


def test_every_answer_says_what_it_rests_on() -> None:
    for entry in KNOWLEDGE.tables["organ_doses"].values():
        assert entry.checked.status in ("primary", "secondary", "unverified")
    oxycodone = renal("oxycodone", 20, KNOWLEDGE).says[0]
    assert (oxycodone.checked.status, oxycodone.evidence) == (
        "unverified",
        ("clinical-convention",),
    )
