"""Options with their reasons, as text: in a few lines for the decision, and whole for the details."""

from __future__ import annotations

from backstay.present import names, reasons, together
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.options import Group, alike, last_lines, own_reasons, title, titles
from backstay.present.reasons import Reason
from backstay.present.terminal.lines import heading, wrap
from backstay.present.words import listed, say, word

INDENT = "    "
MARKS = {"for": "+", "against": "-", "harm": "!"}


def option_lines(
    assessment: Assessment, knowledge: Knowledge, group: Group, width: int
) -> list[str]:
    """All options of one lesion, or of the whole person, with every reason that holds."""
    lines = heading(title(assessment, group.lesion), width)
    for same in together.clusters(knowledge, group.offered):
        lines += _argued(knowledge, same, width)
    if group.waiting:
        lines += ["", *wrap(f"[{word('stances', 'needs_facts').upper()}]", width)]
        for same in alike(knowledge, group.waiting):
            lines += _waiting(knowledge, same, width)
    for same in together.clusters(knowledge, group.refused):
        lines += _argued(knowledge, same, width)
    return lines + _idle(knowledge, group, width)


def reason_lines(
    knowledge: Knowledge, reason: Reason, width: int, *, mark: str, short: bool = False
) -> list[str]:
    """One reason with its sources and what was read."""
    told = f"{reason.text} {source_note(knowledge, reason, short=short)}"
    return wrap(told, width, first=f"{INDENT}{mark} ")


def source_note(knowledge: Knowledge, reason: Reason, *, short: bool = False) -> str:
    """Sources and what was read of them; in short the first source and how many more there are."""
    if short:
        return _short_note(knowledge, reason)
    shorts = "; ".join(names.source(knowledge, name) for name in reason.sources)
    status = word("status", reason.status)
    note = f"[{shorts}: {status}]" if shorts else f"[{status}]"
    return f"{note}{_local(reason)}"


def _short_note(knowledge: Knowledge, reason: Reason) -> str:
    more = f" +{len(reason.sources) - 1}" if len(reason.sources) > 1 else ""
    status = word("status", reason.status).partition(",")[0]
    first = [f"{names.source(knowledge, reason.sources[0])}{more}"] if reason.sources else []
    return f"[{': '.join([*first, status])}]{_local(reason)}"


def _local(reason: Reason) -> str:
    return f" {say('local', what=reason.local)}" if reason.local else ""


def stance_line(knowledge: Knowledge, same: list[Entry], lesion: str | None = None) -> str:
    """The line that must never be split: stance, name, what to check first."""
    name = titles(knowledge, same)
    shown = say("at_lesion", what=name, lesion=lesion) if lesion else name
    stance = word("stances", str(same[0]["stance"])).upper()
    return f"[{stance}] {shown}{notes(knowledge, same[0])}"


def notes(knowledge: Knowledge, option: Entry) -> str:
    """What belongs behind the name: done, what to check first, what a declined option would be."""
    done = say("done") if option.get("done") else ""
    extra = [done, reasons.check(knowledge, option), reasons.otherwise(option)]
    told = "; ".join(part for part in extra if part)
    return f" - {told}" if told else ""


def _argued(knowledge: Knowledge, same: list[Entry], width: int) -> list[str]:
    lines = ["", *wrap(stance_line(knowledge, same), width, rest=INDENT)]
    for name, found in together.held(knowledge, same):
        for one in found:
            lines += _held(knowledge, one, width, MARKS[name])
    last = last_lines(knowledge, same, counted=True)
    return lines + [line for one in last for line in wrap(one, width, first=INDENT)]


def _held(knowledge: Knowledge, one: together.Held, width: int, mark: str) -> list[str]:
    """A reason, with the options it is about where it is not about all that are told together."""
    who = f"{say('only', options=listed(one.only))} " if one.only else ""
    told = f"{who}{one.reason.text} {source_note(knowledge, one.reason)}"
    return wrap(told, width, first=f"{INDENT}{mark} ")


def _waiting(knowledge: Knowledge, same: list[Entry], width: int) -> list[str]:
    needed = names.all_asked(knowledge, reasons.open_facts(same[0]))
    needs = f": {say('needs', facts=listed(needed))}" if needed else ""
    told = f"{titles(knowledge, same)}{notes(knowledge, same[0])}{needs}"
    lines = wrap(told, width, first="  ? ")
    for one in reasons.held(same[0]):
        lines += reason_lines(knowledge, one, width, mark=MARKS[one.side])
    return lines


def _idle(knowledge: Knowledge, group: Group, width: int) -> list[str]:
    """Those not indicated as a count, with what holds about them and was not told above."""
    if not group.idle:
        return []
    lines = ["", *wrap(say("count_of", count=len(group.idle)) + ".", width)]
    for one, about in own_reasons(knowledge, group).items():
        told = f"{'; '.join(about)}: {one.text} {source_note(knowledge, one)}"
        lines += wrap(told, width, first=f"{INDENT}{MARKS[one.side]} ")
    return lines
