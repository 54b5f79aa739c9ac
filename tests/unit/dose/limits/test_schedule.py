"""Courses as they are written: every notation, and every refusal with all that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.dose.limits.schedule import (
    MOST_FRACTIONS,
    MOST_GRAY,
    MOST_MONTHS,
    read_schedule,
    read_schedules,
)
from backstay.knowledge import load_knowledge


@pytest.mark.parametrize(
    ("text", "dose", "fractions", "months"),
    [
        ("30/10", 30, 10, None),
        ("37.5/15", 37.5, 15, None),
        (" 8 Gy / 1 fx ", 8, 1, None),
        ("30/10@14mo", 30, 10, 14),
        ("30/10@14m", 30, 10, 14),
        ("30/10 @ 2a", 30, 10, 24),
        ("30/10@2.5y", 30, 10, 30),
        ("20/5@3wk", 20, 5, 21 / 30.4375),
        ("20/5@3w", 20, 5, 21 / 30.4375),
        ("20/5@10d", 20, 5, 10 / 30.4375),
        (".5/1", 0.5, 1, None),
        ("100/60@1200mo", 100, 60, 1200),
    ],
)
def test_read(text: str, dose: float, fractions: int, months: float | None) -> None:
    found = read_schedule(text)
    assert (found.dose, found.fractions, found.text) == (dose, fractions, text)
    assert found.months_ago == (None if months is None else pytest.approx(months))
    assert found.per_fraction == pytest.approx(dose / fractions)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30", ["expected DOSE/FRACTIONS"]),
        ("", ["expected DOSE/FRACTIONS"]),
        ("10x3", ["expected DOSE/FRACTIONS"]),
        ("nan/10", ["'nan' is no number of Gy"]),
        ("inf/10", ["'inf' is no number of Gy"]),
        ("37,5/15", ["'37,5' is no number of Gy"]),
        ("3000 cGy/10", ["'3000 cGy' is no number of Gy"]),
        ("1e9/1", ["'1e9' is no number of Gy"]),
        ("\u0663\u0660/10", ["is no number of Gy"]),
        ("3000/10", ["3000 Gy cannot be"]),
        ("0/10", ["a dose of 0 Gy cannot be"]),
        ("-30/10", ["a dose of -30 Gy cannot be"]),
        ("30/0", ["0 fractions cannot be"]),
        ("30/-1", ["-1 fractions cannot be"]),
        ("30/2.5", ["2.5 fractions cannot be"]),
        ("30/61", ["61 fractions cannot be"]),
        ("30/", ["the fractions '' are no number"]),
        ("30/10/5", ["the fractions '10/5' are no number"]),
        ("30/10@", ["'@' is no time ago"]),
        ("30/10@14", ["'@14' is no time ago"]),
        ("30/10@14min", ["'@14min' is no time ago"]),
        ("30/10@-1mo", ["'@-1mo' cannot be"]),
        ("30/10@1201mo", ["'@1201mo' cannot be"]),
        ("nan/0@soon", ["'nan' is no number of Gy", "0 fractions", "'@soon' is no time ago"]),
    ],
)
def test_refused(text: str, said: list[str]) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        read_schedule(text)
    lines = str(refused.value).split("\n")
    assert len(lines) == len(said)
    for line, one in zip(lines, said, strict=True):
        assert one in line


def test_every_course_is_named() -> None:
    with pytest.raises(ValueError, match=r"(?s)'0/1'.*'x/2'"):
        read_schedules(["30/10", "0/1", "x/2"])


@given(
    st.text(max_size=12)
    | st.from_regex(r"[0-9.]{1,4}/[0-9.]{1,3}(@[0-9.]{1,4}[a-z]{1,2})?", fullmatch=True)
)
def test_whatever_is_written_is_read_whole_or_refused(text: str) -> None:
    try:
        found = read_schedule(text)
    except ValueError as refused:
        assert "expected" in str(refused) and len(str(refused)) < 600
        return
    assert 0 < found.dose <= MOST_GRAY and 1 <= found.fractions <= MOST_FRACTIONS
    assert found.months_ago is None or 0 <= found.months_ago <= MOST_MONTHS


def test_the_ends_are_those_of_the_fact() -> None:
    fact = load_knowledge().facts.find("prior_radiation")
    assert fact is not None and fact.fields is not None
    ends = {
        name: (float(field["min"]), float(field["max"]))
        for name, field in _ends(fact.fields).items()
    }
    assert ends == {
        "dose": (0, MOST_GRAY),
        "fractions": (1, MOST_FRACTIONS),
        "months_ago": (0, MOST_MONTHS),
    }


def _ends(fields: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {name: fields[name] for name in ("dose", "fractions", "months_ago")}
