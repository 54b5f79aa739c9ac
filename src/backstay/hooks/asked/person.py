"""The case of a call: the data of the patient of the context, and of nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backstay.case import Case, CaseError, read_case
from backstay.exchange import Unread
from backstay.exchange.smart.persons import document_of
from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked.call import Call
from backstay.hooks.asked.drafts import check_persons
from backstay.knowledge import Knowledge


def case_of(call: Call, knowledge: Knowledge, now: datetime) -> tuple[Case, list[Unread]]:
    """The case that the data of a call gives, and what of it was not read.

    Raises Refused 400 for anything about another person, 412 for missing data, 500 for a defect here.
    """
    problems: list[str] = []
    check_persons(call.drafts, call.patient_id, call.server, problems)
    document, unread = document_of(call, knowledge, now, problems)
    return settled(document, knowledge, now), unread


def settled(document: dict[str, Any], knowledge: Knowledge, now: datetime) -> Case:
    """The case of a document that `exchange` made.

    Raises Refused 500, with the places and not the values, if that did not hold together.
    """
    try:
        return read_case(document, knowledge.facts, now=now)
    except CaseError as error:
        places = ", ".join(dict.fromkeys(problem.path for problem in error.problems))
        raise Refused(
            500, [f"the data gave a case that does not hold together: {places}"]
        ) from None
