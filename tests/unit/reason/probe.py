"""A notice with an expression of one's own in the shipped knowledge, to look at how it is reasoned about."""

from __future__ import annotations

from backstay.knowledge import load_knowledge
from backstay.plan.assess import prepared
from backstay.reason import Program

KEY = "notice:probe"
OVERLAY = """
overlay: test
owner: A
reason: B
on: 2026-11-23
add:
  notices:
    - {{id: probe, scope: {scope}, when: "{when}", text: Probe.}}
"""


def probed(when: str, scope: str = "patient") -> Program:
    program, _ = prepared(load_knowledge(OVERLAY.format(scope=scope, when=when)))
    return program
