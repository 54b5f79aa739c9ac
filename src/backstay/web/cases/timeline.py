"""The timeline of the case screen: treatments and pain, with the same facts as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.knowledge import Knowledge
from backstay.present.knows import Assessment
from backstay.present.timeline.course import course
from backstay.present.timeline.figure import NARROW, WIDE, figure
from backstay.present.timeline.told import empty, facts_table, undated


def timeline(
    document: Mapping[str, Any], assessment: Assessment, knowledge: Knowledge
) -> dict[str, Any]:
    """What `cases/_timeline.html` shows; `document` is the case as it is written, with its dated values."""
    found = course(document, assessment, knowledge)
    if found.empty:
        nothing, ask = empty()
        return {"empty": nothing, "ask": ask}
    return {
        "wide": figure(found, WIDE),
        "narrow": figure(found, NARROW),
        "table": facts_table(found),
        "undated": undated(found),
    }
