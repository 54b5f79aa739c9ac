"""Knowledge and scores on the terminal."""

from __future__ import annotations

from typing import Any

from backstay import present
from backstay.present.knows import Knowledge


def test_entries_of_a_kind_have_a_line_each(knowledge: Knowledge) -> None:
    told = present.entry_lines(knowledge, "evidence").splitlines()
    assert len(told) == len(knowledge.evidence)
    assert any(line.startswith("patchell-2005") and "Patchell 2005" in line for line in told)
    assert "platelets" in present.entry_lines(knowledge, "facts")


def test_an_entry_is_shown_whole_with_its_sources(knowledge: Knowledge) -> None:
    told = present.entry_text(knowledge, "scores", "sins")
    assert told.startswith("sins (scores)")
    assert "title: Spinal Instability Neoplastic Score" in told
    assert (
        "fact pain; label Pain; points none 0, non mechanical 1, mechanical 3".replace(
            "non m", "non_m"
        )
        in told
    )
    assert "unstable: label unstable; min 13; max 18" in told
    assert "Fisher 2010 (primary): Citation of Fisher 2010 (read: abstract)" in told


def test_an_entry_without_sources_has_no_empty_heading(knowledge: Knowledge) -> None:
    told = present.entry_text(knowledge, "facts", "fit_for_surgery")
    assert "asks: What of fit for surgery?" in told and "Sources" not in told


def test_scores_show_items_gaps_and_limits(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    told = present.scores_text(assessment["scores"], knowledge)
    assert "Spinal Instability Neoplastic Score at T8: 11 of 18 (potentially unstable)" in told
    assert "Needs pain and posterolateral involvement." in " ".join(told.split())
    assert "Made before targeted drugs." in told and "Tomita 2001: primary" in told
    assert max(len(line) for line in told.splitlines()) <= 80


def test_a_score_of_other_people_says_so(assessment: dict[str, Any], knowledge: Knowledge) -> None:
    score = {**assessment["scores"][0], "applies": False}
    assert "does not apply" in present.scores_text([score], knowledge)
    unsure = {**assessment["scores"][0], "applies": None}
    assert "11 of 18, if it applies" in present.scores_text([unsure], knowledge)
