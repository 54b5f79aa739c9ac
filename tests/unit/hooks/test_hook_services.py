"""Discovery keeps to what is recommended, and an answer to a call keeps to the specification."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from calling import (
    DRAFT,
    SELECT,
    SETTINGS,
    SIGN,
    THEIRS,
    VIEW,
    bundle,
    opened,
    order,
    request,
    resource,
)

from backstay.exchange.reader import READERS
from backstay.exchange.smart.queries import PREFETCH
from backstay.exchange.smart.refused import Refused
from backstay.hooks import services
from backstay.hooks.cards import answer as cards
from backstay.hooks.messages import Card, Source
from backstay.hooks.offered import SERVICES
from backstay.knowledge import Knowledge, load_knowledge

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
# Reads of one resource, and searches by reference, token equality, _sort and _count: no chains, no includes.
OF_PATIENT = r"\?patient=\{\{context\.patientId\}\}"
READ = r"[A-Z][A-Za-z]+/\{\{context\.patientId\}\}"
SEARCH = rf"[A-Z][A-Za-z]+{OF_PATIENT}(&(category|status)=[a-z]+)*(&_sort=-?[a-z]+)?&_count=\d+"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_discovery_tells_three_services() -> None:
    listed = json.loads(services.discovery(SETTINGS))["services"]
    assert [(one["id"], one["hook"]) for one in listed] == [
        (VIEW, "patient-view"),
        (SELECT, "order-select"),
        (SIGN, "order-sign"),
    ]
    assert all(one["title"] and one["description"] and one["usageRequirements"] for one in listed)
    assert all("version" not in one for one in listed)


def test_what_version_3_adds_is_told_only_there() -> None:
    listed = json.loads(services.discovery(SETTINGS, "3.0.0"))["services"]
    assert [one["version"] for one in listed] == ["STU3"] * len(SERVICES)


def test_templates_keep_to_the_recommended_subset() -> None:
    for data in PREFETCH:
        assert re.fullmatch(f"{READ}|{SEARCH}", data.query), data.key
        assert data.query.startswith(data.kinds)


def test_nothing_is_asked_for_that_is_not_read() -> None:
    asked = {kind for data in PREFETCH for kind in data.kinds}
    assert asked - set(READERS) <= {"AllergyIntolerance", "QuestionnaireResponse"}


def test_the_needed_keys_are_the_person_and_the_conditions() -> None:
    assert [data.key for data in PREFETCH if data.needed] == ["patient", "conditions"]


def test_no_card_is_the_commonest_answer(knowledge: Knowledge) -> None:
    assert services.answer(opened(request()), knowledge, SETTINGS, NOW) == b'{"cards":[]}'


def test_orders_are_answered(knowledge: Knowledge) -> None:
    call = opened(order("order-sign", DRAFT), SIGN)
    assert "cards" in json.loads(services.answer(call, knowledge, SETTINGS, NOW))


def test_another_persons_data_has_no_answer(knowledge: Knowledge) -> None:
    other = bundle(resource("Condition", subject=THEIRS))
    with pytest.raises(Refused):
        services.answer(
            opened(request(prefetch={"patient": None, "conditions": other})),
            knowledge,
            SETTINGS,
            NOW,
        )


def test_an_answer_that_breaks_the_specification_is_not_given(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Card(summary="Ms Smith " * 20, indicator="info", source=Source(label="l"))
    monkeypatch.setattr(cards, "cards_for", lambda *_: [long])
    with pytest.raises(Refused) as caught:
        services.answer(opened(request()), knowledge, SETTINGS, NOW)
    told = ["shape: cards[0].summary must have fewer than 140 characters"]
    assert (caught.value.status, caught.value.problems) == (500, told)
