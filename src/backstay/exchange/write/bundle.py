"""A case, its assessment and the team's decision as one FHIR R4 Bundle."""

from __future__ import annotations

import re
from typing import Any

from backstay.case.cases import Case
from backstay.exchange.write.deciding import check_decision
from backstay.exchange.write.decision import Decision
from backstay.exchange.write.facts import facts_bundle
from backstay.exchange.write.flags import flags
from backstay.exchange.write.goals import team_goals, wishes
from backstay.exchange.write.issues import detected_issues
from backstay.exchange.write.medications import medication_requests
from backstay.exchange.write.options import request_group
from backstay.exchange.write.plans import care_plans
from backstay.exchange.write.provenance import device, provenances
from backstay.exchange.write.risks import risk_assessments
from backstay.exchange.write.scores import score_observations
from backstay.exchange.write.services import service_requests
from backstay.exchange.write.writing import Resource, Writing, seed_of
from backstay.knowledge import Knowledge
from backstay.plan import Assessment

PARTS = (
    flags,
    care_plans,
    wishes,
    team_goals,
    request_group,
    service_requests,
    medication_requests,
    detected_issues,
    score_observations,
    risk_assessments,
)
_PATIENT = re.compile(r"(?:https?://\S+/)?Patient/[A-Za-z0-9.-]{1,64}")


class WriteError(ValueError):
    """A bundle that must not be written; the message says why and what to do."""


def plan_bundle(
    case: Case,
    assessment: Assessment,
    knowledge: Knowledge,
    decision: Decision | None = None,
    *,
    transaction: bool = False,
    patient: str | None = None,
) -> dict[str, Any]:
    """The assessment, and the decision where there is one, as a Bundle of type collection.

    With `transaction` a Bundle that a FHIR server takes: each resource is put under an id that follows from the
    case, so that sending it twice changes nothing. It holds no facts, which the record has already, and is about
    `patient`, a reference such as Patient/123. Raises WriteError, DecisionError.
    """
    _check_same(case, assessment, knowledge)
    if decision is not None:
        check_decision(decision, assessment, knowledge)
    if transaction:
        writing = _writing(case, assessment, knowledge, decision, _checked(patient), {})
        entries = [_entry(one) | {"request": _put(one)} for one in _resources(writing)]
        return {**_head(writing, "transaction"), "entry": entries}
    facts = facts_bundle(case, knowledge)
    urls = {one["resource"]["id"]: one["fullUrl"] for one in facts["entry"]}
    patient = facts["entry"][0]["fullUrl"]
    writing = _writing(case, assessment, knowledge, decision, patient, urls)
    entries = [*facts["entry"], *map(_entry, _resources(writing))]
    return {**facts, **_head(writing, "collection"), "entry": entries}


def _writing(
    case: Case,
    assessment: Assessment,
    knowledge: Knowledge,
    decision: Decision | None,
    patient: str,
    facts: dict[str, str],
) -> Writing:
    seed = seed_of(case, knowledge, patient)
    return Writing(case, assessment, knowledge, decision, {"reference": patient}, facts, seed)


def _resources(writing: Writing) -> list[Resource]:
    written = [one for part in PARTS for one in part(writing)]
    return [*written, *provenances(writing, written), device()]


def _check_same(case: Case, assessment: Assessment, knowledge: Knowledge) -> None:
    """Nothing is written from parts that do not belong together."""
    told = (assessment.case, assessment.as_of, assessment.knowledge.fingerprint)
    if told != (case.name, case.as_of.isoformat(), knowledge.fingerprint):
        raise WriteError("the assessment is not of this case under this knowledge; assess it again")


def _checked(patient: str | None) -> str:
    """The patient of a transaction, whom nobody may guess."""
    if patient is None or not _PATIENT.fullmatch(patient):
        raise WriteError("a transaction needs the patient in the record, such as Patient/123")
    return patient


def _head(writing: Writing, kind: str) -> dict[str, Any]:
    identity = writing.name("Bundle", kind)
    return {"resourceType": "Bundle", "id": identity, "type": kind}


def _entry(one: Resource) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{one['id']}", "resource": one}


def _put(one: Resource) -> dict[str, str]:
    return {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}
