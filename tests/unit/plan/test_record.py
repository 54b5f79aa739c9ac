"""A record is replayed to the same bytes, or says which versions are needed, or where it differs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backstay.case import BadText, read_case
from backstay.knowledge import load_knowledge
from backstay.plan import assess
from backstay.plan.record import NotARecord, OtherVersions, record, replay
from backstay.version import VERSION

KNOWLEDGE = load_knowledge()
CASE = """
case: t8
as_of: 2026-03-14T09:30+01:00
patient:
  primary: kidney
  fit_for_surgery: true
  creatinine: 88 umol/L
lesions:
  - {level: T8, escc: "2", pain: mechanical}
"""
SAME = """
lesions:
  - {pain: mechanical, escc: "2", level: T8}
patient: {creatinine: 88 umol/L, fit_for_surgery: true, primary: kidney}
as_of: 2026-03-14T09:30+01:00
case: t8
"""


def recorded(text: str = CASE, overlay: str | None = None, what_if: bool = True) -> bytes:
    knowledge = load_knowledge(overlay)
    case = read_case(text, knowledge.facts)
    return record(case, knowledge, assess(case, knowledge, what_if=what_if), what_if)


def altered(change: Any) -> bytes:
    """A record in which one thing was changed, in the same canonical form."""
    document = json.loads(recorded())
    change(document)
    return (json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def test_a_record_replays_to_the_same_bytes() -> None:
    assert replay(recorded()).same


def test_a_record_without_what_if_replays_too() -> None:
    assert replay(recorded(what_if=False)).same


def test_key_order_and_line_endings_of_the_case_do_not_matter() -> None:
    assert recorded(CASE) == recorded(SAME) == recorded(CASE.replace("\n", "\r\n"))


def test_a_record_with_an_overlay_carries_it() -> None:
    overlay = "overlay: here\nowner: A\nreason: B\non: 2026-11-23\nsettings: {escc_1c: high}\n"
    made = recorded(overlay=overlay)
    assert json.loads(made)["knowledge"]["overlay"] == overlay
    assert replay(made).same


def test_a_changed_byte_is_found_with_its_line() -> None:
    def change(document: dict[str, Any]) -> None:
        document["assessment"]["urgency"]["level"] = "routine"

    found = replay(altered(change))
    assert not found.same
    assert found.line is not None
    assert "routine" in found.was


def test_a_changed_fact_is_found() -> None:
    def change(document: dict[str, Any]) -> None:
        document["facts"]["patient"]["primary"] = "breast"

    assert not replay(altered(change)).same


def test_other_line_endings_in_the_record_are_another_byte() -> None:
    found = replay(recorded().replace(b"\n", b"\r\n"))
    assert not found.same
    assert found.line is None


def test_a_shorter_record_differs() -> None:
    assert not replay(recorded().rstrip(b"\n")).same


def test_other_software_is_named() -> None:
    def change(document: dict[str, Any]) -> None:
        document["backstay"] = "0.0.1"

    with pytest.raises(
        OtherVersions, match=rf"made by backstay 0\.0\.1, this is {VERSION}: install backstay==0"
    ):
        replay(altered(change))


def test_other_knowledge_is_named() -> None:
    def change(document: dict[str, Any]) -> None:
        document["knowledge"]["fingerprint"] = "sha256:0000"

    with pytest.raises(OtherVersions, match="sha256:0000"):
        replay(altered(change))


@pytest.mark.parametrize("text", [b"[]", b"{}", b'{"facts": {}}', b'"text"'])
def test_other_text_is_not_a_record(text: bytes) -> None:
    with pytest.raises(NotARecord, match="this is not a record"):
        replay(text)


def test_a_record_that_is_not_json_is_refused() -> None:
    with pytest.raises(BadText):
        replay(b"{")


@pytest.mark.parametrize("wrong", ["x", [], None])
def test_a_record_whose_knowledge_is_not_a_map_is_refused(wrong: Any) -> None:
    def change(document: dict[str, Any]) -> None:
        document["knowledge"] = wrong

    with pytest.raises(NotARecord):
        replay(altered(change))


@pytest.mark.parametrize("version", ["\x1b[31mred", "", 5, "a" * 41])
def test_a_version_that_cannot_be_read_is_not_repeated(version: Any) -> None:
    def change(document: dict[str, Any]) -> None:
        document["backstay"] = version

    with pytest.raises(NotARecord, match="cannot be read"):
        replay(altered(change))


@pytest.mark.parametrize("overlay", [5, ["a"], {}])
def test_an_overlay_that_is_not_text_is_no_record(overlay: Any) -> None:
    def change(document: dict[str, Any]) -> None:
        document["knowledge"]["overlay"] = overlay

    with pytest.raises(NotARecord):
        replay(altered(change))
