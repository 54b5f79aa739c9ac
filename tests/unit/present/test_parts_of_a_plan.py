"""Steps, changes, questions and measures as both faces read them."""

from __future__ import annotations

from typing import Any

from backstay.present import changes, cites, gaps, measures, noms, options, plan, scored
from backstay.present.knows import Knowledge
from backstay.present.lesions import Lesion

Assessment = dict[str, Any]


def test_steps_are_numbered_and_name_what_comes_before(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    found = plan.steps(assessment, knowledge)
    surgery = found[2]
    assert (surgery.number, surgery.after, surgery.by) == (3, [1], "by 21:00")
    assert surgery.check == "after checking platelets" and surgery.owner == "Spine surgery"
    assert plan.after(found[3]) == "after 3" and plan.after(found[0]) == ""


def test_a_step_does_not_wait_for_the_same_step_at_another_lesion(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    assessment["plan"]["steps"][3]["lesion"] = "L3"
    assert plan.steps(assessment, knowledge)[3].after == []


def test_a_step_of_a_choice_is_marked(assessment: Assessment, knowledge: Knowledge) -> None:
    step = assessment["plan"]["steps"][0]
    step.update(choice="T8:a|b", within_hours=None, when="planned", owner=None)
    found = plan.steps(assessment, knowledge)[0]
    assert found.choice == "T8:a|b" and found.when == "Planned" and found.owner == "Owner not set"


def test_values_with_the_same_effect_are_told_once(knowledge: Knowledge) -> None:
    option = {"id": "opioid", "lesion": None, "would_change": [
        {"fact": "metastases_total", "from": 8, "to": 1, "stance": "not_indicated"},
        {"fact": "metastases_total", "from": 8, "to": 2, "stance": "not_indicated"},
        {"fact": "metastases_total", "from": 8, "to": 4, "stance": "consider"},
    ]}  # fmt: skip
    found = changes.changes({"options": [option]}, knowledge)
    assert [one.condition for one in found] == [
        "If number of metastases were 1 or 2 (now 8)",
        "If number of metastases were 4 (now 8)",
    ]
    assert found[0].effects == "Not indicated: opioid."


def test_a_change_of_a_lesion_names_it(knowledge: Knowledge) -> None:
    change = {"fact": "pain", "from": None, "to": "mechanical", "stance": "consider"}
    option = {"id": "brace", "lesion": "L3", "would_change": [change]}
    (found,) = changes.changes({"options": [option]}, knowledge)
    assert found.condition == "L3: If pain were mechanical (now not known)"


def test_what_could_be_urgent_is_asked_first(assessment: Assessment, knowledge: Knowledge) -> None:
    question = {
        "fact": "limb_weakness",
        "lesion": None,
        "asks": "Are the limbs weak?",
        "could_change": [],
    }
    assessment["questions"].append({**question, "urgency": True, "stale": True})
    first = gaps.gaps(assessment, knowledge).matter[0]
    assert first.label == "weak limbs" and gaps.marks(first) == ["Out of date."]
    assert gaps.stake(first) == "Could make it more urgent."


def test_many_questions_are_named_after_the_first(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    for number in range(12):
        assessment["questions"].append(
            {"fact": f"fact_{number}", "lesion": "T8", "asks": "?", "could_change": ["sbrt@T8"]}
        )
    found = gaps.gaps(assessment, knowledge)
    assert len(found.matter) == gaps.WHOLE and ("T8", "fact 11") in found.also
    assert gaps.stake(found.matter[-1]) == "Could change: sbrt at T8."


def test_a_source_says_where_it_is_found(knowledge: Knowledge) -> None:
    assert cites.source(knowledge, "nowhere").status == "unverified"
    assert cites.source(knowledge, "nowhere").citation == "citation not on file"


def test_a_grade_is_no_number() -> None:
    assert scored.ends({"id": "escc", "total": "2", "interval": ["2", "2"]}) is None


def test_an_outcome_stands_with_its_score(assessment: Assessment, knowledge: Knowledge) -> None:
    assessment["scores"][3]["outcome"] = "Of 100 people 3 died"
    (one,) = measures.measures(assessment, knowledge, prognostic=False)
    assert one.outcome == "Of 100 people 3 died" and one.complete


def at_l3(defined: dict[str, Any], facts: dict[str, Any] | None = None) -> Lesion:
    """A lesion where there is no cord, so that its scale does not apply."""
    scores = {"escc": {"applies": False}}
    return Lesion("L3", "L3", ("L3",), facts or {}, defined, scores)


def test_a_free_cord_says_nothing_of_the_cauda(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    free_cord = {"low_grade_compression": True, "cauda_compressed": None}
    unknown = noms.noms(assessment, knowledge, at_l3(free_cord))[0]
    assert not unknown.known and unknown.answer == "Not known"
    told = {"low_grade_compression": True, "cauda_compressed": False}
    assert noms.noms(assessment, knowledge, at_l3(told))[0].answer == "The cauda is not compressed"
    told = {"cauda_compressed": True}
    assert noms.noms(assessment, knowledge, at_l3(told))[0].answer == "The cauda is compressed"


def test_of_one_stance_what_is_done_first_stands_first() -> None:
    def option(name: str, stance: str) -> dict[str, Any]:
        return {"id": name, "lesion": "T8", "stance": stance}

    given = [
        option("postoperative_sbrt", "recommended"),
        option("separation_surgery", "recommended"),
        option("spinal_angiography", "consider"),
    ]
    steps = [
        {"id": name, "lesion": "T8"}
        for name in ("spinal_angiography", "separation_surgery", "postoperative_sbrt")
    ]
    (group,) = options.groups({"options": given, "plan": {"steps": steps}})
    assert [one["id"] for one in group.offered] == [
        "separation_surgery",
        "postoperative_sbrt",
        "spinal_angiography",
    ]
