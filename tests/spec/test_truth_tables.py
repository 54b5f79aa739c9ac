"""What expressions mean, written out. Every row runs on the interpreter and on the closures.

T, F and U are true, false and unknown; [a, b] is an interval. This file is the manual of the language.
"""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Interval, Members
from backstay.knowledge.parse import parse
from backstay.knowledge.scope import Scope
from backstay.knowledge.types import Type
from backstay.reason import interpret
from backstay.reason.closures import LESIONS, compile_node

T, F, U = True, False, None
LEVELS = ("T1", "T2", "T3")
PATIENT = {
    "a": Type("yes_no"), "b": Type("yes_no"), "x": Type("number", unit="mg", interval=True),
    "y": Type("number", unit="mg", interval=True), "plain": Type("number"), "other": Type("number"),
    "primary": Type("choice", values=("breast", "kidney", "lung")),
    "ill": Type("many", values=("diabetes", "stroke")),
}  # fmt: skip
LESION = {
    "level": Type("choice", values=LEVELS, ordered=True),
    "sins": Type("number", interval=True),
    "sore": Type("yes_no"),
}


def both(
    text: str, env: dict[str, Any] | None = None, lesions: list[dict[str, Any]] | None = None
) -> Any:
    """The value on both engines, which must agree to the kind."""
    node = parse(text, Scope(PATIENT, LESION, "patient", known=True)).node
    env = dict(env or {})
    one = interpret(node, env, lesions)
    if lesions is not None:
        env[LESIONS] = lesions
    two = compile_node(node)(env)
    assert one == two and type(one) is type(two)
    return one


AND = {
    (T, T): T,
    (T, F): F,
    (T, U): U,
    (F, T): F,
    (F, F): F,
    (F, U): F,
    (U, T): U,
    (U, F): F,
    (U, U): U,
}
OR = {
    (T, T): T,
    (T, F): T,
    (T, U): T,
    (F, T): T,
    (F, F): F,
    (F, U): U,
    (U, T): T,
    (U, F): U,
    (U, U): U,
}


@pytest.mark.parametrize(("pair", "want"), AND.items())
def test_and(pair: Any, want: Any) -> None:
    assert both("a and b", {"a": pair[0], "b": pair[1]}) is want


@pytest.mark.parametrize(("pair", "want"), OR.items())
def test_or(pair: Any, want: Any) -> None:
    assert both("a or b", {"a": pair[0], "b": pair[1]}) is want


@pytest.mark.parametrize(("value", "want"), [(T, F), (F, T), (U, U)])
def test_not(value: Any, want: Any) -> None:
    assert both("not a", {"a": value}) is want


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (12.0, T),
        (13.0, F),
        (Interval(8, 11), T),
        (Interval(13, 15), F),
        (Interval(11, 14), U),
        (U, U),
    ],
)
def test_less_than_a_number(value: Any, want: Any) -> None:
    assert both("x < 13", {"x": value}) is want


@pytest.mark.parametrize(
    ("left", "right", "want"),
    [
        (1.0, 1.0, T), (1.0, 2.0, F), (Interval(1, 2), 1.0, U), (Interval(1, 2), 3.0, F),
        (Interval(1, 2), Interval(2, 3), U), (Interval(1, 2), Interval(3, 4), F), (U, 1.0, U), (1.0, U, U),
    ],
)  # fmt: skip
def test_equality_of_numbers(left: Any, right: Any, want: Any) -> None:
    assert both("x == y", {"x": left, "y": right}) is want
    assert both("x != y", {"x": left, "y": right}) is (None if want is None else not want)


@pytest.mark.parametrize(
    ("operator", "wants"),
    [
        ("<=", (T, T, F, U, U)),
        (">=", (F, T, T, U, T)),
        (">", (F, F, T, U, U)),
        ("<", (T, F, F, U, F)),
    ],
)
def test_order_of_numbers(operator: str, wants: Any) -> None:
    values = (6.0, 7.0, 8.0, Interval(6, 8), Interval(7, 8))
    assert tuple(both(f"x {operator} 7", {"x": value}) for value in values) == wants


def test_a_choice_among_values() -> None:
    assert both("primary in ('breast', 'lung')", {"primary": "lung"}) is T
    assert both("primary == 'breast'", {"primary": "lung"}) is F
    assert both("primary not in ('breast', 'lung')", {"primary": "kidney"}) is T
    assert both("primary != 'breast'", {}) is U


def test_ordered_choices_compare_by_their_order() -> None:
    lesions = [{"level": "T1"}, {"level": "T3"}]
    assert both("count_lesions(level >= 'T2')", {}, lesions) == 1
    assert both("count_lesions(level < 'T2')", {}, lesions) == 1
    assert both("all_lesions(level <= 'T3')", {}, lesions) is T
    assert both("any_lesion(level > 'T3')", {}, lesions) is F


@pytest.mark.parametrize(
    ("members", "want"),
    [
        (Members(frozenset({"diabetes"})), T),
        (Members(frozenset({"stroke"})), U),
        (Members(frozenset({"stroke"}), complete=True), F),
        (Members(frozenset(), absent=frozenset({"diabetes"})), F),
        (Members(frozenset(), complete=True), F),
        (U, U),
    ],
)
def test_a_set_is_open_until_complete(members: Any, want: Any) -> None:
    assert both("has(ill, 'diabetes')", {"ill": members}) is want


def test_any_of_several_names_in_a_set() -> None:
    either = "has(ill, 'diabetes', 'stroke')"
    assert both(either, {"ill": Members(frozenset({"stroke"}))}) is T
    assert both(either, {"ill": Members(frozenset(), absent=frozenset({"stroke"}))}) is U
    assert both(either, {"ill": Members(frozenset(), complete=True)}) is F


