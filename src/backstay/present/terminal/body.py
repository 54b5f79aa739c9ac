"""Lesions, plan and questions as text."""

from __future__ import annotations

from backstay.present import changes, differ, gaps, noms, plan, scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.words import capital, listed, say
from backstay.present.words import heading as head


def lesion_lines(
    assessment: Assessment, knowledge: Knowledge, lesion: Lesion, width: int
) -> list[str]:
    """The four questions and SINS of one lesion."""
    lines = heading(head("noms_at", lesion=lesion.title), width)
    for one in noms.noms(assessment, knowledge, lesion):
        lines += wrap(
            f"{one.letter}  {one.question} {one.answer}.", width, first="  ", rest="     "
        )
        told = "; ".join(part for part in (one.because, one.shared) if part)
        lines += wrap(told, width, first="     ")
    return [*lines, *_sins(knowledge, lesion, width)]


def plan_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = plan.steps(assessment, knowledge)
    lines = heading(head("plan"), width)
    if not found:
        lines += wrap(say("no_steps"), width, first="  ")
    lines += columns([_step(one) for one in found], width)
    team = plan.team(assessment)
    return lines + (wrap(f"{head('team')}: {listed(team)}.", width) if team else [])


def gap_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = gaps.gaps(assessment, knowledge)
    lines = heading(head("missing"), width)
    for one in found.matter:
        lines += wrap(_gap(one), width, first="  ? ")
    if found.also:
        lines += wrap(say("also_open", facts=listed(found.also)), width, first="  ")
    if found.idle:
        lines += wrap(say("no_need", facts=listed(found.idle)), width, first="  ")
    if not found.matter and not found.idle:
        lines += wrap(say("nothing_missing"), width, first="  ")
    return lines


def change_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    found = changes.changes(assessment, knowledge)
    lines = heading(head("changes"), width)
    for one in found[: changes.WHOLE]:
        lines += wrap(f"{one.condition}: {one.effects}", width, first="  ")
    if len(found) > changes.WHOLE:
        lines += wrap(say("more_changes", count=len(found) - changes.WHOLE), width, first="  ")
    return lines + ([] if found else wrap(say("no_changes"), width, first="  "))


def differ_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    lines: list[str] = []
    for dispute in differ.disputes(assessment, knowledge):
        lines += wrap(f"{dispute.about}: {dispute.told}.", width, first="  ")
    for comparison in differ.comparisons(assessment, knowledge):
        told = say("all_agree" if comparison.agree else "lists_differ")
        lines += wrap(f"{capital(comparison.title)}. {told}", width, first="  ")
        lines += columns([_row(row) for row in comparison.rows], width, indent=4)
    return heading(head("differ"), width) + lines if lines else []


def _sins(knowledge: Knowledge, lesion: Lesion, width: int) -> list[str]:
    if lesion.sins is None:
        return wrap(
            say("score_at", score="SINS", lesion=lesion.title, result=say("not_known")),
            width,
            first="  ",
        )
    rows = [(one.label, one.points, one.finding) for one in scored.items(knowledge, lesion.sins)]
    caption = wrap(scored.caption(knowledge, lesion.sins, lesion), width, first="  ")
    return [*caption, *columns(rows, width, indent=4)]


def _step(one: plan.Step) -> tuple[str, ...]:
    when = ", ".join(part for part in (one.when, one.by) if part)
    parts = [one.what]
    if one.check:
        parts.append(one.check)
    if one.after:
        parts.append(plan.after(one))
    if one.choice:
        parts.append(say("one_of"))
    return (str(one.number), when, f"{'; '.join(parts)} ({one.owner})")


def _gap(one: gaps.Gap) -> str:
    parts = [f"{capital(one.name)}.", *gaps.marks(one), one.asks, gaps.stake(one)]
    return " ".join(part for part in parts if part)


def _row(row: differ.Row) -> tuple[str, ...]:
    name = f"{row.name} ({say('used')})" if row.used else row.name
    return (name, row.says + (f" [{row.status}]" if row.status else ""))
