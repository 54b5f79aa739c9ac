"""Whatever is answered in a form is read back as the case that the answers make, and nothing more."""

from __future__ import annotations

import json
from typing import Any

import fhirkit
import pytest
from cases import KNOWLEDGE
from form_filling import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_facts_travel import told

from backstay.case import read_case
from backstay.exchange import read_bundle
from backstay.exchange.forms import form_names, questionnaire

SLOW = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
FORMS = {name: questionnaire(name, KNOWLEDGE) for name in form_names()}


@pytest.mark.parametrize("name", sorted(FORMS))
@SLOW
@given(data=st.data())
def test_answers_come_back_as_facts(name: str, data: st.DataObject) -> None:
    response, document = data.draw(responses(FORMS[name]))
    assert fhirkit.validate(json.dumps(response)) == []
    found, unread = read_bundle(bundle(response), KNOWLEDGE.facts, knowledge=KNOWLEDGE)
    assert unread == []
    assert told(read_case(found, KNOWLEDGE.facts)) == told(read_case(document, KNOWLEDGE.facts))


def bundle(response: dict[str, Any]) -> bytes:
    resources = [{"resourceType": "Patient", "id": "p1"}, response]
    entries = [{"resource": one} for one in resources]
    whole = {"resourceType": "Bundle", "timestamp": "2026-03-14T12:00:00Z", "entry": entries}
    return json.dumps(whole).encode()
