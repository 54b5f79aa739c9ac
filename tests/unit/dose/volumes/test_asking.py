"""Yes, no and not known of what tables ask for, with the facts that are missing."""

from __future__ import annotations

import pytest

from backstay.dose.volumes.asking import Known, asker, either, holds, merged, opposite, together
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
YES, NO, ASK, ALSO = Known(True), Known(False), Known(None, ("a",)), Known(None, ("b", "a"))


@pytest.mark.parametrize(
    ("parts", "all_of", "one_of"),
    [
        ((), YES, NO),
        ((YES, NO), NO, YES),
        ((YES, ASK), ASK, YES),
        ((NO, ASK), NO, ASK),
        ((ASK, ALSO), Known(None, ("a", "b")), Known(None, ("a", "b"))),
    ],
)
def test_parts_together(parts: tuple[Known, ...], all_of: Known, one_of: Known) -> None:
    assert (together(*parts), either(*parts)) == (all_of, one_of)


def test_the_opposite_of_what_is_not_known_is_not_known() -> None:
    assert (opposite(YES), opposite(NO), opposite(ASK)) == (NO, YES, ASK)


def test_what_was_evaluated_counts_as_it_stands() -> None:
    assert holds("lytic_here", {"bone": "lytic", "lytic_here": False}, KNOWLEDGE) == NO
    assert holds("lytic_here", {"bone": "lytic", "lytic_here": None}, KNOWLEDGE) == Known(None, ())


def test_facts_and_computed_facts_are_asked_for_as_they_are() -> None:
    assert holds("paraspinal_extension", {}, KNOWLEDGE) == Known(None, ("paraspinal_extension",))
    assert holds("previously_irradiated", {}, KNOWLEDGE) == Known(None, ("prior_radiation",))


def test_a_rule_is_judged_by_its_id() -> None:
    ask = asker({"pain": "non_mechanical"}, KNOWLEDGE)
    assert ask("statement:single-fraction-for-non-mechanical-pain-by-nice") == YES
    assert ask("statement:conventional-after-decompression").truth is None
    assert "lesions" not in ask("statement:conventional-after-decompression").check_first


def test_who_has_evaluated_says_what_is_missing() -> None:
    ask = asker({"lytic_here": None}, KNOWLEDGE, lambda name: (f"missing of {name}",))
    assert ask("lytic_here") == Known(None, ("missing of lytic_here",))
    assert ask("misaligned_here") == Known(None, ("alignment",))


def test_names_of_groups_each_once() -> None:
    assert merged([("a", "b"), ("b", "c")]) == ("a", "b", "c")
