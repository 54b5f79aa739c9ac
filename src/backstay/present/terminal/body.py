"""Questions, changes and differences as text."""

from __future__ import annotations

from backstay.present import board, changes, differ, gaps, remarks
from backstay.present.gaps import Place
from backstay.present.knows import Assessment, Knowledge
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.words import capital, say, sentence
from backstay.present.words import heading as head


def gap_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = gaps.gaps(assessment, knowledge)
    lines = heading(head("missing"), width)
    for one in found.matter:
        lines += wrap(_gap(one), width, first="  ? ")
    if max(len(found.also), len(found.idle)) > gaps.NAMED:
        told = say("counted", also=len(found.also), idle=len(found.idle))
        lines += wrap(told, width, first="  ")
    else:
        lines += _several(found, width)
    if not found.matter and not found.idle:
        lines += wrap(say("nothing_missing"), width, first="  ")
    return lines


def all_gap_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every open question that the decision only counted."""
    found = gaps.gaps(assessment, knowledge)
    if max(len(found.also), len(found.idle)) <= gaps.NAMED:
        return []
    asked = [wrap(f"{capital(one.name)}. {one.asks}", width, first="  ? ") for one in found.matter]
    lines = [line for told in asked for line in told]
    return heading(head("all_missing"), width) + lines + _several(found, width)


def change_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = changes.changes(assessment, knowledge)
    shown = changes.decisive(found)
    lines = heading(head("changes"), width)
    for one in shown:
        lines += wrap(f"{one.condition}: {one.main_effects}", width, first="  * ")
    if len(found) > len(shown):
        lines += wrap(say("more_changes", count=len(found) - len(shown)), width, first="  ")
    return lines + ([] if found else wrap(say("no_changes"), width, first="  "))


def all_change_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every single change that the decision only counted."""
    found = changes.changes(assessment, knowledge)
    shown = changes.decisive(found)
    rest = [one for one in found if one not in shown]
    told = [wrap(f"{one.condition}: {one.effects}", width, first="  * ") for one in rest]
    lines = [line for one in told for line in one]
    return heading(head("all_changes"), width) + lines if lines else []


def board_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every reason why the case is for the board."""
    found = board.board(assessment, knowledge)
    if found is None or len(found.reasons) <= board.FIRST:
        return []
    lines = [line for one in found.reasons for line in wrap(sentence(one), width, first="  * ")]
    return heading(found.told, width) + lines


def differ_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    lines: list[str] = []
    for dispute in differ.disputes(assessment, knowledge):
        told = f"{dispute.about}: {dispute.told}. {differ.parting(dispute.parts)}"
        lines += wrap(told, width, first="  * ")
    for choice in differ.choices(assessment, knowledge):
        told = f"{choice.title}: {'; '.join(choice.says)}. {differ.parting(choice.parts)}"
        lines += wrap(told, width, first="  * ")
    for told in remarks.told_at(assessment, "differ"):
        lines += wrap(told, width, first="  * ")
    for comparison in differ.comparisons(assessment, knowledge):
        told = say("all_agree" if comparison.agree else "lists_differ")
        lines += wrap(f"{capital(comparison.title)}. {told}", width, first="  ")
        lines += columns([_row(row) for row in comparison.rows], width, indent=4)
    return heading(head("differ"), width) + lines if lines else []


def _several(found: gaps.Gaps, width: int) -> list[str]:
    parts: tuple[tuple[str, list[Place]], ...] = (
        ("also_open", found.also),
        ("no_need", found.idle),
    )
    told = [sentence(say(phrase, facts=gaps.named(places))) for phrase, places in parts if places]
    return [line for one in told for line in wrap(one, width, first="  ")]


def _gap(one: gaps.Gap) -> str:
    parts = [f"{capital(one.name)}.", *gaps.marks(one), gaps.stake(one)]
    return " ".join(part for part in parts if part)


def _row(row: differ.Row) -> tuple[str, ...]:
    name = f"{row.name} ({say('used')})" if row.used else row.name
    return (name, row.says + (f" [{row.status}]" if row.status else ""))
