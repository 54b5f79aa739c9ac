"""The benchmarks still run, and the ways that they compare still give the same answers. No time is asserted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repository import ROOT


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The measurements with every clock replaced by a single call; no process is started."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import measures
    import timing

    def once(run: Callable[[], Any], **_: int) -> timing.Timing:
        run()
        return timing.Timing(1.0, 2.0)

    monkeypatch.setattr(measures, "timed", once)
    for name in ("process", "reported"):
        monkeypatch.setattr(measures, name, lambda *_, **__: timing.Timing(1.0, 2.0))
    return measures


def test_every_measurement_runs(measures: Any) -> None:
    rows = list(measures.all_rows())
    assert len({row.what for row in rows}) == len(rows)
    assert any(row.ratio is not None for row in rows)


def test_the_reference_case_is_the_one_that_is_described(measures: Any) -> None:
    case = measures.reference()
    assert len(case.lesions) == 3
    assert measures.known_facts(case) == 40


def test_a_larger_case_has_as_many_lesions_as_asked(measures: Any) -> None:
    assert len(measures.with_lesions(8).lesions) == 8


@pytest.fixture
def histograms(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The measurements of histograms with single calls, no process, and a peer that took a second each."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import dvh
    import timing

    def once(run: Callable[[], Any], **_: int) -> timing.Timing:
        run()
        return timing.Timing(0.01, 0.02)

    monkeypatch.setattr(dvh.dvh_ours, "timed", once)
    monkeypatch.setattr(dvh.dvh_ours, "on_one_processor", lambda *_: 0.02)
    for name in ("cold", "first_ever"):
        monkeypatch.setattr(dvh.dvh_ours, name, lambda *_: dvh.dvh_ours.Process(1.0, 200.0))
    return dvh


def test_the_tables_of_histograms_are_made(histograms: Any, tmp_path: Path) -> None:
    files = histograms.dvh_ours.grown(2, 6, tmp_path)
    modes = {mode: [1.0] for mode in histograms.MODES}
    theirs = {"Organ_1": modes, "Organ_2": {**modes, "default": [1.0] * 5}}
    rows = histograms.structures_table(files, theirs, 1)
    assert rows[-2] == (
        "| **all but BODY, one call** | 10 ms | 2 s | 200 | 2 s | 200 | 2 s | 200 |"
    )
    assert "Organ_1 default 1" in histograms.seldom(theirs, 5)
    assert "Organ_2 default" not in histograms.seldom(theirs, 5)
    whole = histograms.whole_table(files, [1.0], 1)
    assert "| files to report, warm: all structures, JSON | 10 ms | 300 ms | 1 s | 100 |" in whole
    growth = list(histograms.growth_table(4, 8))
    assert len(growth) == 7
    assert growth[-1].startswith("| 4 | 4 | 10 ms |")


def test_the_accuracy_of_histograms_is_told(histograms: Any) -> None:
    from backstay.dose.phantom.commissioning import plans

    accuracy = histograms.dvh_accuracy
    found = accuracy.groups([plans()[8], plans()[-1]], peer=False)
    rows = accuracy.table(found)
    assert [row.split(" | ")[0] for row in rows[2:]] == [
        "| cylinders", "| other positions, angles and stored forms"
    ]  # fmt: skip


def test_the_peer_is_asked_about_straight_phantoms_only(
    histograms: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backstay.dose.phantom.commissioning import plans, right_answers

    accuracy, asked = histograms.dvh_accuracy, []
    one = plans()[8]

    def ask(*jobs: dict[str, Any]) -> list[Any]:
        asked.extend(job["options"] for job in jobs)
        answers = [
            {name: getattr(o, name) for name in accuracy.MEASURES} for o in right_answers(one)
        ]
        return [answers for _ in jobs]

    monkeypatch.setattr(accuracy, "ask", ask)
    rows = accuracy.table(accuracy.groups([one, plans()[-1]]))
    assert asked == [{}, histograms.interpolated(2.0)]
    assert "| cylinders | dicompyler default | 0.000 / 0.000 |" in rows[3]
