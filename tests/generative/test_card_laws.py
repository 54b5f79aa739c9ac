"""Laws of cards for every case: well formed, never silent in an emergency, and no claim from what is missing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec
from cases import KNOWLEDGE, cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstay.case import Case, Lesion
from backstay.hooks.asked.call import Call
from backstay.hooks.cards import cards_for
from backstay.hooks.cards.concern import concerns, has_cancer, rests_on_old
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.plan.glance import glance

QUICK = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
SETTINGS = Settings(base_url="https://backstay.example")
OURS = "https://backstay.example/fhir/CodeSystem/interventions"
SNOMED, RXNORM = "http://snomed.info/sct", "http://www.nlm.nih.gov/research/umls/rxnorm"
LOCAL = sorted(
    name
    for name, one in KNOWLEDGE.interventions.items()
    if one.modality in ("surgery", "radiation", "ablation", "diagnosis")
)
DRUGS = ("5640", "7052", "3264", "253337", "11289", "72625", "10689", "993449", "77655", "161")
CODES = [(SNOMED, "431995006"), (SNOMED, "448461009"), (SNOMED, "33195004"), (SNOMED, "283165009")]
TAKEN = ("apixaban", "ibuprofen", "phenelzine", "morphine", "dexamethasone", "clarithromycin")


def services() -> st.SearchStrategy[dict[str, Any]]:
    codes = st.one_of(st.sampled_from(CODES), st.sampled_from(LOCAL).map(lambda name: (OURS, name)))
    return codes.map(
        lambda code: {
            "resourceType": "ServiceRequest",
            "id": "s1",
            "code": {"coding": [{"system": code[0], "code": code[1]}]},
        }
    )


def drugs() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(DRUGS).map(
        lambda code: {
            "resourceType": "MedicationRequest",
            "id": "m1",
            "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": code}]},
        }
    )


def taking() -> st.SearchStrategy[Case]:
    """Cases of which the list of medicines may be known."""
    lists = st.none() | st.lists(st.sampled_from(TAKEN), max_size=3, unique=True)
    return st.tuples(cases(), lists).map(lambda pair: _with_list(*pair))


def _with_list(case: Case, names: list[str] | None) -> Case:
    if names is None:
        return case
    listed: Any = tuple({"drug": name} for name in names)
    return replace(case, patient={**case.patient, "medicines": listed})


def asked(case: Case, hook: Any, *drafts: dict[str, Any]) -> list[Card]:
    raws = tuple(msgspec.Raw(json.dumps(one).encode()) for one in drafts)
    call = Call(service=f"backstay-{hook}", hook=hook, instance="i", patient_id="p", drafts=raws)
    return cards_for(call, case, (), KNOWLEDGE, SETTINGS)


def well_formed(card: Card) -> bool:
    body = msgspec.to_builtins(card)
    return (
        0 < len(card.summary) < 140
        and card.summary.isprintable()
        and card.indicator in ("info", "warning", "critical")
        and card.uuid is not None
        and "Decision support: people decide." in (card.detail or "")
        and bool(card.selection_behavior) == bool(card.suggestions)
        and full(body)
    )


def full(value: object) -> bool:
    """Whether nothing in it is null or empty."""
    if isinstance(value, dict):
        return bool(value) and all(map(full, value.values()))
    if isinstance(value, list | tuple):
        return bool(value) and all(map(full, value))
    return value is not None and value != ""


@QUICK
@given(taking())
def test_the_plan_is_one_card_or_none_and_an_emergency_is_never_silent(case: Case) -> None:
    cards = asked(case, "patient-view")
    level = glance(case, KNOWLEDGE).urgency.level
    assert all(map(well_formed, cards))
    assert len(cards) <= 1
    if level == "routine" and not case.lesions:
        assert cards == []
    elif level == "emergency":
        found = glance(case, KNOWLEDGE)
        question = rests_on_old(case, found, KNOWLEDGE) and not has_cancer(case, found)
        assert [one.indicator for one in cards] == ["warning" if question else "critical"]
    elif cards:
        assert cards[0].indicator == ("warning" if level == "urgent" else cards[0].indicator)
        assert cards[0].indicator != "critical"


@QUICK
@given(taking(), st.lists(st.one_of(services(), drugs()), min_size=1, max_size=3))
def test_orders_give_cards_that_are_well_formed_and_the_same_again(
    case: Case, drafts: list[dict[str, Any]]
) -> None:
    drafts = [{**one, "id": f"{one['id']}{at}"} for at, one in enumerate(drafts)]
    cards = asked(case, "order-sign", *drafts)
    assert all(map(well_formed, cards))
    assert len(cards) <= len(drafts)
    assert len({one.uuid for one in cards}) == len(cards)
    assert cards == asked(case, "order-sign", *drafts)


@QUICK
@given(cases(), st.sampled_from(LOCAL), st.data())
def test_what_is_missing_never_makes_a_contraindication(
    case: Case, option: str, data: st.DataObject
) -> None:
    """What is called contraindicated with fewer facts is so with all of them, or has been declined."""
    order = {
        "resourceType": "ServiceRequest",
        "code": {"coding": [{"system": OURS, "code": option}]},
    }
    fewer = replace(
        case,
        patient=_some(case.patient, data),
        lesions=case.lesions
        and tuple(
            Lesion(one.name, {**_some(one.facts, data), "level": one.name}) for one in case.lesions
        ),
    )
    said = [one.summary for one in asked(fewer, "order-sign", order) if _rules_out(one)]
    if said and concerns(case, glance(case, KNOWLEDGE), KNOWLEDGE):
        whole = glance(case, KNOWLEDGE, about=(option,))
        stances = {one.stance for one in whole.options if one.id == option}
        assert stances & {"contraindicated", "declined"}


def _rules_out(card: Card) -> bool:
    return "contraindicated here" in card.summary


def _some(facts: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    kept = data.draw(st.lists(st.sampled_from(sorted(facts)), unique=True)) if facts else []
    return {name: facts[name] for name in kept}
