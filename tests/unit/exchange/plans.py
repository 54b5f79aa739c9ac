"""Bundles of plans for tests: a case in a few words, its assessment, and a decision."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from backstay.case import Case, read_case
from backstay.exchange.write import plan_bundle, read_decision
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import Assessment, assess

AS_OF = "2026-03-14T09:30+01:00"
COMPRESSED = """
case: t8
as_of: 2026-03-14T09:30+01:00
patient:
  {primary: kidney, cancer_history: current, limb_weakness: true, fit_for_surgery: true, goal: function,
   cord_compression_on_imaging: present}
lesions:
  - {level: T8, escc: "2", nature: metastasis}
  - {level: L3, nature: metastasis, pain: mechanical, bone: lytic}
"""
IN_PAIN = """
case: pain
as_of: 2026-03-14
patient:
  primary: breast
  spinal_pain: true
  pain_worst: 7
  creatinine: 3 mg/dL
  age: 80
  sex: female
  weight: 50
  medicines_known: true
  medicines:
    - {drug: morphine, form: modified_release, route: oral, dose: 60, unit: mg, per_day: 2}
    - {drug: lorazepam, route: oral, dose: 1, unit: mg, per_day: 1}
    - {drug: ibuprofen, route: oral, dose: 400, unit: mg, per_day: 3}
    - {drug: warfarin, route: oral, dose: 5, unit: mg, per_day: 1}
lesions: [{level: L2, pain: mechanical, nature: metastasis}]
"""
DECISION = """
decided_on: 2026-03-15
by: [spine_surgeon, radiation_oncologist]
case: t8
chosen:
  - {option: separation_surgery, lesion: T8}
  - {option: dexamethasone_mscc}
  - {option: mri_whole_spine_24h, why: The lumbar spine was not seen.}
set_aside:
  - {option: decompression_stabilization, lesion: T8, reason: Radiosurgery <follows> & the cord is freed.}
goals: [Walk to the bathroom again]
next: Theater tomorrow
"""


@cache
def assessed(text: str, overlay: str | None = None) -> tuple[Case, Assessment, Knowledge]:
    """A case with its assessment."""
    knowledge = load_knowledge(overlay)
    case = read_case(text, knowledge.facts)
    return case, assess(case, knowledge, what_if=False), knowledge


def changed(text: str, **fields: Any) -> tuple[Case, Assessment, Knowledge]:
    """The same with parts of the assessment replaced, for what no short case gives."""
    case, assessment, knowledge = assessed(text)
    return case, msgspec.structs.replace(assessment, **fields), knowledge


def planned(text: str, decision: str | None = None, **more: Any) -> list[dict[str, Any]]:
    """The resources of a plan."""
    case, assessment, knowledge = assessed(text)
    decided = read_decision(decision.encode(), assessment, knowledge) if decision else None
    bundle = plan_bundle(case, assessment, knowledge, decided, **more)
    return resources_of(bundle)


def resources_of(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["resource"] for one in bundle["entry"]]


def of_kind(resources: list[dict[str, Any]], kind: str, **fields: Any) -> list[dict[str, Any]]:
    """Resources of one kind whose fields have these values."""
    return [
        one
        for one in resources
        if one["resourceType"] == kind
        and all(one.get(name) == value for name, value in fields.items())
    ]


def of_option(resources: list[dict[str, Any]], option: str, **fields: Any) -> dict[str, Any]:
    """The one ServiceRequest of an option."""
    (found,) = [
        one
        for one in of_kind(resources, "ServiceRequest", **fields)
        if one["code"]["coding"][0]["code"] == option
    ]
    return found


def told(resource: dict[str, Any]) -> list[str]:
    return [one["text"] for one in resource["note"]]
