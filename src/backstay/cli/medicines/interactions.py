"""`backstay medicines interactions`."""

from __future__ import annotations

import re
from typing import Any, Literal

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import asked, problem
from backstay.cli.source import the_case, the_knowledge, write_out

MOST = 200  # parts that are read, as many as lines elsewhere


@medicines_app.command
def interactions(
    drugs: str = "",
    /,
    *,
    case: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """What does not go together among some drugs, or between them and what a patient takes.

    Example: backstay medicines interactions "ibuprofen; warfarin; omeprazole 20 mg"

    Parameters
    ----------
    drugs:
        names of drugs or whole lines, with ; between them.
    case:
        a case (YAML, JSON or a FHIR Bundle): what the patient takes counts as well, and states of the patient are
        read from it. The drugs above then count as proposed.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.medicines.together.interactions import together

    if not drugs.strip("; \n") and case is None:
        raise Failed('name drugs, as in "ibuprofen; warfarin", or a case with --case')
    knowledge = the_knowledge(overlay)
    named = _named(drugs, knowledge)
    if case is None:
        found = together({}, knowledge, named)
    else:
        found = together(_facts(case, knowledge), knowledge, proposed=named)
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _named(text: str, knowledge: Any) -> list[Any]:
    """What the text names, as lines; refused whole when one part is not understood."""
    from backstay.medicines.reading.listed import listed

    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if len(parts) > MOST:
        raise Failed(f"{len(parts)} parts between ; or lines; expected {MOST} at most")
    read = listed([{"drug": part} for part in parts], knowledge)
    if read.unread:
        raise Failed("\n".join(_problem(one, knowledge) for one in read.unread))
    return list(read.lines)


def _problem(one: Any, knowledge: Any) -> str:
    return problem(one, None if one.drug else _nearest(one.text, knowledge))


def _nearest(text: str, knowledge: Any) -> str:
    from difflib import get_close_matches

    from backstay.knowledge.ingredients import names_of, spoken

    known = {name: one for one in knowledge.ingredients.values() for name in names_of(one)}
    near = [
        name
        for word in (text, text.split()[0])
        for name in get_close_matches(spoken(word), known, 3)
    ]
    return f"nearest: {', '.join(dict.fromkeys(near))}" if near else "write its generic name"


def _facts(case: str, knowledge: Any) -> dict[str, Any]:
    """Facts and definitions of the patient."""
    from backstay.plan.assess import prepared
    from backstay.reason import evaluate

    return evaluate(prepared(knowledge)[0], the_case(case, knowledge)).patient


def _json(found: Any) -> str:
    import json

    from msgspec import to_builtins

    return json.dumps(to_builtins(found), indent=2, ensure_ascii=False) + "\n"


def _text(found: Any, knowledge: Any) -> str:
    parts = ["\n".join(_lines(one, knowledge)) for one in found.interactions]
    if not parts:
        parts.append("No interaction found among what is known here.")
    if found.not_recognized:
        parts.append(f"Not recognized, so not judged: {'; '.join(found.not_recognized)}")
    if not found.complete:
        parts.append("The list is not known to be complete: what is not on it was not judged.")
    return "\n\n".join(parts) + "\n"


def _lines(one: Any, knowledge: Any) -> list[str]:
    names = " with ".join(_label(name, knowledge) for name in (*one.pair, *one.beside))
    new = ", ".join(_label(name, knowledge) for name in one.proposed)
    lines = [f"{one.severity.upper()}: {names}{f' (proposed: {new})' if new else ''}"]
    for reason in (one, *one.also):
        lines += _reason(reason, knowledge)
    return lines


def _reason(reason: Any, knowledge: Any) -> list[str]:
    """What to do and why, what it rests on, and what to ask."""
    from textwrap import wrap

    sources = ", ".join(knowledge.evidence[source].short for source in reason.evidence)
    said = f"{reason.action} {reason.because} [{reason.checked}: {sources}]"
    ask = asked(reason.check_first, knowledge)
    whether = "ask first" if reason.truth == "true" else "not known whether it holds; ask first"
    told = wrap(f"{whether}: {ask}", 100) if ask else []
    return [f"  {line}" for line in (*wrap(said, 100), *told)]


def _label(name: str, knowledge: Any) -> str:
    entry = knowledge.definitions.get(name) or knowledge.fact(name)
    known = name in knowledge.ingredients or entry is None
    return name.replace("_", " ") if known else str(entry.label)
