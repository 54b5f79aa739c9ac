"""Whatever is sent: a call or a refusal, never another failure, and no word of it in the refusal."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from calling import (
    ACCESS,
    CLIENT,
    DRAFT,
    PATIENT,
    SELECT,
    SERVER,
    SETTINGS,
    THEIRS,
    VIEW,
    bundle,
    order,
    request,
    resource,
)
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked import Call, Fetched, case_of, open_call, with_fetched
from backstay.knowledge import Knowledge, load_knowledge

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
MARK = "Zoe-Secret"
DATA = {
    "patient": PATIENT,
    "conditions": bundle(resource("Condition", "c1"), total=1),
    "observations": {
        **bundle(resource("Observation", "o1", contained=[resource("Device", "d1")])),
        "link": [{"relation": "next", "url": f"{SERVER}/Observation?page=2"}],
    },
}
WHOLE = {
    **order("order-select", DRAFT, encounterId="e1"),
    "fhirServer": SERVER,
    "fhirAuthorization": {**ACCESS, "patient": "p1"},
    "prefetch": DATA,
    "extension": {"a": [1]},
}

Step = str | int
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", " ", MARK, f"Patient/{MARK}", f"https://{MARK}/fhir", f"{MARK}\n\u2028\0"]
    ),
    st.text(max_size=5).map(MARK.__add__),
)
names = st.sampled_from(
    ["resourceType", "entry", "resource", "reference", "id", "subject", "url", "relation", MARK]
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, part in inside:
        yield (*path, step)
        yield from paths(part, (*path, step))


PLACES = list(paths(WHOLE))


def changed(document: Any, path: tuple[Step, ...], value: Any, drop: bool) -> Any:
    """The document with another value in one place, or without it."""
    whole = copy.deepcopy(document)
    holder = whole
    for step in path[:-1]:
        holder = holder[step]
    if drop:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return whole


def tried(body: bytes, service: str = SELECT) -> Call | None:
    """What comes of a body: a call, or a refusal without a word of the body."""
    try:
        return open_call(service, body, CLIENT, SETTINGS)
    except Refused as refused:
        assert refused.status in (400, 412)
        assert refused.problems and MARK.lower() not in str(refused).lower()
        return None


def test_the_whole_is_right() -> None:
    call = tried(json.dumps(WHOLE).encode())
    assert call is not None
    assert (len(call.resources), len(call.drafts), len(call.wanted)) == (3, 1, 9)


@given(st.sampled_from(PLACES), values, st.booleans())
@examples(max_examples=400)
def test_a_changed_request_is_opened_or_refused(path: Any, value: Any, drop: bool) -> None:
    tried(json.dumps(changed(WHOLE, path, value, drop)).encode())


@given(st.dictionaries(st.sampled_from([*WHOLE, MARK]), values), values)
@examples(max_examples=150)
def test_any_json_is_opened_or_refused(body: Any, other: Any) -> None:
    tried(json.dumps(body).encode())
    tried(json.dumps(other).encode(), VIEW)


TEXT = json.dumps(WHOLE).encode()


@given(st.integers(0, len(TEXT)), st.integers(0, 20), st.binary(max_size=6))
@examples(max_examples=250)
def test_any_bytes_are_opened_or_refused(start: int, length: int, instead: bytes) -> None:
    tried(TEXT[:start] + instead + TEXT[start + length :])


FETCHING = open_call(
    VIEW,
    json.dumps(
        request(
            fhirServer=SERVER,
            fhirAuthorization=ACCESS,
            prefetch={"patient": PATIENT, "conditions": None},
        )
    ).encode(),
    CLIENT,
    SETTINGS,
)
ANSWERS = list(paths(DATA["observations"]))


@given(st.sampled_from(ANSWERS), values, st.booleans(), st.integers(100, 599))
@examples(max_examples=150)
def test_any_answer_of_a_server_is_taken_or_refused(
    path: Any, value: Any, drop: bool, status: int
) -> None:
    body = json.dumps(changed(DATA["observations"], path, value, drop)).encode()
    try:
        call = with_fetched(FETCHING, {one: Fetched(status, body) for one in FETCHING.wanted})
    except Refused as refused:
        assert refused.status in (400, 412) and MARK not in str(refused)
    else:
        assert all(query.url.startswith(f"{SERVER}/") for query in call.wanted)


@cache  # no fixture: when an example fails, all of it would be written out
def knowledge() -> Knowledge:
    return load_knowledge()


@given(st.sampled_from(PLACES), values, st.booleans())
@examples(max_examples=60)
def test_what_is_opened_gives_a_case_or_a_refusal(path: Any, value: Any, drop: bool) -> None:
    call = tried(json.dumps(changed(WHOLE, path, value, drop)).encode())
    if call is not None:
        try:
            case_of(call, knowledge(), NOW)
        except Refused as refused:
            assert refused.status in (400, 412) and MARK not in str(refused)


PERSONAL = ("subject", "patient", "beneficiary", "for")


def at(path: tuple[Step, ...]) -> Any:
    value: Any = WHOLE
    for step in path:
        value = value[step]
    return value


# Every resource but the Bundles, which are about nobody.
HOLDERS = [path[:-1] for path in PLACES if path[-1] == "resourceType" and at(path) != "Bundle"]


@given(st.sampled_from(HOLDERS), st.sampled_from(PERSONAL), st.booleans())
@examples(max_examples=60)
def test_another_person_never_passes(path: Any, name: str, many: bool) -> None:
    """Wherever it is put: in prefetched resources, in drafts, and in what is contained in them."""
    reference = [THEIRS] if many else THEIRS
    body = json.dumps(changed(WHOLE, (*path, name), reference, False)).encode()
    with pytest.raises(Refused) as caught:
        open_call(SELECT, body, CLIENT, SETTINGS)
    assert caught.value.status == 400


def test_another_person_was_put_everywhere() -> None:
    assert len(HOLDERS) == 5  # the patient, a condition, an observation, what it contains, a draft
