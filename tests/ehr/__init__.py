"""A small record system for tests: a FHIR server, a hook client and SMART App Launch, with faults on demand.

with Ehr(resources) as ehr:
    ehr.faults["Condition"] = "401"
    answer = ehr.call("http://127.0.0.1:8000", "patient-view", {"userId": ..., "patientId": ...})
"""

from ehr.record import Ehr

__all__ = ["Ehr"]
