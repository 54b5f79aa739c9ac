"""One option in full: each statement with its truth, values, sources, gaps, and what would change it."""

from __future__ import annotations

from typing import Any

from backstay.present import changes, cites, names, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.terminal.lines import heading, wrap
from backstay.present.terminal.options import stance_line
from backstay.present.values import clean, describe
from backstay.present.words import capital, listed, say, word
from backstay.present.words import heading as head

SAYS = ("recommend", "consider", "contraindicated", "avoid", "caution")
ORDER = ("true", "unknown", "false")


def explain(
    assessment: Assessment,
    knowledge: Knowledge,
    option_id: str,
    lesion: str | None = None,
    *,
    width: int = 80,
) -> str:
    """Why one option stands where it stands, as text.

    Raises KeyError with what can be asked when the option is not in the assessment; a lesion option
    without a lesion is explained at each.
    """
    found = _find(assessment, option_id, lesion)
    lines = [line for option in found for line in _option(assessment, knowledge, option, width)]
    return "\n".join(lines).strip("\n") + "\n"


def _find(assessment: Assessment, option_id: str, lesion: str | None) -> list[Entry]:
    options: list[Entry] = assessment.get("options", [])
    here = [one for one in options if one["id"] == option_id]
    if not here:
        known = ", ".join(sorted({str(one["id"]) for one in options}))
        raise KeyError(say("no_option", option=option_id, options=known))
    found = [one for one in here if lesion is None or one.get("lesion") in (lesion, None)]
    if not found:
        places = ", ".join(str(one.get("lesion")) for one in here)
        raise KeyError(say("no_lesion", option=option_id, lesions=places))
    return found


def _option(assessment: Assessment, knowledge: Knowledge, option: Entry, width: int) -> list[str]:
    top = stance_line(knowledge, [option], option.get("lesion"))
    lines = ["", *wrap(top, width, rest="  "), *wrap(_standing(knowledge, option), width)]
    lines += heading(head("statements"), width)
    statements = sorted(option.get("statements", []), key=_weight)
    for statement in statements:
        lines += _statement(knowledge, statement, width)
    return lines + _changes(knowledge, option, width)


def _weight(statement: Entry) -> tuple[int, int]:
    """What holds comes first, and within it what is for, then what is against, then harms."""
    return ORDER.index(reasons.truth(statement)), SAYS.index(str(statement.get("says")))


def _standing(knowledge: Knowledge, option: Entry) -> str:
    owner = say("owner", owner=names.role(option.get("owner")))
    return f"{reasons.last_line(knowledge, option, counted=True)} {owner}."


def _statement(knowledge: Knowledge, statement: Entry, width: int) -> list[str]:
    told = reasons.reason(statement)
    verdict = say("holds", says=capital(word("says", told.says)), truth=word("truths", told.truth))
    rule = str(statement.get("rule") or "")
    lines = ["", *wrap(f"{verdict} ({rule})" if rule else verdict, width, rest="  ")]
    lines += wrap(told.text, width, first="  ")
    lines += _approvals(statement, width)
    lines += _values(knowledge, statement.get("facts") or {}, width)
    if told.missing:
        needed = listed(names.all_asked(knowledge, told.missing))
        lines += wrap(say("needs_to_know", facts=needed), width, first="    ")
    return lines + _sources(knowledge, told, width) + _link(told)


def _link(told: reasons.Reason) -> list[str]:
    """Where the rule stands in the book; an address is never broken over lines."""
    return [f"    {told.link}"] if told.link else []


def _approvals(statement: Entry, width: int) -> list[str]:
    """Each regimen that the statement names: by whom, since when, for whom."""
    lines: list[str] = []
    for one in statement.get("approvals") or ():
        drugs = " + ".join(clean(str(drug)).replace("_", " ") for drug in one["drugs"])
        told = [str(one[key]) for key in ("by", "on", "line") if one.get(key)]
        kind = [] if one["kind"] == "regular" else [str(one["kind"]).replace("_", " ")]
        shown = say("approval", drugs=drugs, told=clean(", ".join([*told, *kind])))
        lines += wrap(shown, width, first="    ", rest="      ")
    return lines


def _values(knowledge: Knowledge, values: dict[str, Any], width: int) -> list[str]:
    """Every name that the rule reads, with its value."""
    shown = [
        say("value", fact=names.fact(knowledge, name), value=describe(knowledge, name, value))
        for name, value in values.items()
    ]
    return [line for one in shown for line in wrap(one, width, first="    ")]


def _sources(knowledge: Knowledge, told: reasons.Reason, width: int) -> list[str]:
    lines = wrap(say("rule_checked", status=word("status", told.status)), width, first="    ")
    for name in told.sources:
        one = cites.source(knowledge, name)
        read = f" ({say('what_was_read', read=one.read)})" if one.read else ""
        citation = " ".join(part for part in (one.citation, one.place) if part)
        shown = say("from_source", short=one.short, status=one.status, citation=citation)
        lines += wrap(shown + read, width, first="    ", rest="      ")
    return lines


def _changes(knowledge: Knowledge, option: Entry, width: int) -> list[str]:
    lines = heading(head("changes"), width)
    found = option.get("would_change") or []
    for change in found:
        stance = word("stances", str(change.get("stance")))
        told = f"{changes.condition(knowledge, option, change)}: {stance}."
        lines += wrap(told, width, first="  ")
    return lines + ([] if found else wrap(say("no_would_change"), width, first="  "))
