"""The benchmarks still run, and the ways that they compare still give the same answers. No time is asserted."""

from __future__ import annotations

from collections.abc import Callable
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
