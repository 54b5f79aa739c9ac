"""The head of the text: the case, the person, the clock, notes on the facts."""

from __future__ import annotations

from backstay.present import board, person, remarks, times, urgency
from backstay.present.knows import Assessment, Knowledge
from backstay.present.terminal.lines import both_ends, wrap
from backstay.present.terminal.lines import heading as section
from backstay.present.terminal.options import reason_lines
from backstay.present.words import capital, heading, say

REASONS = 2  # reasons for the clock that stand at the head; all stand among the details


def head(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    return [
        *both_ends(heading("report"), _case(assessment), width),
        *_person(assessment, knowledge, width),
        "",
        *_clock(assessment, knowledge, width),
        *_board(assessment, knowledge, width),
        *_remarks(assessment, width),
    ]


def _case(assessment: Assessment) -> str:
    moment = times.as_of(assessment.get("as_of"))
    return say("case_line", case=assessment.get("case") or say("not_known"), as_of=moment)


def _person(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    told = [f"{label} {value}" for label, value in person.line(assessment, knowledge)]
    wishes = [f"{label}: {value}" for label, value in person.matters(assessment, knowledge)]
    about = "; ".join([person.who(assessment, knowledge), *told])
    return [*wrap(capital(about), width), *wrap(" ".join(wishes), width)]


def _clock(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = urgency.clock(assessment, knowledge)
    lines = wrap(urgency.title(found).upper(), width)
    notes = [urgency.remaining(found), urgency.course(found), urgency.doubt(found)]
    if found.level == "routine":
        notes.append(say("urgency_routine"))
    for note in notes:
        lines += wrap(capital(note), width, first="  ") if note else []
    most = len(found.reasons) if _all_told(found) else REASONS
    for reason in found.reasons[:most]:
        lines += reason_lines(knowledge, reason, width, mark="*", short=True)
    if len(found.reasons) > most:
        more = say("reasons_below", count=len(found.reasons) - most)
        lines += wrap(more, width, first="    ")
    return lines


def _board(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Whether the case is standard or for the board, with the first reasons."""
    found = board.board(assessment, knowledge)
    if found is None:
        return []
    why = f" {say('board_because', reasons=found.short)}" if found.reasons else ""
    return wrap(f"{found.told}.{why}", width)


def _all_told(found: urgency.Clock) -> bool:
    """Whether the head tells every reason: a single one more is told at once."""
    return len(found.reasons) <= REASONS + 1


def clock_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every reason for the clock, where its head told only the first."""
    found = urgency.clock(assessment, knowledge)
    if _all_told(found):
        return []
    told = [reason_lines(knowledge, one, width, mark="*") for one in found.reasons]
    return section(heading("clock"), width) + [line for lines in told for line in lines]


def _remarks(assessment: Assessment, width: int) -> list[str]:
    lines: list[str] = []
    for one in remarks.remarks(assessment):
        lines += wrap(f"{remarks.label(one)}: {one.text}", width, first="! ")
    return ["", *lines] if lines else []
