"""Every row of the published tables, written a second time: a wrong number in the knowledge fails here."""

from __future__ import annotations

import pytest
from opioid_lines import line

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.equivalents import mme
from backstay.medicines.opioids.factors import NoSuchSet

KNOWLEDGE = load_knowledge()
SETS = ("cdc2022", "cdc2016", "heal")
# drug, route, form, unit -> factor by each set in that order; None: the set has none.
TABLE: dict[tuple[str, str, str | None, str], tuple[float | None, float | None, float | None]] = {
    ("codeine", "oral", None, "mg"): (0.15, 0.15, 0.15),
    ("fentanyl", "transdermal", "patch", "mcg/h"): (2.4, 2.4, 2.4),
    ("hydrocodone", "oral", None, "mg"): (1, 1, 1),
    ("hydromorphone", "oral", None, "mg"): (5, 4, 5),
    ("morphine", "oral", None, "mg"): (1, 1, 1),
    ("oxycodone", "oral", None, "mg"): (1.5, 1.5, 1.5),
    ("oxymorphone", "oral", None, "mg"): (3, 3, 3),
    ("tapentadol", "oral", None, "mg"): (0.4, 0.4, 0.3),
    ("tramadol", "oral", None, "mg"): (0.2, 0.1, 0.2),
    ("dihydrocodeine", "oral", None, "mg"): (None, 0.25, 0.25),
    ("meperidine", "oral", None, "mg"): (None, 0.1, 0.1),
    ("levorphanol", "oral", None, "mg"): (None, 11, 11),
    ("butorphanol", "nasal", None, "mg"): (None, 7, 7),
    ("pentazocine", "oral", None, "mg"): (None, 0.37, 0.37),
    ("opium", "oral", None, "mg"): (None, 1, 1),
    ("fentanyl", "buccal", "buccal_tablet", "mcg"): (None, 0.13, 0.13),
    ("fentanyl", "sublingual", "sublingual_tablet", "mcg"): (None, 0.13, 0.13),
    ("fentanyl", "buccal", "lozenge", "mcg"): (None, 0.13, None),
    ("fentanyl", "buccal", "buccal_film", "mcg"): (None, 0.18, 0.18),
    ("fentanyl", "nasal", "nasal_spray", "mcg"): (None, 0.16, 0.16),
    ("buprenorphine", "transdermal", "patch", "mcg/h"): (None, 1.8, 2.2),
    ("buprenorphine", "sublingual", "sublingual_tablet", "mg"): (None, 30, 38.8),
    ("buprenorphine", "buccal", "buccal_film", "mcg"): (None, 0.03, 0.039),
    ("methadone", "oral", None, "mg"): (4.7, 4, 4.7),  # CDC 2016 at 10 mg; its tiers are below
}
ROWS = [(way, SETS[at], row[at]) for way, row in TABLE.items() for at in range(3)]


@pytest.mark.parametrize(("way", "factors", "factor"), ROWS, ids=str)
def test_a_row_of_a_table(
    way: tuple[str, str, str | None, str], factors: str, factor: float | None
) -> None:
    drug, route, form, unit = way
    found = mme([line(drug, 10, 1, unit, route=route, form=form)], KNOWLEDGE, factors)
    if factor is None:
        assert found.total is None and len(found.refused) == 1 and not found.asks
    else:
        assert found.total == Interval(pytest.approx(10 * factor), pytest.approx(10 * factor))
        assert found.lines[0].factor == Interval(factor, factor) and found.lines[0].unit == unit
        assert found.refused == () and found.factor_set == factors


def test_no_set_holds_a_factor_that_is_not_in_the_tables_above() -> None:
    for at, name in enumerate(SETS):
        listed = {factor.drug for factor in KNOWLEDGE.tables["factor_sets"][name].factors}
        assert listed == {way[0] for way, row in TABLE.items() if row[at] is not None}


@pytest.mark.parametrize(
    ("dose", "factor"),
    [
        (0.5, 4), (1, 4), (20, 4), (20.5, 8), (21, 8), (40, 8), (40.5, 10), (41, 10), (60, 10),
        (60.5, 12), (61, 12), (100, 12),
    ],
)  # fmt: skip
def test_tiers_of_methadone_have_no_gaps_between_whole_numbers(dose: float, factor: float) -> None:
    found = mme([line("methadone", dose, 1, route="oral")], KNOWLEDGE, "cdc2016")
    assert found.total == Interval(dose * factor, dose * factor)


def test_tiers_follow_the_dose_of_all_lines_together() -> None:
    found = mme([line("methadone", 10, 1), line("methadone", 20, 1)], KNOWLEDGE, "cdc2016")
    assert found.total == Interval(240, 240)  # 30 mg in all, 8 for each
    assert {one.factor for one in found.lines} == {Interval(8, 8)}


def test_tiers_of_a_dose_that_is_a_range() -> None:
    rescue = line("methadone", 5, 4, as_needed=True)
    found = mme([line("methadone", 20, 1), rescue], KNOWLEDGE, "cdc2016")
    assert found.total == Interval(80, 320)  # 20 mg at 4 to 40 mg at 8
    assert found.lines[0].factor == Interval(4, 8)


def test_a_tier_needs_the_dose_of_every_line_of_the_drug() -> None:
    found = mme([line("methadone", 10, 1), line("methadone", 10)], KNOWLEDGE, "cdc2016")
    assert found.total is None and found.at_least == 0 and len(found.asks) == 2
    flat = mme([line("methadone", 10, 1), line("methadone", 10)], KNOWLEDGE, "cdc2022")
    assert flat.total is None and flat.at_least == 47 and len(flat.asks) == 1


def test_another_name_of_a_set_is_refused() -> None:
    with pytest.raises(
        NoSuchSet, match="no set of factors 'cdc2019'; there are cdc2022, cdc2016, heal"
    ):
        mme([], KNOWLEDGE, "cdc2019")
