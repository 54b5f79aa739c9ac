"""The forms as Questionnaires: every question is a fact, and every fact can stay unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import fhirkit
import pytest
from resources import LOINC, OWN

from backstay.case.units import factor
from backstay.exchange.forms import data, form_names, questionnaire
from backstay.exchange.forms.data import Section, load_forms
from backstay.exchange.forms.items import EXTRACT
from backstay.exchange.forms.questionnaires import _section
from backstay.knowledge import KnowledgeError, load_knowledge

KNOWLEDGE = load_knowledge()
FORMS = {name: questionnaire(name, KNOWLEDGE) for name in form_names()}
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
Item = dict[str, Any]
each_form = pytest.mark.parametrize("name", sorted(FORMS))


def items(form: Item) -> Iterator[Item]:
    for one in form.get("item", ()):
        yield one
        yield from items(one)


def by_link(name: str) -> dict[str, Item]:
    return {one["linkId"]: one for one in items(FORMS[name])}


def codes(item: Item) -> list[tuple[str, str]]:
    options = [one["valueCoding"] for one in item.get("answerOption", ())]
    return [(one["system"], one["code"]) for one in options]


@each_form
def test_a_form_is_a_questionnaire(name: str) -> None:
    form = FORMS[name]
    assert fhirkit.validate(json.dumps(form)) == []
    assert form["url"] == f"https://backstay.example/fhir/Questionnaire/{name}"
    assert form["version"] == KNOWLEDGE.edition
    links = [one["linkId"] for one in items(form)]
    assert len(set(links)) == len(links)


@each_form
def test_every_question_is_a_fact_in_its_words(name: str) -> None:
    asked = [one for one in by_link(name).values() if KNOWLEDGE.fact(one["linkId"])]
    assert asked
    for one in asked:
        fact = KNOWLEDGE.fact(one["linkId"])
        assert fact is not None
        assert one["text"] == fact.asks
        assert one["code"][0] == {"system": OWN, "code": fact.id, "display": fact.label}


@each_form
def test_every_fact_can_stay_unknown(name: str) -> None:
    """A question takes `not known` and `not done` itself, or has one beside it that does."""
    links = by_link(name)
    for link, one in links.items():
        if KNOWLEDGE.fact(link) is None or link in ("level", "to_level"):
            continue
        beside = one if "answerOption" in one else links[f"{link}.why"]
        assert {(ABSENT, "asked-unknown"), (ABSENT, "not-performed")} <= set(codes(beside)), link


@each_form
def test_every_condition_can_be_met_by_an_earlier_answer(name: str) -> None:
    links = by_link(name)
    order = list(links)
    for link, one in links.items():
        conditions = one.get("enableWhen", ())
        assert len(conditions) < 2 or one["enableBehavior"] == "any"
        for condition in conditions:
            question = links[condition["question"]]
            assert order.index(condition["question"]) < order.index(link)
            if condition["operator"] == "=":
                answer = condition["answerCoding"]
                assert (answer["system"], answer["code"]) in codes(question), link
            else:
                assert condition == {
                    "question": link.removesuffix(".why"),
                    "operator": "exists",
                    "answerBoolean": False,
                }


def test_the_items_of_sins_repeat_by_level() -> None:
    (group,) = FORMS["sins"]["item"]
    assert group["repeats"]
    assert group["item"][0]["linkId"] == "level"
    assert group["item"][0]["required"]
    assert {"pain", "bone", "alignment", "collapse", "posterolateral"} <= set(by_link("sins"))
    assert (OWN, "level.T8") in codes(group["item"][0])
    assert all(system == OWN for system, _ in codes(group["item"][0]))


def test_the_grade_can_be_told_without_the_nerve_tissue() -> None:
    assert "enableWhen" not in by_link("escc")["escc"]


def test_a_number_has_its_units() -> None:
    one = by_link("intake")["creatinine"]
    assert one["type"] == "quantity"
    units = [each["valueCoding"]["code"] for each in one["extension"] if "valueCoding" in each]
    assert units == ["mg/dL", "umol/L"]
    assert {"system": LOINC, "code": "2160-0"}.items() <= one["code"][1].items()


def test_a_score_has_its_limits() -> None:
    one = by_link("intake")["pain_worst"]
    assert one["type"] == "decimal"
    limits = {each["url"].rpartition("/")[2]: each.get("valueDecimal") for each in one["extension"]}
    assert limits == {"sdc-questionnaire-observationExtract": None, "minValue": 0, "maxValue": 10}


def test_a_count_is_whole() -> None:
    one = by_link("intake")["extraspinal_bone_metastases"]
    assert one["type"] == "integer"
    assert [each["valueInteger"] for each in one["extension"][1:]] == [0, 999]


def test_a_set_has_none_that_excludes_the_rest() -> None:
    one = by_link("intake")["comorbidities"]
    assert one["type"] == "choice"
    assert one["repeats"]
    alone = [each["valueCoding"]["code"] for each in one["answerOption"] if "extension" in each]
    assert alone == ["comorbidities.none", "asked-unknown", "not-performed"]
    assert by_link("intake")["allergies"]["type"] == "open-choice"


def test_a_list_is_asked_entry_by_entry() -> None:
    links = by_link("intake")
    assert codes(links["medicines"])[:2] == [(OWN, "medicines.none"), (OWN, "medicines.listed")]
    assert links["medicines.entry"]["repeats"]
    assert links["medicines.as_needed"]["type"] == "boolean"
    assert links["medicines.drug"]["type"] == "string"
    assert links["prior_radiation.dose"]["type"] == "quantity"


def test_answers_of_the_patient_can_be_taken_out_as_observations() -> None:
    """Those of a lesion cannot: an Observation taken out so would not name its level."""
    for link, one in by_link("intake").items():
        fact = KNOWLEDGE.fact(link)
        if fact is not None and fact.kind != "list":
            marked = any(each["url"] == EXTRACT for each in one.get("extension", ()))
            assert marked == (fact.scope == "patient"), link


def test_help_stands_beside_its_question() -> None:
    (help_item,) = by_link("intake")["ecog"]["item"]
    assert help_item["type"] == "display"
    assert help_item["text"] == KNOWLEDGE.facts.patient["ecog"].help
    assert "item" not in by_link("intake")["hormone_receptor"]
    assert "item" in by_link("intake")["medicines"]


def test_every_unit_on_offer_is_known_to_a_fact() -> None:
    """Words such as K/uL or lb are read, but never offered under the system of UCUM."""
    facts = [*KNOWLEDGE.facts.patient.values(), *KNOWLEDGE.facts.lesion.values()]
    known = {unit for one in facts for unit in (one.unit, *one.units)}
    fields = [field for one in facts for field in one.fields.values()]
    known |= {unit for one in fields for unit in (one.get("unit"), *one.get("units", ()))}
    units = load_forms().words.units
    assert set(units) <= known
    assert not {"K/uL", "G/L", "lb", "in"} & set(units)
    assert factor(KNOWLEDGE.facts.patient["creatinine"].units["umol/L"])


def test_a_list_without_help_has_none() -> None:
    from backstay.case import Fact
    from backstay.exchange.forms.data import Asked
    from backstay.exchange.forms.items import item_of

    fact = Fact(id="x", kind="list", label="x", asks="?", fields={"y": {"kind": "text"}})
    made = item_of(Asked("x"), fact, load_forms().words)
    assert [one["linkId"] for one in made["item"]] == ["x", "x.entry"]
    assert "item" not in made["item"][0]


def test_a_fact_of_another_scope_is_refused() -> None:
    section = Section("s", "S", (data.Asked("escc"),))
    with pytest.raises(KnowledgeError, match="escc in s is not a fact of a patient"):
        _section(section, KNOWLEDGE)


WORDS = {"words": {}, "absent": {}, "units": []}


@pytest.mark.parametrize(
    ("trees", "why"),
    [
        ({"forms/words.yaml": WORDS, "forms/x.yaml": None}, "Expected `object`"),
        (
            {
                "forms/words.yaml": WORDS,
                "forms/x.yaml": {"id": "x", "sections": [], "color": "red"},
            },
            "color",
        ),
        ({"forms/x.yaml": None}, "words.yaml"),
    ],
)
def test_a_form_that_cannot_be_read_is_named(
    trees: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(name, SimpleNamespace(value=tree)) for name, tree in trees.items()]
    monkeypatch.setattr(data, "read_folder", lambda name: found)
    load_forms.cache_clear()
    with pytest.raises(KnowledgeError, match=why):
        load_forms()
    load_forms.cache_clear()


def test_the_first_form_asks_for_every_symptom_that_starts_a_clock_in_cancer() -> None:
    """What an examiner or a test finds (a grade, a syndrome by name, a sign of the cord) is asked by the plan."""
    found_by_others = {
        "asia", "frankel", "motor_power_worst", "myelopathy", "cauda_equina_syndrome", "escc", "cauda_compression",
        "cord_compression_on_imaging", "hours_since_complete_paralysis", "sedation", "respiratory_rate",
        "post_void_residual", "suicidal_thoughts", "walks_unaided", "comorbidities_known",
    }  # fmt: skip
    flags = {name for name, fact in KNOWLEDGE.facts.patient.items() if fact.red_flag}
    assert flags - found_by_others <= set(by_link("intake"))
