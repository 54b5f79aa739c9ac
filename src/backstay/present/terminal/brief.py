"""The options of a lesion in a few lines each, and those of the whole person beside the plan."""

from __future__ import annotations

from backstay.present import brief, names, options, reasons
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.options import Group, alike, alike_in_short, by_stance, titles
from backstay.present.reasons import Reason
from backstay.present.terminal.lines import wrap
from backstay.present.terminal.options import INDENT, notes, reason_lines, source_note, stance_line
from backstay.present.words import heading as head
from backstay.present.words import listed, say, word

NEEDED = 2  # facts named for an option that needs them; the details name them all


def brief_lines(
    assessment: Assessment, knowledge: Knowledge, group: Group, width: int
) -> list[str]:
    """The options of one lesion: the first reasons of what is offered, a line for the rest."""
    count = say("count_of", count=len(group.idle))
    title = options.title(assessment, group.lesion)
    lines = ["", *wrap(f"{title} ({count})" if group.idle else title, width)]
    told: set[Reason] = set()
    for same in alike_in_short(knowledge, group.offered):
        lines += _offered(knowledge, same, told, width)
    lines += _waiting(knowledge, group.waiting, width)
    lines += _refused_lines(knowledge, group.refused, width)
    if not (group.offered or group.waiting or group.refused):
        lines += wrap(say("no_options"), width, first="  ")
    return lines


def beside_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Options of the whole person that are no step: a count by stance, and what is not advised."""
    group = options.beside_plan(assessment)
    if group is None or not (group.offered or group.waiting or group.refused):
        return []
    counts = [
        say("stance_count", stance=word("stances", name).lower(), count=len(found))
        for name, found in by_stance([*group.offered, *group.waiting]).items()
    ]
    told = say("beside_below", counts=", ".join(counts)) if counts else ""
    lines = ["", *wrap(f"{head('beside_plan')}{told}", width)]
    return lines + _refused_lines(knowledge, group.refused, width)


def _refused_lines(knowledge: Knowledge, refused: list[Entry], width: int) -> list[str]:
    """Options that something speaks against, each with the first reason."""
    return [
        line
        for same in alike_in_short(knowledge, refused)
        for line in _refused(knowledge, same, width)
    ]


def _offered(knowledge: Knowledge, same: list[Entry], told: set[Reason], width: int) -> list[str]:
    """One option in short; a harm that was told in this group is only counted again."""
    found = brief.brief(same[0])
    lines = wrap(stance_line(knowledge, same), width, rest=INDENT)
    for mark, held in (("+", found.pro), ("-", found.con)):
        for one in held:
            lines += reason_lines(knowledge, one, width, mark=mark, short=True)
    if found.harm:
        again = found.harm in told
        text = (
            "" if again else f"{found.harm.text} {source_note(knowledge, found.harm, short=True)}"
        )
        lines += wrap(f"{brief.harms_line(found.harms)} {text}", width, first=f"{INDENT}! ")
        told.add(found.harm)
    return lines


def _waiting(knowledge: Knowledge, waiting: list[Entry], width: int) -> list[str]:
    """Options that need facts, with the first of these, one after the other."""
    told = [_waits(knowledge, same) for same in alike(knowledge, waiting)]
    text = f"[{_word('needs_facts')}] {'; '.join(told)}."
    return wrap(text, width, rest=INDENT) if told else []


def _waits(knowledge: Knowledge, same: list[Entry]) -> str:
    needed = names.all_asked(knowledge, reasons.open_facts(same[0]))
    needs = f" ({listed(needed, most=NEEDED)})" if needed else ""
    return f"{titles(knowledge, same)}{notes(knowledge, same[0])}{needs}"


def _refused(knowledge: Knowledge, same: list[Entry], width: int) -> list[str]:
    held = brief.first_reason(same[0])
    told = stance_line(knowledge, same)
    reason = f": {held.text} {source_note(knowledge, held, short=True)}" if held else ""
    return wrap(told + reason, width, rest=INDENT)


def _word(stance: str) -> str:
    return word("stances", stance).upper()
