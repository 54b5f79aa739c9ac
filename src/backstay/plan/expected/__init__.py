"""Executable patients: what the knowledge answers for them, and whether it is what they expect."""

from __future__ import annotations

from backstay.plan.expected.answered import ASKED, Answer, answers, expectation
from backstay.plan.expected.holding import failures, levels_named
from backstay.plan.expected.running import AS_OF, Expecting, dated, run

__all__ = [
    "AS_OF",
    "ASKED",
    "Answer",
    "Expecting",
    "answers",
    "dated",
    "expectation",
    "failures",
    "levels_named",
    "run",
]
