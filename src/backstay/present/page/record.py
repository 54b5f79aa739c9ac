"""The record behind the page: whose it is, at the top, and what was not read of it, among the details."""

from __future__ import annotations

from backstay.present import record
from backstay.present.knows import Assessment
from backstay.present.markup import Markup, el
from backstay.present.page.parts import section
from backstay.present.words import heading, say


def whom_part(assessment: Assessment) -> Markup | None:
    """The person in words, so that nobody reads the page of another one."""
    told = record.whom(assessment)
    if told is None:
        return None
    return el("p", el("span", f"{heading('whom')}: "), el("b", told), cls="whom", id="whom")


def unread_line(assessment: Assessment) -> Markup | None:
    """How much was not read, with the way to the list."""
    told = record.counted(assessment)
    return el("p", el("a", told, href="#unread"), cls="xs") if told else None


def unread_part(assessment: Assessment) -> Markup | None:
    found = record.left(assessment)
    if not found:
        return None
    items = [
        el(
            "li",
            el("b", say("unread_check" if one.taken else "unread_not_read"), ": "),
            f"{one.what}: {one.why}",
        )
        for one in found
    ]
    lead = el("p", say("unread_lead"), cls="xs dim")
    return section("unread", heading("unread"), lead, el("ul", items, cls="list"), cls="small")
