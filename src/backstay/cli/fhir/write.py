"""`backstay fhir write`: a case, its assessment and the team's decision as a FHIR R4 Bundle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backstay.cli.app import fhir_app
from backstay.cli.assessing import CaseFile
from backstay.cli.fail import Failed
from backstay.cli.source import check_outputs, read_bytes, the_case, the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.case import Case
    from backstay.knowledge import Knowledge


@fhir_app.command
def write(
    case: CaseFile,
    /,
    *,
    decision: str | None = None,
    overlay: str | None = None,
    facts_only: bool = False,
    transaction: bool = False,
    patient: str | None = None,
    out: str | None = None,
) -> None:
    """The plan for one case as a FHIR R4 Bundle: options, drafts, scores, warnings, and where they come from.

    Example: backstay fhir write t8-renal.json --decision decision.yaml --out plan.json

    Parameters
    ----------
    decision:
        what the team chose and set aside (YAML or JSON): the plan becomes active.
    overlay:
        a local protocol (YAML) to apply.
    facts_only:
        the facts of the case alone, without an assessment.
    transaction:
        a Bundle that a FHIR server takes, with every resource but the facts, which a record has already.
    patient:
        the patient in the record, such as Patient/123; needed for a transaction.
    out:
        write there instead of standard output.
    """
    check_outputs([out], [case, decision, overlay])
    given = {
        "--decision": decision,
        "--transaction": transaction,
        "--patient": patient,
        "--overlay": overlay,
    }
    _check(given, facts_only)
    knowledge = the_knowledge(overlay)
    read = the_case(case, knowledge)
    if facts_only:
        from backstay.exchange.write import facts_bundle

        bundle = facts_bundle(read, knowledge)
    else:
        bundle = _plan(read, knowledge, decision, transaction, patient)
    write_out(json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", out)


def _check(given: dict[str, Any], facts_only: bool) -> None:
    """Refuse options that say nothing together, all at once."""
    wrong = [f"{name} goes with a plan, not with --facts-only" for name in given if given[name]]
    if not facts_only:
        wrong = []
        if given["--transaction"] and not given["--patient"]:
            wrong.append("--transaction needs --patient, the patient in the record: Patient/123")
        if given["--patient"] and not given["--transaction"]:
            wrong.append(
                "--patient goes with --transaction; else the bundle has a patient of its own"
            )
    if wrong:
        raise Failed("\n".join(wrong))


def _plan(
    case: Case, knowledge: Knowledge, decision: str | None, transaction: bool, patient: str | None
) -> dict[str, Any]:
    from backstay.exchange.write import DecisionError, WriteError, plan_bundle, read_decision
    from backstay.plan import assess

    assessment = assess(case, knowledge, what_if=False)
    try:
        decided = read_decision(read_bytes(decision), assessment, knowledge) if decision else None
        return plan_bundle(
            case, assessment, knowledge, decided, transaction=transaction, patient=patient
        )
    except DecisionError as error:
        raise Failed(f"{decision}: {error}") from None
    except WriteError as error:
        raise Failed(str(error)) from None
