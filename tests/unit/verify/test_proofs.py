"""The proof finds what is put in to be found. That the shipped knowledge holds, `make test` asks beside these."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case import read_case
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import assess

pytest.importorskip("z3")
from backstay.verify import monotone, proofs, report
from backstay.verify.questions import QUESTIONS

OVERLAY = "overlay: test\nowner: A\nreason: B\non: 2026-11-23\n"
RULE = """
add:
  statements:
    - {{id: probe, scope: {scope}, about: {about}, says: {says}, when: "{when}", because: Probe.,
       evidence: [clinical-convention], framework: {framework},
       checked: {{status: secondary, read: probe, on: 2026-11-23}}}}
"""


def with_rule(
    when: str, says: str, about: str, framework: str = "probe", scope: str = "lesion"
) -> Knowledge:
    rule = RULE.format(when=when, says=says, about=about, framework=framework, scope=scope)
    return load_knowledge(OVERLAY + rule)


def failures(knowledge: Knowledge, name: str) -> list[proofs.Failure]:
    (finding,) = proofs.proofs(knowledge, name)
    return finding.failures


def test_a_framework_that_contradicts_itself_is_shown_as_a_patient() -> None:
    knowledge = with_rule("escc == '1a'", "contraindicated", "sbrt", "noms")
    found = failures(knowledge, "no-framework-contradicts-itself")
    assert found
    assert {"probe"} <= {place.split(": ")[-1] for place in found[0].mend}
    assert found[0].patient is not None
    case = read_case(found[0].patient, knowledge.facts)
    (option,) = [
        o
        for o in assess(case, knowledge).options
        if o.id == "sbrt" and o.lesion == case.lesions[0].name
    ]
    said = {
        one.says for one in option.statements if one.truth == "true" and one.framework == "noms"
    }
    assert {"recommend", "contraindicated"} <= said


@pytest.mark.parametrize(
    ("when", "side"),
    [
        ("walks_unaided and not ambulatory", "probe can be true"),
        ("not walks_unaided or ambulatory or age < 200", "probe can be false"),
    ],
)
def test_a_rule_that_the_constraints_leave_nothing_to_say_is_found(when: str, side: str) -> None:
    knowledge = with_rule(when, "consider", "paracetamol", scope="patient")
    work = proofs._Work(knowledge)
    asked = QUESTIONS["alive"](work.known, knowledge.properties["every-rule-can-speak"])
    about_it = [one for one in asked if one.label.startswith("probe ")]
    assert len(about_it) == 2
    found = {one.label: (one.wanted, work.prover.proved(one).answer) for one in about_it}
    assert [label for label, (_, answer) in found.items() if answer != "holds"] == [side]


def test_a_lost_reason_against_is_found_with_facts_that_give_the_formula_its_number() -> None:
    removed = "remove: [{kind: statements, id: nsaid-not-below-egfr-30, owner: A, reason: B, on: 2026-11-23}]"
    found = failures(load_knowledge(OVERLAY + removed), "no-nsaid-where-it-harms-most")
    assert [f.answer for f in found] == ["fails"]
    assert "creatinine" in str(found[0].patient)


def test_a_red_flag_that_raises_nothing_is_found() -> None:
    removed = [
        f"{{kind: clocks, id: {name}, owner: A, reason: B, on: 2026-11-23}}"
        for name in ("red-flags-with-cancer-are-an-emergency",)
    ]
    local = load_knowledge(f"{OVERLAY}remove: [{', '.join(removed)}]")
    found = failures(local, "neurological-flags-with-cancer-are-an-emergency")
    assert "radicular_pain" in {f.question for f in found}
    assert all("primary" in str(f.patient) or "cancer" in str(f.patient) for f in found)


def test_urgency_that_falls_with_the_grade_is_found() -> None:
    clock = """
add:
  clocks:
    - {id: probe, scope: lesion, level: emergency, within_hours: 1, when: "escc == '1a'", because: Probe.,
       evidence: [clinical-convention], checked: {status: unverified, read: probe, on: 2026-11-23}}
"""
    found = failures(load_knowledge(OVERLAY + clock), "a-worse-epidural-grade-never-lowers-urgency")
    assert found[0].question == "escc and emergency"
    assert "# then:" in str(found[0].patient)


def test_what_is_taken_back_is_found() -> None:
    """Two spans that happen to be the same are taken for one answer, until one of them is known more closely."""
    spans = """
add:
  definitions:
    - {id: left, kind: number, label: left, value: "first(fever, 0, 3)"}
    - {id: right, kind: number, label: right, value: "first(limb_weakness, 0, 3)"}
    - {id: probe, kind: number, label: probe, value: "left if myelopathy else right"}
"""
    program = proofs._Work(load_knowledge(OVERLAY + spans)).known.program
    (part,) = [one for one in monotone.parts(program) if one.unit.key == "probe"]
    proof = monotone.proved(program, part)
    assert proof.answer == "fails"
    assert proof.witness is not None
    assert proof.witness.document["filled_in_last"] in ("fever", "limb_weakness")


def test_a_property_about_nobody_does_not_hold() -> None:
    claim = """
add:
  properties:
    - {id: nobody, claim: Nobody., kind: stance, when: "fever and not fever", about: [nsaid], never: [recommended]}
"""
    assert [f.answer for f in failures(load_knowledge(OVERLAY + claim), "nobody")] == ["empty"]


def test_the_report_says_what_to_mend(capsys: Any) -> None:
    knowledge = with_rule("escc == '1a'", "contraindicated", "sbrt", "noms")
    (finding,) = proofs.proofs(knowledge, "no-framework-contradicts-itself")
    text = report.text_of(finding)
    assert text.startswith("FAILS  no-framework-contradicts-itself")
    assert "mend rules/radiation/noms.yaml:" in text
    assert report.json_of(knowledge, [finding])["holds"] is False
    assert "0 of 1 properties hold" in report.summary(knowledge, [finding])
