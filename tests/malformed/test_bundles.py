"""Each file in bundles/ makes one mistake; beside it stands what is refused, listed and read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backstay.case import Vocabulary, read_case
from backstay.case.text import MAX_BYTES
from backstay.case.values import Members, Value
from backstay.exchange import BundleError, read_bundle

HERE = Path(__file__).parent / "bundles"
MISTAKES = sorted(HERE.glob("*.json"))
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def told(data: bytes, vocabulary: Vocabulary) -> Iterator[str]:
    """One line for each problem, each thing left out, and each fact."""
    try:
        document, unread = read_bundle(data, vocabulary, now=NOW)
    except BundleError as error:
        yield from (f"refused: {problem}" for problem in error.problems)
        return
    for one in unread:
        yield f"{'counted' if one.counted else 'unread'}: {one.resource}: {one.why}"
    case = read_case(document, vocabulary)
    yield from (f"{remark.kind}: {remark.text}" for remark in case.remarks)
    for name, value in case.patient.items():
        yield f"fact: {name} = {shown(value)}"
    for lesion in case.lesions or ():
        for name, value in lesion.facts.items():
            yield f"fact: {lesion.name}.{name} = {shown(value)}"


def shown(value: Value) -> str:
    if isinstance(value, Members):
        return f"{sorted(value.present)}{' and no others' if value.complete else ''}"
    return str(value)


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_gives_what_stands_beside_it(path: Path, vocabulary: Vocabulary) -> None:
    expected = path.with_name(f"{path.name}.expected").read_text(encoding="utf-8")
    assert list(told(path.read_bytes(), vocabulary)) == expected.splitlines()


def test_every_expectation_has_its_mistake() -> None:
    expected = {path.name.removesuffix(".expected") for path in HERE.glob("*.expected")}
    assert expected == {path.name for path in MISTAKES}


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 100_000, b'{"entry":[' * 50_000])
def test_deep_nesting_is_refused_before_it_is_parsed(deep: bytes, vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError, match="nested deeper"):
        read_bundle(deep, vocabulary)


def test_a_bundle_too_large_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError, match="at most"):
        read_bundle(b" " * (MAX_BYTES + 1), vocabulary)


def test_text_that_is_not_utf_8_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError):
        read_bundle(b'{"resourceType": "Bundle", "id": "\xff"}', vocabulary)
    with pytest.raises(BundleError):
        read_bundle('{"resourceType": "Bundle"}'.encode("utf-16"), vocabulary)
