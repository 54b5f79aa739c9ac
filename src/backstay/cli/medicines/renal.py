"""`backstay medicines renal`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import shown
from backstay.cli.source import the_case, the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge
    from backstay.medicines.organs.said import OrganAdvice

HIGHEST = 300.0  # mL/min: more is taken for a slip of typing


@medicines_app.command
def renal(
    drug: str,
    /,
    *,
    clearance: float | None = None,
    dialysis: Literal["none", "hemodialysis", "peritoneal"] | None = None,
    case: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The dose of one drug by kidney function; with a case also by liver, weight and age.

    Example: backstay medicines renal gabapentin --clearance 25

    Parameters
    ----------
    drug:
        one drug by name.
    clearance:
        creatinine clearance in mL/min (Cockcroft-Gault), or eGFR for drugs whose table goes by it.
    dialysis:
        whether the patient is on dialysis.
    case:
        a case (YAML, JSON or a FHIR Bundle) from which the rest is read.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.cli.medicines.renal_text import renal_text

    knowledge = the_knowledge(overlay)
    named = _drug(drug, knowledge)
    _check(clearance)
    facts = _facts(case, knowledge) if case else {}
    kidney, others = _advice(named, knowledge, facts, clearance, dialysis)
    if format == "json":
        document = {**_kidney(kidney), "others": [_said(one) for one in others]}
        write_out(json.dumps(document, ensure_ascii=False, indent=1) + "\n", None)
    else:
        write_out(renal_text(kidney, others, knowledge), None)


def _drug(text: str, knowledge: Knowledge) -> str:
    """The id of the one drug that a text names."""
    from backstay.medicines.names import recognizer

    found = recognizer(knowledge)(text)
    if not found:
        raise Failed(f"{shown(text)}: no drug of this name is known{_nearest(text, knowledge)}")
    if len(found) > 1:
        names = ", ".join(one.id for one in found)
        raise Failed(f"{shown(text)}: this names several drugs ({names}); ask for one at a time")
    return found[0].id


def _nearest(text: str, knowledge: Knowledge) -> str:
    from difflib import get_close_matches

    from backstay.knowledge.ingredients import names_of, spoken

    names = [name for one in knowledge.ingredients.values() for name in names_of(one)]
    near = get_close_matches(spoken(text), names, 5)
    return f"; nearest: {', '.join(near)}" if near else "; give a generic name, such as gabapentin"


def _check(clearance: float | None) -> None:
    if clearance is not None and not 0 <= clearance <= HIGHEST:
        raise Failed(f"--clearance {clearance:g}: expected mL/min from 0 to {HIGHEST:g}")


def _facts(path: str, knowledge: Knowledge) -> Mapping[str, Any]:
    from backstay.plan.assess import prepared
    from backstay.reason import evaluate

    return evaluate(prepared(knowledge)[0], the_case(path, knowledge)).patient


def _advice(
    drug: str,
    knowledge: Knowledge,
    facts: Mapping[str, Any],
    clearance: float | None,
    dialysis: str | None,
) -> tuple[OrganAdvice, list[OrganAdvice]]:
    """The kidneys, and what else the case says; an option given counts instead of the case."""
    from backstay.medicines.organs.advice import advice
    from backstay.medicines.organs.kidney import renal as by_kidney

    given = {**facts, "dialysis": dialysis or facts.get("dialysis")}
    kidney, *others = advice(drug, knowledge, given)
    if clearance is not None:
        kidney = by_kidney(drug, clearance, knowledge, given["dialysis"])
    return kidney, others if facts else []


def _kidney(one: OrganAdvice) -> dict[str, Any]:
    """The answer in the shape that other software reads: the first source's band, and every source below."""
    said = _said(one)
    first = said["positions"][0] if one.says else {}
    return {
        "drug": one.drug,
        "clearance": said["value"],
        "dialysis": one.dialysis,
        "read": one.read,
        "band": first.get("band"),
        "verdict": first.get("verdict"),
        "dose": said["dose"],
        "avoid": one.avoid,
        "form": first.get("form"),
        "note": " ".join([*first.get("notes", ()), *([one.note] if one.note else [])]) or None,
        "careful": one.careful,
        "check_first": said["check_first"],
        "positions": said["positions"],
        "bands": said["possible"],
        "evidence": first.get("evidence", []),
        "checked": first.get("checked"),
    }


def _said(one: OrganAdvice) -> dict[str, Any]:
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(one)
    dose = msgspec.to_builtins(one.dose)
    return {"organ": plain.pop("organ"), "dose": dose, "positions": plain.pop("says"), **plain}
