"""One option explained: truth, values, sources, gaps, and what would change it."""

from __future__ import annotations

from typing import Any

import pytest

from backstay import present
from backstay.present.knows import Knowledge

Assessment = dict[str, Any]


def test_each_statement_has_truth_values_sources_and_what_was_read(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = present.explain(assessment, knowledge, "separation_surgery", "T8")
    assert told.startswith("[RECOMMENDED] Separation surgery at T8 - after checking platelets\n")
    assert "Rules it out: not known (low-platelets)" in told
    assert "platelets = not known" in told and "Needs: platelets" in told
    assert "fit for surgery = yes" in told
    assert "NOMS 2010 (primary): Citation of NOMS 2010 (read: abstract)" in told
    assert "Avoids it: does not hold (not-fit)" in told


def test_what_holds_comes_first_then_what_is_open(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = present.explain(assessment, knowledge, "separation_surgery", "T8")
    places = [told.index(part) for part in (": holds", ": not known", ": does not hold")]
    assert places == sorted(places)


def test_it_says_what_would_change_it(assessment: Assessment, knowledge: Knowledge) -> None:
    told = present.explain(assessment, knowledge, "separation_surgery", "T8")
    assert "If fit for surgery were no (now yes): Not advised." in told
    none = present.explain(assessment, knowledge, "postoperative_sbrt", "T8")
    assert "No single changeable fact would move it." in none


def test_without_a_lesion_every_place_is_explained(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = present.explain(assessment, knowledge, "vertebroplasty")
    assert "Vertebroplasty at T8" in told and "Vertebroplasty at L3" in told


def test_an_option_of_the_person_needs_no_lesion(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = " ".join(present.explain(assessment, knowledge, "dexamethasone_mscc", None).split())
    assert (
        "Meanwhile check glucose, without waiting for it." in told and "Owner: ward team." in told
    )


def test_an_option_that_is_not_there_is_told_with_what_is(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    with pytest.raises(KeyError, match="separation_surgery"):
        present.explain(assessment, knowledge, "spinal_magic")
    with pytest.raises(KeyError, match="Lesions: T8"):
        present.explain(assessment, knowledge, "separation_surgery", "C2")


def test_lines_keep_to_the_width(assessment: Assessment, knowledge: Knowledge) -> None:
    told = present.explain(assessment, knowledge, "separation_surgery", "T8", width=60)
    assert max(len(line) for line in told.splitlines()) <= 60