def test_arithmetic() -> None:
    assert both("plain + 2", {"plain": 3.0}) == 5
    assert both("plain * 2 - 1", {"plain": 3.0}) == 5
    assert both("plain / other", {"plain": 3.0, "other": 0.0}) is U
    assert both("plain ** 0.5", {"plain": 9.0}) == 3
    assert both("plain ** 0.5", {"plain": -9.0}) is U
    assert both("plain ** other", {"plain": 0.0, "other": -1.0}) is U
    assert both("plain + other", {"plain": 3.0}) is U


def test_intervals_are_added_and_subtracted() -> None:
    assert both("x + y", {"x": Interval(1, 2), "y": 3.0}) == Interval(4, 5)
    assert both("x - y", {"x": Interval(1, 2), "y": Interval(1, 3)}) == Interval(-2, 1)


@pytest.mark.parametrize(
    ("condition", "then", "otherwise", "want"),
    [(T, T, F, T), (F, T, F, F), (U, T, F, U), (U, T, T, T), (U, U, U, U), (T, U, F, U)],
)
def test_if_is_unknown_unless_both_arms_agree(
    condition: Any, then: Any, otherwise: Any, want: Any
) -> None:
    env = {"a": condition, "b": then}
    text = (
        "b if a else true"
        if otherwise is T
        else "b if a else b"
        if otherwise is U
        else "b if a else false"
    )
    assert both(text, env) is want


FIRST = "first(a, 3, b, 2, 0)"


@pytest.mark.parametrize(
    ("a", "b", "want"),
    [
        (T, T, 3.0), (F, T, 2.0), (F, F, 0.0), (U, T, Interval(2, 3)), (U, F, Interval(0, 3)),
        (F, U, Interval(0, 2)), (U, U, Interval(0, 3)), (T, U, 3.0),
    ],
)  # fmt: skip
def test_first_gives_all_that_is_possible(a: Any, b: Any, want: Any) -> None:
    assert both(FIRST, {"a": a, "b": b}) == want


def test_first_without_default_is_unknown_at_the_end() -> None:
    assert both("first(a, 3, b, 2)", {"a": F, "b": F}) is U
    assert both("first(a, 3, b, 2)", {"a": F, "b": U}) is U
    assert both("first(a, 3, b, 2)", {"a": U, "b": T}) == Interval(2, 3)


def test_first_of_choices_must_agree() -> None:
    text = "first(a, 'sensitive', b, 'resistant', 'resistant')"
    node = parse(text, Scope(PATIENT, LESION, "patient")).node
    assert interpret(node, {"a": F, "b": U}) == "resistant"
    assert compile_node(node)({"a": U, "b": T}) is U


def test_points() -> None:
    text = "points(primary, {'breast': 3, 'kidney': (2, 4), 'lung': 0})"
    assert both(text, {"primary": "breast"}) == 3
    assert both(text, {"primary": "kidney"}) == Interval(2, 4)
    assert both(text, {}) is U
    assert both("points(a, {'true': 1, 'false': 0})", {"a": F}) == 0


def test_least_and_greatest_are_unknown_if_any_is() -> None:
    assert both("least(x, y)", {"x": 1.0, "y": Interval(0, 2)}) == Interval(0, 1)
    assert both("greatest(x, y)", {"x": 1.0, "y": Interval(0, 2)}) == Interval(1, 2)
    assert both("greatest(x, y)", {"x": 1.0}) is U


@pytest.mark.parametrize(
    ("sore", "any_", "all_", "count"),
    [
        ([T, F], T, F, 1.0), ([F, F], F, F, 0.0), ([T, T], T, T, 2.0), ([T, U], T, U, Interval(1, 2)),
        ([F, U], U, F, Interval(0, 1)), ([U, U], U, U, Interval(0, 2)), ([], F, U, 0.0),
    ],
)  # fmt: skip
def test_quantifiers_range_over_what_is_listed(sore: Any, any_: Any, all_: Any, count: Any) -> None:
    lesions = [{"sore": value} for value in sore]
    assert both("any_lesion(sore)", {}, lesions) is any_
    assert both("all_lesions(sore)", {}, lesions) is all_
    assert both("count_lesions(sore)", {}, lesions) == count


@pytest.mark.parametrize(
    "text", ["any_lesion(sore)", "all_lesions(sore)", "count_lesions(sore)", "worst(sins)"]
)
def test_quantifiers_are_unknown_when_lesions_are_not_given(text: str) -> None:
    assert both(text, {}, None) is U


def test_worst() -> None:
    assert both("worst(sins)", {}, [{"sins": 4.0}, {"sins": Interval(3, 8)}]) == Interval(4, 8)
    assert both("worst(sins)", {}, [{"sins": 4.0}, {}]) is U
    assert both("worst(level)", {}, [{"level": "T1"}, {"level": "T2"}]) == "T2"
    assert both("worst(level)", {}, [{"level": "T3"}, {}]) == "T3"
    assert both("worst(level)", {}, [{"level": "T1"}, {}]) is U
    assert both("worst(level)", {}, []) is U


def test_known_is_never_unknown() -> None:
    assert both("known(a)", {"a": F}) is T
    assert both("known(a)", {}) is F
    assert both("not known(x) and a", {"a": U}) is U


def test_truths_may_be_written_as_in_python_or_small() -> None:
    assert both("True") is both("true") is T
    assert both("a and False", {"a": U}) is F
