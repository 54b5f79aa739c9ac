"""The whole plan as text: the clock first, then lesions, options, plan and questions."""

from __future__ import annotations

from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import lesions, spine_known
from backstay.present.options import groups
from backstay.present.terminal.body import (
    change_lines,
    differ_lines,
    gap_lines,
    lesion_lines,
    plan_lines,
)
from backstay.present.terminal.head import head
from backstay.present.terminal.lines import wrap
from backstay.present.terminal.options import option_lines
from backstay.present.terminal.tail import foot, score_lines, source_lines
from backstay.present.words import say

NARROWEST = 40


def text(assessment: Assessment, knowledge: Knowledge, *, width: int = 80) -> str:
    """The plan as plain text, no line longer than `width` characters (40 at least)."""
    width = max(width, NARROWEST)
    lines = head(assessment, knowledge, width)
    for lesion in lesions(assessment):
        lines += lesion_lines(assessment, knowledge, lesion, width)
    if not lesions(assessment):
        told = say("no_lesions" if spine_known(assessment) else "lesions_not_known")
        lines += ["", *wrap(told, width)]
    for group in groups(assessment):
        lines += option_lines(assessment, knowledge, group, width)
    for part in (plan_lines, gap_lines, change_lines, differ_lines, score_lines, source_lines):
        lines += part(assessment, knowledge, width)
    return "\n".join([*lines, *foot(assessment, width)]) + "\n"
