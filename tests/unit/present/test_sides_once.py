"""The sides of an option are worked out once for a page, and never told of another option."""

from __future__ import annotations

from typing import Any

from backstay.present import reasons


def option(says: str) -> dict[str, Any]:
    return {
        "id": "x",
        "statements": [{"says": says, "truth": True, "because": f"It is {says}.", "evidence": []}],
    }


def test_within_a_page_they_are_worked_out_once() -> None:
    one = option("recommend")
    with reasons.once():
        first = reasons.sides(one)
        assert reasons.sides(one) is first
    assert reasons.sides(one) == first and reasons.sides(one) is not first


def test_another_option_is_told_by_its_own_reasons_even_where_the_first_is_gone() -> None:
    with reasons.once():
        for _ in range(200):
            assert reasons.sides(option("recommend")).pro and not reasons.sides(option("avoid")).pro


def test_another_page_begins_anew() -> None:
    one = option("recommend")
    with reasons.once():
        reasons.sides(one)
    one["statements"][0]["says"] = "avoid"
    with reasons.once():
        assert reasons.sides(one).con and not reasons.sides(one).pro
        with reasons.once():
            assert reasons.sides(one).con


def test_a_reason_is_told_as_what_it_is_now() -> None:
    """What is kept is found by all that is told of a statement."""
    statement: dict[str, Any] = {"says": "recommend", "truth": True, "because": "it helps"}
    told = reasons.reason(statement)
    for name, value in {
        "says": "avoid", "truth": None, "because": "it harms", "evidence": ["a"], "checked": "primary",
        "missing": ["ecog"], "local": "ours", "link": "/x", "approvals": [{"old": True}], "counts_as": "avoid",
    }.items():  # fmt: skip
        assert reasons.reason({**statement, name: value}) != told, name
