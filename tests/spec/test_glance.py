"""A glance says of every executable patient the same as the whole assessment, only less of it."""

from __future__ import annotations

import msgspec
import pytest
from knowledge_cases import by_sentence, patients

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge.patients import Patient
from backstay.plan import Glance, assess, glance
from backstay.plan.assessment import Option
from backstay.plan.glance import SHOWN

KNOWLEDGE = load_knowledge()
SAME = set(Glance.__struct_fields__) - {"options", "medicines"}
ABOUT = ("sbrt", "separation_surgery", "mdt_discussion", "dexamethasone_mscc")


@pytest.mark.parametrize("patient", patients()[::3], ids=by_sentence)
def test_a_glance_is_a_part_of_the_assessment(patient: Patient) -> None:
    case = read_case(patient.document, KNOWLEDGE.facts)
    whole = assess(case, KNOWLEDGE, what_if=False)
    bare = glance(case, KNOWLEDGE)
    assert {name: getattr(bare, name) for name in SAME} == {
        name: getattr(whole, name) for name in SAME
    }
    assert bare.options == [_held(one) for one in whole.options if one.stance in SHOWN]
    assert bare.medicines is None
    asked = glance(case, KNOWLEDGE, about=ABOUT, medicines=True)
    assert asked == msgspec.structs.replace(
        bare,
        options=[
            one if one.id in ABOUT else _held(one)
            for one in whole.options
            if one.stance in SHOWN or one.id in ABOUT
        ],
        medicines=whole.medicines,
    )


def _held(option: Option) -> Option:
    true = [one for one in option.statements if one.truth == "true"]
    return msgspec.structs.replace(option, statements=true)


def test_the_options_asked_about_are_known() -> None:
    assert set(ABOUT) <= set(KNOWLEDGE.interventions)


@pytest.mark.parametrize(
    ("patient", "lesion", "asked"),
    [
        ({"medicines": [{"drug": "blue pill when it hurts"}], "pain_worst": 8}, {}, "medicines"),
        ({}, {"prior_radiation": [{"dose": "30 Gy"}], "escc": "2"}, "prior_radiation"),
    ],
    ids=["a medicine that is not read", "a course without fractions"],
)
def test_what_is_missing_of_a_list_is_asked_in_a_glance_too(
    patient: dict[str, object], lesion: dict[str, object], asked: str
) -> None:
    document = {"as_of": "2026-03-14", "patient": patient, "lesions": [{"level": "T8", **lesion}]}
    case = read_case(document, KNOWLEDGE.facts)
    whole, bare = assess(case, KNOWLEDGE, what_if=False), glance(case, KNOWLEDGE)
    assert any(one.fact == asked and "Not " in one.asks for one in whole.questions)
    assert bare.notices == whole.notices
    assert bare.questions == whole.questions
