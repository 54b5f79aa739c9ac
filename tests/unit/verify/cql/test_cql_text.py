"""What an exported library holds; whether it means the same is asked in tests/oracle."""

from __future__ import annotations

import re

import pytest

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.knowledge import tree as t
from backstay.plan.assess import prepared
from backstay.reason import evaluate
from backstay.verify.cql import answers, library_text, parameters
from backstay.verify.cql.expressions import Writer, constant
from backstay.verify.cql.names import Names

KNOWLEDGE = load_knowledge()
TEXT = library_text(KNOWLEDGE)
DEFINED = re.findall(r'^define "(.+)":$', TEXT, re.MULTILINE)
CASE = """
patient: {age: 60, albumin: 3.1, comorbidities: [diabetes]}
lesions: [{level: T8, pain: mechanical}, {level: L2}]
"""


def written(node: t.Node) -> str:
    return Writer(Names(KNOWLEDGE)).write(node)


def test_every_entry_that_can_be_evaluated_has_an_expression() -> None:
    wanted = {unit.key for unit in KNOWLEDGE.units if unit.kind != "computed"}
    wanted |= {f"stance:{name}" for name in KNOWLEDGE.interventions}
    assert wanted <= set(DEFINED)
    assert len(DEFINED) == len(set(DEFINED))


def test_answers_stand_under_the_names_of_expressions() -> None:
    program, table = prepared(KNOWLEDGE)
    found = answers(evaluate(program, read_case(CASE, KNOWLEDGE.facts)), table)
    assert set(found) == set(DEFINED)
    assert found["sins"] == [[4.0, 16.0], [2.0, 17.0]]


def test_unknown_facts_are_left_out_of_the_parameters() -> None:
    program, _ = prepared(KNOWLEDGE)
    given = parameters(evaluate(program, read_case(CASE, KNOWLEDGE.facts)))
    assert given["Patient"]["age"] == 60.0
    assert given["Patient"]["comorbidities"]["complete"] is False
    assert "platelets" not in given["Patient"]
    assert [lesion["at"] for lesion in given["Lesions"]] == [0, 1]
    assert given["Lesions"][0]["pain"] == "mechanical"
    assert "pain" not in given["Lesions"][1]


def test_an_open_end_stands_as_a_number_above_every_other() -> None:
    program, _ = prepared(KNOWLEDGE)
    told = "patient: {medicines: [{drug: morphine, route: oral, dose: 30, unit: mg, per_day: 2}]}"
    given = parameters(evaluate(program, read_case(told, KNOWLEDGE.facts)))
    assert given["Patient"]["daily_morphine_equivalent"] == {"low": 60.0, "high": 1e15}


def test_lesions_that_nobody_spoke_of_are_null() -> None:
    program, table = prepared(KNOWLEDGE)
    evaluation = evaluate(program, read_case("patient: {age: 60}", KNOWLEDGE.facts))
    assert parameters(evaluation)["Lesions"] is None
    assert answers(evaluation, table)["sins"] is None


def test_an_expression_says_why_and_from_where() -> None:
    for statement in KNOWLEDGE.statements.values():
        above = TEXT.partition(f'define "statement:{statement.id}"')[0].rpartition("\ndefine ")[2]
        said = " ".join(line.removeprefix("// ") for line in above.splitlines())
        assert " ".join(statement.because.split()) in said
        assert all(f"({source})" in said for source in statement.evidence)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (t.Among(t.Name("sex"), ("male",)), "Patient.\"sex\" = 'male'"),
        (t.Compare("!=", t.Name("age"), t.Constant(3.0)), '(Patient."age" != 3.0)'),
        (t.OverLesions("any", t.Name("unstable")),
         'AnyLesion(Lesions here return all ("unstable"[here."at"]))'),
        (t.Known(t.Name("age")), '(Patient."age" is not null)'),
        (t.Arithmetic("**", t.Name("age"), t.Constant(-0.5)), '(Patient."age" ^ -0.5)'),
    ],
)  # fmt: skip
def test_one_expression(node: t.Node, text: str) -> None:
    assert written(node) == text


def test_a_number_with_too_many_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="8 decimals"):
        constant(1e-9)
