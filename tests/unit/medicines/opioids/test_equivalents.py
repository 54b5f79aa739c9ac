"""What adds up to a daily equivalent, what is an interval, and what is refused or asked instead of guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opioid_lines import line

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.opioids.equivalents import mme

KNOWLEDGE = load_knowledge()
SETS = ("cdc2022", "cdc2016", "heal")


def total(*lines: Line, factors: str = "cdc2022") -> Interval | None:
    return mme(lines, KNOWLEDGE, factors).total


def test_what_is_scheduled_adds_up() -> None:
    found = total(
        line("oxycodone", 20, 2, form="modified_release", route="oral"),
        line("fentanyl", 25, None, "mcg/h", form="patch", route="transdermal", every_hours=72.0),
    )
    assert found == Interval(120, 120)


@pytest.mark.parametrize(
    ("rescue", "want"),
    [
        (line("morphine", 10, 6, as_needed=True), (60, 120)),
        (line("morphine", 10, None, as_needed=True, every_hours=4.0), (60, 120)),
        (line("morphine", 10, 6, as_needed=True, taken_per_day=3.0), (90, 90)),
        (line("morphine", 10, 6, as_needed=True, taken_per_day=0.0), (60, 60)),
        (line("morphine", (5, 10), 4), (80, 100)),
        (line("morphine", 10, (2, 3)), (80, 90)),
        (line("morphine", (5, 10), (4, 6), as_needed=True), (60, 120)),
        (line("morphine", 10, 4, taken_per_day=2.0), (80, 80)),  # scheduled, but taken less
        (line("morphine", 10, None, every_hours=6.0), (100, 100)),
        (line("morphine", 10000, 1, "mcg"), (70, 70)),
        (line("morphine", 0.01, 1, "g"), (70, 70)),
    ],
)
def test_as_needed_and_ranges_are_intervals(rescue: Line, want: tuple[float, float]) -> None:
    assert total(line("morphine", 30, 2), rescue) == Interval(*want)


@pytest.mark.parametrize(
    ("patch", "want"),
    [
        (line("fentanyl", 12, None, "mcg/h", form="patch"), (28.8, 28.8)),
        (line("fentanyl", 50, 1 / 3, "mcg/h", form="patch"), (120, 120)),
        (line("fentanyl", 50, 1, "mcg/h", route="transdermal"), (120, 120)),
        (line("fentanyl", 50, 1 / 3, "mcg/h", form="patch", taken_per_day=0.0), (0, 0)),
        (line("fentanyl", 50, 1 / 3, "mcg/h", form="patch", taken_per_day=0.33), (120, 120)),
        (line("fentanyl", 50, 1, "mcg/h", form="patch", as_needed=True), (0, 120)),
    ],
)
def test_a_patch_counts_its_rate(patch: Line, want: tuple[float, float]) -> None:
    assert total(patch) == Interval(*want)


@pytest.mark.parametrize(
    ("unsure", "asked"),
    [
        (line("morphine"), "morphine: how much is one dose?"),
        (line("morphine", 10), "morphine: how often is it taken?"),
        (
            line("morphine", 10, as_needed=True),
            "morphine: how many doses a day are allowed, or how many were taken?",
        ),
        (line("morphine", 10, 1, "mL"), "morphine: how much is one dose in mg or mcg?"),
        (line("fentanyl", 25, 1, "mg", form="patch"), "fentanyl: how strong is it in mcg/h?"),
        (
            line("fentanyl", 25, 2, "mcg/h", form="patch"),
            "fentanyl: are several patches worn at the same time, and how strong are they together?",
        ),
        (line("fentanyl", 100, 4, "mcg"), "fentanyl: by which route is it given?"),
        (line("morphine", 10, 4, form="injection"), "morphine: by which route is it given?"),
    ],
)
def test_what_is_not_known_is_asked_and_never_guessed(unsure: Line, asked: str) -> None:
    found = mme([line("oxycodone", 10, 2), unsure], KNOWLEDGE)
    assert found.total is None and found.at_least == 30
    assert found.asks == (asked,) and found.refused == ()
    assert found.lines[1].mme is None


def test_a_form_that_would_change_the_factor_is_asked() -> None:
    found = mme([line("fentanyl", 100, 4, "mcg", route="buccal")], KNOWLEDGE, "cdc2016")
    assert found.total is None
    assert found.asks == ("fentanyl: in which form: a tablet, a lozenge, a film or a spray?",)


@pytest.mark.parametrize(
    "route", ["intravenous", "subcutaneous", "intramuscular", "rectal", "epidural"]
)
@pytest.mark.parametrize("factors", SETS)
def test_another_route_has_no_factor(route: str, factors: str) -> None:
    found = mme([line("morphine", 10, 6, route=route)], KNOWLEDGE, factors)
    assert found.total is None and found.asks == ()
    assert "no factor for morphine given this way" in found.refused[0] and route in found.refused[0]


@pytest.mark.parametrize("drug", ["alfentanil", "sufentanil", "diamorphine", "nalbuphine"])
def test_a_drug_in_no_set_is_refused(drug: str) -> None:
    found = mme([line(drug, 10, 6, route="oral"), line("morphine", 10, 2)], KNOWLEDGE)
    assert found.total is None and found.at_least == 20
    assert found.refused == (f"{drug}: CDC 2022 has no factor for {drug}",)


def test_buprenorphine_is_refused_with_its_reason() -> None:
    patch = line("buprenorphine", 20, None, "mcg/h", form="patch", route="transdermal")
    found = mme([patch], KNOWLEDGE)
    assert found.total is None and "partial agonist" in found.refused[0]
    assert total(patch, factors="cdc2016") == Interval(36, 36)
    assert total(patch, factors="heal") == Interval(44, 44)
    assert mme([patch], KNOWLEDGE, "cdc2016").checked == "secondary"


def test_a_lozenge_is_refused_where_the_set_does_not_say_what_it_is() -> None:
    lozenge = line("fentanyl", 200, 4, "mcg", form="lozenge")
    assert total(lozenge, factors="cdc2016") == Interval(104, 104)
    assert (
        "does not say which of the two a lozenge is" in mme([lozenge], KNOWLEDGE, "heal").refused[0]
    )


def test_a_combination_needs_the_dose_of_its_opioid() -> None:
    found = mme([line("co_codamol", 2, 4, route="oral")], KNOWLEDGE)
    assert found.total is None and "give the opioid in it" in found.refused[0]


@pytest.mark.parametrize("drug", ["oxycodone", "codeine", "tramadol", "tapentadol", "hydrocodone"])
def test_a_route_that_is_hardly_another_need_not_be_said(drug: str) -> None:
    found = mme([line(drug, 10, 2)], KNOWLEDGE)
    assert found.total is not None and not any("route" in text for text in found.warnings)


@pytest.mark.parametrize("drug", ["morphine", "hydromorphone", "methadone", "oxymorphone"])
def test_a_route_that_was_not_said_counts_as_by_mouth_and_says_so(drug: str) -> None:
    warned = f"{drug}: the route was not said; counted as by mouth"
    assert warned in mme([line(drug, 10, 2)], KNOWLEDGE).warnings
    assert warned not in mme([line(drug, 10, 2, form="tablet")], KNOWLEDGE).warnings
    assert warned not in mme([line(drug, 10, 2, route="oral")], KNOWLEDGE).warnings


def test_other_medicines_stand_apart() -> None:
    found = mme([line("ibuprofen", 400, 3), line("morphine", 10, 2)], KNOWLEDGE)
    assert found.total == Interval(20, 20) and len(found.lines) == 1
    assert found.not_opioids == ("ibuprofen",)


def test_a_drug_that_nobody_knows_may_be_an_opioid() -> None:
    found = mme([line("green pill", 1, 3, route="oral"), line("morphine", 10, 2)], KNOWLEDGE)
    assert found.total is None and found.not_opioids == ()
    assert found.refused == ("green pill: CDC 2022 has no factor for green pill",)


def test_nothing_taken_is_nothing() -> None:
    found = mme([], KNOWLEDGE)
    assert found.total == Interval(0, 0) and found.lines == () and found.warnings == ()
    assert found.evidence == () and found.checked == "primary"


def test_the_answer_says_where_the_sets_disagree() -> None:
    said = "hydromorphone: CDC 2022 counts 5 for each mg; CDC 2016 4 for each mg"
    assert said in mme([line("hydromorphone", 4, 4, route="oral")], KNOWLEDGE).warnings
    said = "tapentadol: CDC 2022 counts 0.4 for each mg; NIH HEAL 0.3 for each mg"
    assert said in mme([line("tapentadol", 50, 2)], KNOWLEDGE).warnings
    said = "buprenorphine: NIH HEAL counts 2.2 for each mcg/h; CDC 2022 has no factor for it; "
    said += "CDC 2016 1.8 for each mcg/h"
    patch = line("buprenorphine", 20, None, "mcg/h", form="patch", route="transdermal")
    assert said in mme([patch], KNOWLEDGE, "heal").warnings
    assert not any("counts" in text for text in mme([line("oxycodone", 5, 2)], KNOWLEDGE).warnings)


@pytest.mark.parametrize("factors", SETS)
def test_footnotes_come_with_what_they_are_about(factors: str) -> None:
    plain = mme([line("morphine", 10, 2, route="oral")], KNOWLEDGE, factors).warnings
    assert any("never chooses the dose of another opioid" in text for text in plain)
    assert any("estimates" in text for text in plain)
    assert not any("patch" in text or "ethadone" in text for text in plain)
    methadone = mme([line("methadone", 10, 2, route="oral")], KNOWLEDGE, factors).warnings
    assert any(text.startswith(("Methadone", "The factor of methadone")) for text in methadone)
    patch = line("fentanyl", 25, None, "mcg/h", form="patch")
    assert any("armth" in text for text in mme([patch], KNOWLEDGE, factors).warnings)


DRUGS = (
    "morphine",
    "oxycodone",
    "methadone",
    "tramadol",
    "buprenorphine",
    "alfentanil",
    "ibuprofen",
)
DOSES = st.floats(0.1, 200, allow_nan=False)
PER_DAY = st.none() | st.floats(0, 12)


@st.composite
def any_lines(draw: st.DrawFn) -> list[Line]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        low, more = draw(DOSES), draw(st.sampled_from([0.0, 5.0]))
        taken = draw(st.none() | st.floats(0, 12))
        found.append(
            line(
                draw(st.sampled_from(DRUGS)), (low, low + more), draw(PER_DAY),
                route=draw(st.sampled_from([None, "oral", "sublingual"])),
                as_needed=draw(st.booleans()), taken_per_day=taken,
            )
        )  # fmt: skip
    return found


@settings(max_examples=60)
@given(lines=any_lines(), at=st.integers(0, 4), factors=st.sampled_from(SETS))
def test_a_total_is_never_larger_after_removing_a_line(
    lines: list[Line], at: int, factors: str
) -> None:
    whole = mme(lines, KNOWLEDGE, factors)
    less = mme(lines[: at % len(lines)] + lines[at % len(lines) + 1 :], KNOWLEDGE, factors)
    if whole.total is not None:
        assert less.total is not None
        assert less.total.low <= whole.total.low and less.total.high <= whole.total.high
        assert whole.at_least == whole.total.low <= whole.total.high


@settings(max_examples=60)
@given(lines=any_lines(), dose=DOSES, times=st.floats(0, 12), factors=st.sampled_from(SETS))
def test_as_needed_only_widens_upward(
    lines: list[Line], dose: float, times: float, factors: str
) -> None:
    whole = mme(lines, KNOWLEDGE, factors).total
    rescue = line("methadone", dose, times, as_needed=True)
    more = mme([*lines, rescue], KNOWLEDGE, factors).total
    if whole is not None:
        assert more is not None and more.low == whole.low and more.high >= whole.high


@settings(max_examples=40)
@given(lines=any_lines(), factors=st.sampled_from(SETS))
def test_the_order_of_lines_changes_nothing(lines: list[Line], factors: str) -> None:
    one, other = mme(lines, KNOWLEDGE, factors), mme(lines[::-1], KNOWLEDGE, factors)
    assert one.at_least == pytest.approx(other.at_least, abs=1e-4)
    assert (one.total is None) == (other.total is None)
