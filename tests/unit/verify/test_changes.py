"""Who gets another plan under a local protocol."""

from __future__ import annotations

import pytest

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.data import ROOT
from backstay.plan import assess

pytest.importorskip("z3")
from backstay.verify import changed, changes_told

OVERLAY = "overlay: test\nowner: A\nreason: B\non: 2026-11-23\n"


def test_every_kind_of_patient_is_read_by_assess_and_gets_the_other_stance() -> None:
    name = "sbrt-not-with-cord-compression"
    removed = f"remove: [{{kind: statements, id: {name}, owner: A, reason: B, on: 2026-11-23}}]"
    local = load_knowledge(OVERLAY + removed)
    found = changed.difference(load_knowledge(), local)
    assert found.changes
    assert {change.thing.id for change in found.changes} == {"sbrt"}
    for change in found.changes:
        assert change.whole
        for kind in change.kinds:
            case = read_case(kind.witness.document, local.facts)
            for knowledge, want in ((load_knowledge(), change.was), (local, change.now)):
                at = case.lesions[0].name if case.lesions else None
                options = assess(case, knowledge, what_if=False).options
                assert [
                    o.otherwise or o.stance for o in options if (o.id, o.lesion) == ("sbrt", at)
                ] == [want]
    text = changes_told.text_of(local, found)
    assert "sbrt-not-with-cord-compression: removed by overlay test (A, 2026-11-23: B)" in text


def test_an_overlay_that_changes_nothing_says_so() -> None:
    local = load_knowledge(OVERLAY)
    found = changed.difference(load_knowledge(), local)
    assert found == changed.Difference([], [])
    assert changes_told.text_of(local, found) == "test changes the plan of nobody\n"


def test_a_sooner_clock_is_one_kind_of_patient_and_does_not_loosen() -> None:
    sooner = """
replace:
  - {kind: clocks, id: unstable-spine-is-urgent, owner: A, reason: B, on: 2026-11-23, set: {within_hours: 12}}
"""
    found = changed.difference(load_knowledge(), load_knowledge(OVERLAY + sooner))
    (change,) = found.changes
    assert (change.was, change.now) == ("urgent within 24 h", "urgent within 12 h")
    assert [kind.in_words() for kind in change.kinds] == ["unstable yes"]
    assert not changes_told.loosens(change)


def test_the_example_hospital_changes_something_and_all_of_it_is_found() -> None:
    local = load_knowledge((ROOT / "overlays" / "example-hospital.yaml").read_text())
    found = changed.difference(load_knowledge(), local)
    assert all(change.whole and change.kinds for change in found.changes)
    told = changes_told.json_of(local, found)
    assert {one["id"] for one in told["changes"]} >= {
        "en_bloc_resection",
        "unstable-spine-is-urgent",
        "sbrt",
    }


@pytest.mark.parametrize(
    ("kind", "was", "now", "want"),
    [
        ("option", "contraindicated", "not_advised", True),
        ("option", "contraindicated", "disputed", True),
        ("option", "not_advised", "disputed", True),
        ("option", "disputed", "recommended", True),
        ("option", "not_advised", "not_indicated", True),
        ("option", "not_advised", "contraindicated", False),
        ("option", "recommended", "disputed", False),
        ("clock", "emergency within 24 h", "urgent within 24 h", True),
        ("clock", "urgent within 24 h", "urgent", True),
        ("clock", "urgent", "urgent within 24 h", False),
        ("clock", "urgent within 24 h", "emergency within 4 h", False),
        ("step", "within 24 h", "holds", True),
        ("step", "holds", "within 24 h", False),
        ("notice", "holds", changed.QUIET, True),
        ("notice", changed.QUIET, "holds", False),
    ],
)
def test_what_counts_as_loosening(kind: str, was: str, now: str, want: bool) -> None:
    thing = changed.Thing(kind, "one", dict, dict, ((), ()), False, (), ())  # type: ignore[arg-type]
    assert changes_told.loosens(changed.Changed(thing, was, now)) is want


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("definitions", "vessel_antibody_within_28_days", "{within_days: 1}"),
        ("facts", "limb_weakness", "{red_flag: false}"),
        ("ingredients", "cisplatin", "{classes: []}"),
        ("constraints", "listed-organs-are-visceral-metastases", "{text: Another one.}"),
    ],
)
def test_a_change_beside_the_rules_is_never_called_a_change_for_nobody(
    kind: str, name: str, said: str
) -> None:
    change = (
        f"replace: [{{kind: {kind}, id: {name}, owner: A, reason: B, on: 2026-11-23, set: {said}}}]"
    )
    local = load_knowledge(OVERLAY + change)
    found = changed.difference(load_knowledge(), local)
    assert found.unfollowed == [name]
    assert f"{name}: changed itself; for whom was not followed" in changes_told.text_of(
        local, found
    )
