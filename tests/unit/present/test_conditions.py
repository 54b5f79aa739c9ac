"""Expressions in plain English."""

from __future__ import annotations

import pytest

from backstay.knowledge import Knowledge, load_knowledge
from backstay.knowledge import tree as t
from backstay.knowledge.parse import parse
from backstay.knowledge.scope import Scope
from backstay.knowledge.types import fact_type
from backstay.present.conditions import Outline, Term, outline, plain_text, sentence


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load_knowledge()


def read(knowledge: Knowledge, text: str) -> t.Node:
    types = dict(knowledge.types)
    patient = {name: fact_type(fact) for name, fact in knowledge.facts.patient.items()}
    lesion = {name: fact_type(fact) for name, fact in knowledge.facts.lesion.items()}
    scopes = {name: knowledge.scope_of(name) for name in types}
    patient |= {name: kind for name, kind in types.items() if scopes[name] == "patient"}
    lesion |= {name: kind for name, kind in types.items() if scopes[name] == "lesion"}
    scope = "patient" if "lesion" in text else "lesion"
    return parse(text, Scope(patient, lesion, scope, known=True)).node


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dying", "dying"),
        ("not dying", "not \u201cdying\u201d"),
        ("platelets < 50", "platelets is below 50 \u00d710\u2079/L"),
        ("50 > platelets", "platelets is below 50 \u00d710\u2079/L"),
        ("age >= 65 and fever", "age is at least 65 years, and fever"),
        ("fever or dying and not ambulatory", "fever, or (dying, and not \u201cwalks\u201d)"),
        ("primary in ('kidney', 'lung_small_cell')", "primary cancer is kidney or \u201clung, small-cell\u201d"),
        ("primary not in ('kidney',)", "primary cancer is not kidney"),
        ("level >= 'S3'", "level is S3 to S5"),
        ("has(levels, 'C0', 'C1', 'C2', 'C7', 'T1')", "C0 to C2, C7 or T1 among levels that the lesion spans"),
        ("not has(allergies, 'latex')", "no latex among allergies"),
        ("any_lesion(escc == '3')",
         "at some lesion: epidural compression (ESCC) is \u201c3, cord compressed, no CSF visible\u201d"),
        ("not any_lesion(symptomatic)", "at no lesion: causes symptoms"),
        ("all_lesions(symptomatic)", "at every listed lesion: causes symptoms"),
        ("count_lesions(symptomatic) > 1", "(the number of lesions where causes symptoms) is above 1"),
        ("known(escc)", "epidural compression (ESCC) was given"),
        ("not known(escc)", "epidural compression (ESCC) was not given"),
        ("not (fever and dying)", "not (fever, and dying)"),
        ("fever if dying else ambulatory", "fever if dying, else walks"),
        ("first(dying, true, fever, false)", "yes if dying; no if fever"),
        ("first(dying, 2, 0) == 2", "(2 if dying; 0 otherwise) is 2"),
        ("weight / height > 0.5", "(body weight / height) is above 0.5"),
        ("least(age, 80) == 80", "the least of age and 80 is 80 years"),
        ("points(pain, {'none': 0, 'non_mechanical': 1, 'mechanical': (2, 3)}) > 1",
         "points by pain from this lesion: no pain 0, pain, not mechanical 1, mechanical 2\u20133 is above 1"),
    ],
)  # fmt: skip
def test_an_expression_as_a_sentence(shipped: Knowledge, text: str, said: str) -> None:
    told = plain_text(sentence(shipped, read(shipped, text)))
    assert told == said


def test_names_are_terms_that_can_be_linked(shipped: Knowledge) -> None:
    parts = sentence(shipped, read(shipped, "fever and platelets < 50"))
    assert [part.name for part in parts if isinstance(part, Term)] == ["fever", "platelets"]


def heads(line: Outline, depth: int = 0) -> list[tuple[int, str]]:
    below = [found for one in line.below for found in heads(one, depth + 1)]
    return [(depth, plain_text(line.head)), *below]


def test_an_expression_as_nested_lists(shipped: Knowledge) -> None:
    node = read(
        shipped,
        "fever and (dying or not (ambulatory or smoker)) and any_lesion(symptomatic and stabilized)",
    )
    assert heads(outline(shipped, node)) == [
        (0, "All of these:"),
        (1, "fever"),
        (1, "Any of these:"),
        (2, "dying"),
        (2, "None of these:"),
        (3, "walks"),
        (3, "smokes"),
        (1, "at some lesion: All of these:"),
        (2, "causes symptoms"),
        (2, "stabilized by implants"),
    ]


def test_cases_and_denied_lists_have_lines_of_their_own(shipped: Knowledge) -> None:
    node = read(shipped, "first(fever and dying, true, false)")
    assert heads(outline(shipped, node)) == [
        (0, "The first of these that holds:"),
        (1, "yes if All of these:"),
        (2, "fever"),
        (2, "dying"),
        (1, "no otherwise"),
    ]
    node = read(shipped, "not (fever and dying)")
    assert heads(outline(shipped, node))[0] == (0, "Not all of these together:")


def test_every_expression_of_the_knowledge_can_be_told(shipped: Knowledge) -> None:
    for unit in shipped.units:
        for node in unit.nodes:
            assert plain_text(sentence(shipped, node)).strip(), unit.key
            assert heads(outline(shipped, node)), unit.key
