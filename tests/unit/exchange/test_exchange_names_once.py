"""A name that stands twice in one object is never accepted in silence where it could change a fact."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resources import ECOG, NOW, PATIENT, bundle, concept, observation, of_patient

from backstay.case import Vocabulary
from backstay.case.text import MAX_PARTS, BadText, read_json
from backstay.exchange import BundleError, read_bundle, read_resources
from backstay.exchange.names_once import around, check_names, is_whole

SEEN = observation(concept(ECOG), valueInteger=1)
KEYS = st.sampled_from(["a", "b", 'q"', "back\\", 'x":', "é", "", "\u00e9\u2028", "resourceType"])
PLAIN = st.none() | st.booleans() | st.integers(-99, 99) | st.floats(-9, 9) | KEYS
SPELLED = st.sampled_from(["1.50", "1e2", "1E5", "-0", '"\\/"', '"\\u0061"', "0.10"])
Pairs = list[tuple[str, str]]


def spelled(value: Any) -> str:
    return json.dumps(value)


def an_object(pairs: Pairs) -> str:
    return "{" + ", ".join(f"{key} : {value}" for key, value in pairs) + "}"


NAMES = st.builds(spelled, KEYS) | st.sampled_from(['"\\u0061"', '"\\u0022"'])  # a disguised too
TEXTS = st.recursive(
    st.builds(spelled, PLAIN) | SPELLED,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{','.join(parts)}]")
        | st.lists(st.tuples(NAMES, inner), max_size=4).map(an_object)
    ),
    max_leaves=12,
)


def has_twice(text: str) -> bool:
    twice: list[bool] = []

    def seen(pairs: list[tuple[str, Any]]) -> None:
        twice.append(len({key for key, _ in pairs}) < len(pairs))

    json.loads(text, object_pairs_hook=seen)
    return any(twice)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, compact=st.booleans())
def test_exactly_the_texts_with_a_name_twice_are_refused(text: str, compact: bool) -> None:
    data = msgspec.json.format(text.encode(), indent=-1 if compact else 2)
    try:
        check_names(data)
    except BadText as error:
        assert has_twice(text), error
        assert "stands twice" in str(error)
    else:
        assert not has_twice(text)


@pytest.mark.parametrize("text", [b"[" * 5000 + b"]" * 5000, b'{"a": NaN}', b'{"a": 1e999}'])
def test_what_no_decoder_takes_is_refused_too(text: bytes) -> None:
    with pytest.raises(BadText):
        check_names(text)


def twice(resource: dict[str, Any], name: str, first: Any) -> bytes:
    """A resource in which a name stands twice; the second value is what decoders take."""
    return b"{" + f'"{name}": {json.dumps(first)}, '.encode() + json.dumps(resource).encode()[1:]


def with_text(*resources: bytes, **fields: Any) -> bytes:
    """A bundle of texts that json would not write."""
    marks = [{"mark": at} for at in range(len(resources))]
    data = bundle(PATIENT, *marks, **fields)
    for at, text in enumerate(resources):
        data = data.replace(b'{"mark": %d}' % at, text)
    return data


INNER = {**SEEN, "id": "inner"}
REPORT = of_patient("DiagnosticReport", "d1", status="final", code={"text": "visit"})


@pytest.mark.parametrize(
    "data",
    [
        with_text(twice(SEEN, "status", "entered-in-error")),
        with_text(twice(SEEN, "subject", {"reference": "Patient/other"})),
        with_text(twice(SEEN, "st\\u0061tus", "entered-in-error")),
        with_text(twice({**SEEN, "extension": []}, "extension", [])),
        with_text(json.dumps(SEEN).replace('"code": "', '"code": "x", "code": "').encode()),
        with_text(twice({**REPORT, "contained": []}, "contained", [INNER])),
        with_text(twice({**REPORT, "contained": []}, "cont\\u0061ined", [INNER])),
        with_text(twice({**REPORT, "contained": [INNER]}, "subject", {"reference": "Patient/x"})),
        with_text(twice({"resourceType": "Account"}, "resourceType", "Observation")),
        with_text(twice({"resourceType": "Medication", "code": {}}, "code", {"text": "x"})),
        bundle(PATIENT, SEEN).replace(b'{"resource":', b'{"resource": {}, "resource":'),
        bundle(PATIENT, SEEN).replace(b'{"resource":', b'{"resource": {"a": 1}, "resource":', 1),
        bundle(PATIENT, SEEN).replace(b'{"resource":', b'{"fullUrl": "x", "fullUrl": "y", "resource":'),
        bundle(PATIENT, SEEN, timestamp="2026-03-14T12:00:00Z").replace(
            b'"timestamp":', b'"timestamp": "2020-01-01T00:00:00Z", "timestamp":'
        ),
        bundle(PATIENT, SEEN).replace(b'"entry":', b'"entry": [], "entry":'),
        bundle(PATIENT, SEEN).replace(b'"entry":', b'"entry": [{"resource": {}}], "entry":'),
        with_text(
            twice({**SEEN, "meta": {}}, "meta", {}), json.dumps({**SEEN, "valueInteger": 2}).encode()
        ),  # two versions
    ],
)  # fmt: skip
def test_a_bundle_with_a_name_twice_is_refused(data: bytes, vocabulary: Vocabulary) -> None:
    with pytest.raises(BadText, match="stands twice"):
        read_json(data)  # the table itself is right
    with pytest.raises(BundleError, match="stands twice in one object"):
        read_bundle(data, vocabulary, now=NOW)


def test_the_patient_is_looked_at_though_it_gives_no_fact(vocabulary: Vocabulary) -> None:
    data = bundle(SEEN).replace(
        b"[", b'[{"resource": {"resourceType": "Patient", "id": "p2", "id": "p1"}}, ', 1
    )
    with pytest.raises(BundleError, match="stands twice"):
        read_bundle(data, vocabulary, now=NOW)


def test_a_resource_on_its_own_is_looked_at(vocabulary: Vocabulary) -> None:
    patient = msgspec.Raw(json.dumps(PATIENT).encode())
    for bad in (
        twice(SEEN, "status", "entered-in-error"),
        twice({**REPORT, "contained": []}, "contained", [INNER]),
    ):
        with pytest.raises(BundleError, match="stands twice"):
            read_resources([patient, msgspec.Raw(bad)], vocabulary, now=NOW)


def test_a_name_twice_where_nothing_is_read_is_listed(vocabulary: Vocabulary) -> None:
    """The second code is not bound, so the resource gives nothing and is named."""
    both = twice({**SEEN, "code": {"text": "words"}}, "code", concept(ECOG))
    document, unread = read_bundle(with_text(both), vocabulary, now=NOW)
    assert document["patient"] == {}
    assert [one.why for one in unread] == ["no binding for words"]


def test_what_stands_around_the_resources() -> None:
    data = b'{"entry": [{"resource": {"a": 1}, "x": 2}, {"resource": {"a": 1}}]}'
    one = msgspec.Raw(b'{"a": 1}')
    assert (
        around(data, [one, one]) == b'{"entry": [{"resource": null, "x": 2}, {"resource": null}]}'
    )
    assert around(data, [one, one, one]) is None
    assert around(data, [msgspec.Raw(b'{"a": 1, "b": 2}')]) is None
    long = b'{"a": "' + b"x" * 80
    assert around(b"[" + long + b'y"}]', [msgspec.Raw(long + b'z"}')]) is None


@pytest.mark.parametrize(
    ("text", "resources", "whole"),
    [
        (b'{"resourceType": "Bundle"}', 1, True),
        (b'{"resourceType": "Bundle"}', 2, False),
        (b'{"resource\\u0054ype": "Bundle"}', 0, False),
        (b'{"a": "\\u003c \\n"}', 0, True),
    ],
)
def test_a_text_that_may_hold_more_than_was_found(text: bytes, resources: int, whole: bool) -> None:
    assert is_whole(text, resources) is whole


def test_unusual_texts_are_read_all_the_same(vocabulary: Vocabulary) -> None:
    """The slow look finds nothing wrong with them."""
    data = bundle(PATIENT, SEEN, {"resourceType": "Parameters", "parameter": [{"resource": INNER}]})
    hidden = re.sub(rb'"final"', rb'"fin\\u0061l"', data)
    for one in (data, hidden, json.dumps(json.loads(data), indent=3).encode()):
        assert read_bundle(one, vocabulary, now=NOW)[0]["patient"] == {"ecog": "1"}


def test_a_text_of_too_many_parts_is_refused(vocabulary: Vocabulary) -> None:
    data = b'{"resourceType": "Bundle", "x": [' + b"1," * MAX_PARTS + b"1]}"
    with pytest.raises(BundleError, match="more than"):
        read_bundle(data, vocabulary)


def test_many_signs_in_a_string_are_not_parts(vocabulary: Vocabulary) -> None:
    data = bundle({**PATIENT, "text": {"div": "," * (MAX_PARTS + 1)}}, SEEN)
    assert read_bundle(data, vocabulary, now=NOW)[0]["patient"] == {"ecog": "1"}


def test_a_resource_that_begins_like_another_text_is_found_the_slow_way(
    vocabulary: Vocabulary,
) -> None:
    """An answer in the entry begins with the same 64 bytes as the resource after it."""
    other = {**SEEN, "valueInteger": 2}
    entries = [{"resource": PATIENT}, {"response": {"outcome": other}, "resource": SEEN}]
    data = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    assert around(data, [msgspec.Raw(json.dumps(one).encode()) for one in (PATIENT, SEEN)]) is None
    assert read_bundle(data, vocabulary, now=NOW)[0]["patient"] == {"ecog": "1"}
    twofold = data.replace(b'"response":', b'"response": {}, "response":')
    with pytest.raises(BundleError, match="stands twice"):
        read_bundle(twofold, vocabulary, now=NOW)
