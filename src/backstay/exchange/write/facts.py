"""The facts of a case as a FHIR R4 bundle that reads back to the same facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backstay.case import Case, read_case
from backstay.case.dates import Moment, read_moment
from backstay.exchange.looks import LESIONS
from backstay.exchange.ours import AS_OF_DAY, BASE, CASE_PROFILE, DERIVED, FACT_PROFILE, MARKS
from backstay.exchange.write.facts_codes import concept, own
from backstay.exchange.write.facts_looks import Resource, looks_of, observation
from backstay.exchange.write.facts_restated import restated
from backstay.knowledge import Knowledge

_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_ID = 64


def facts_bundle(case: Case | Mapping[str, Any], knowledge: Knowledge) -> Resource:
    """The facts as a Bundle of type collection: each an Observation, some as mCODE resources too.

    The timestamp is `as_of`; dates are those under `observed`. An unknown fact is not written.
    Raises CaseError for a document that is not a case, ValueError for a case that was not read.
    """
    read = case if isinstance(case, Case) else read_case(case, knowledge.facts)
    if not read.document:
        raise ValueError("the case has no document; read it with read_case")
    patient = _patient(read)
    subject = {"reference": f"Patient/{patient['id']}"}
    looks = list(looks_of(read.document, knowledge.facts))
    resources = [patient, *(observation(one, subject) for one in looks)]
    if read.lesions == ():
        resources.append(_no_lesions(subject))
    resources += [derived(one) for one in restated(read, subject, knowledge)]
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [CASE_PROFILE]},
        "identifier": {"system": f"{BASE}/case", "value": read.name},
        "type": "collection",
        **_timestamp(read_moment(str(read.document["as_of"]))),
        "entry": [entry(one) for one in resources],
    }


def entry(resource: Resource) -> Resource:
    """A resource as an entry, with an address by which the others of the bundle refer to it."""
    name = f"{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": f"{BASE}/{name}", "resource": resource}


def derived(resource: Resource) -> Resource:
    """The same resource with the mark that it gives no fact of its own.

    Whatever stands beside the facts in a bundle of ours needs it, or it is read like any record.
    """
    meta = resource.get("meta", {})
    mark = {"system": MARKS, "code": DERIVED}
    return {**resource, "meta": {**meta, "tag": [*meta.get("tag", ()), mark]}}


def patient_id(name: str) -> str:
    """The name of a case as the id of its Patient; what FHIR does not take becomes a hyphen.

    >>> patient_id("t8_renal, second look")
    't8-renal-second-look'
    """
    return _NOT_OF_AN_ID.sub("-", name)[:_LONGEST_ID].strip("-") or "case"


def _patient(case: Case) -> Resource:
    """The person without name and birth date: nobody gave them."""
    sex = case.patient.get("sex")
    gender = {"gender": sex} if sex else {}
    return derived({"resourceType": "Patient", "id": patient_id(case.name), **gender})


def _timestamp(as_of: Moment) -> Resource:
    """A timestamp is an instant; that only the day was meant stands beside it."""
    if not as_of.day_only:
        return {"timestamp": as_of.text}
    beside = {"extension": [{"url": AS_OF_DAY, "valueDate": as_of.text}]}
    return {"timestamp": as_of.at.isoformat(), "_timestamp": beside}


def _no_lesions(subject: Mapping[str, str]) -> Resource:
    return {
        "resourceType": "Observation",
        "id": "fact-lesions",
        "meta": {"profile": [FACT_PROFILE]},
        "status": "final",
        "code": concept([own(LESIONS, "lesions of the spine")], "lesions of the spine"),
        "subject": dict(subject),
        "valueCodeableConcept": concept([own(f"{LESIONS}.none", "none")], "none"),
    }
