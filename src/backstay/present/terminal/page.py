"""The whole plan as text: the decision first, clock at its head, then every option with its reasons."""

from __future__ import annotations

from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import lesions, spine_known
from backstay.present.options import groups, lesion_groups
from backstay.present.terminal.body import (
    all_change_lines,
    all_gap_lines,
    board_lines,
    change_lines,
    differ_lines,
    gap_lines,
)
from backstay.present.terminal.brief import beside_lines, brief_lines
from backstay.present.terminal.head import clock_lines, head
from backstay.present.terminal.lesions import noms_lines, sins_lines
from backstay.present.terminal.lines import wrap
from backstay.present.terminal.medicines import all_medicine_lines, medicine_lines
from backstay.present.terminal.options import option_lines
from backstay.present.terminal.plan import plan_lines, team_lines
from backstay.present.terminal.radiation import dose_lines, dose_sheet_lines
from backstay.present.terminal.tail import foot, score_lines, source_lines
from backstay.present.words import heading, say

NARROWEST = 40


def text(
    assessment: Assessment, knowledge: Knowledge, *, width: int = 80, details: bool = True
) -> str:
    """The plan as plain text, no line longer than `width` characters (40 at least).

    Without `details` it ends after the decision part and says where every option and reason stands.
    """
    width = max(width, NARROWEST)
    lines = head(assessment, knowledge, width)
    lines += _decision(assessment, knowledge, width)
    if details:
        lines += _details(assessment, knowledge, width)
    else:
        lines += ["", *wrap(say("where_details_are"), width)]
    return "\n".join([*lines, *foot(assessment, width)]) + "\n"


def _decision(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    lines: list[str] = []
    by_name = {group.lesion: group for group in lesion_groups(assessment)}
    for lesion, answers in noms_lines(assessment, knowledge, width):
        lines += answers
        if lesion.name in by_name:
            lines += brief_lines(assessment, knowledge, by_name.pop(lesion.name), width)
        lines += dose_lines(assessment, knowledge, lesion.name, width)
    if not lesions(assessment):
        told = say("no_lesions" if spine_known(assessment) else "lesions_not_known")
        lines += ["", *wrap(told, width)]
    for group in by_name.values():  # options of a lesion that the case does not list
        lines += brief_lines(assessment, knowledge, group, width)
    for part in (plan_lines, beside_lines, medicine_lines, gap_lines, change_lines):
        lines += part(assessment, knowledge, width)
    return lines


def _details(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    title = heading("details").upper()
    lines = ["", "", title, "=" * len(title), *wrap(say("details_lead"), width)]
    lines += team_lines(assessment, width)
    lines += clock_lines(assessment, knowledge, width)
    lines += board_lines(assessment, knowledge, width)
    lines += differ_lines(assessment, knowledge, width)
    for lesion in lesions(assessment):
        lines += ["", *sins_lines(knowledge, lesion, width)]
    for group in groups(assessment):
        lines += option_lines(assessment, knowledge, group, width)
    lines += dose_sheet_lines(assessment, knowledge, width)
    lines += all_medicine_lines(assessment, knowledge, width)
    for part in (all_gap_lines, all_change_lines, score_lines, source_lines):
        lines += part(assessment, knowledge, width)
    return lines
