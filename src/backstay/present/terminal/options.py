"""Options with their reasons, as text."""

from __future__ import annotations

from backstay.present import names, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.options import Group, alike, last_lines, title, titles
from backstay.present.reasons import Reason
from backstay.present.terminal.lines import heading, wrap
from backstay.present.words import listed, say, word

INDENT = "    "
NEEDED = 8  # facts named for an option that needs them; explain names them all


def option_lines(
    assessment: Assessment, knowledge: Knowledge, group: Group, width: int
) -> list[str]:
    """All options of one lesion, or of the whole person; those not indicated as a count."""
    lines = heading(title(assessment, group.lesion), width)
    for same in alike(knowledge, group.offered):
        lines += _argued(knowledge, same, width)
    if group.waiting:
        lines += ["", *wrap(f"[{word('stances', 'needs_facts').upper()}]", width)]
        for same in alike(knowledge, group.waiting):
            lines += _waiting(knowledge, same, width)
    for same in alike(knowledge, group.refused):
        lines += _argued(knowledge, same, width)
    if group.idle:
        lines += ["", *wrap(say("count_of", count=len(group.idle)) + ".", width)]
    return lines


def reason_lines(knowledge: Knowledge, reason: Reason, width: int, *, mark: str) -> list[str]:
    """One reason with its sources and what was read."""
    return wrap(f"{reason.text} {source_note(knowledge, reason)}", width, first=f"{INDENT}{mark} ")


def source_note(knowledge: Knowledge, reason: Reason) -> str:
    shorts = "; ".join(names.source(knowledge, name) for name in reason.sources)
    status = word("status", reason.status)
    note = f"[{shorts}: {status}]" if shorts else f"[{status}]"
    return f"{note} {say('local', what=reason.local)}" if reason.local else note


def stance_line(knowledge: Knowledge, same: list[Entry], lesion: str | None = None) -> str:
    """The line that must never be split: stance, name, what to check first."""
    option, name = same[0], titles(knowledge, same)
    shown = say("at_lesion", what=name, lesion=lesion) if lesion else name
    extra = [reasons.check(knowledge, option), reasons.otherwise(option)]
    notes = "; ".join(part for part in extra if part)
    stance = word("stances", str(option["stance"])).upper()
    return f"[{stance}] {shown}" + (f" - {notes}" if notes else "")


def _argued(knowledge: Knowledge, same: list[Entry], width: int) -> list[str]:
    option = same[0]
    found = reasons.sides(option)
    lines = ["", *wrap(stance_line(knowledge, same), width, rest=INDENT)]
    for mark, held in (("+", found.pro), ("-", found.con), ("!", found.harms)):
        for reason in held:
            lines += reason_lines(knowledge, reason, width, mark=mark)
    last = last_lines(knowledge, same, counted=True)
    return lines + [line for one in last for line in wrap(one, width, first=INDENT)]


def _waiting(knowledge: Knowledge, same: list[Entry], width: int) -> list[str]:
    needed = names.facts(knowledge, reasons.open_facts(same[0]))
    needs = f": {say('needs', facts=listed(needed, most=NEEDED))}" if needed else ""
    return wrap(titles(knowledge, same) + needs, width, first="  ? ")
