"""What a client tells about cards, checked. The words of a person may name a patient: they are never kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.text import NotJsonError, opened, plain
from backstay.hooks.asked.fields import UUID, field, matching
from backstay.hooks.invariants import feedback_problems

MOST_BYTES = 200_000
MOST_CARDS = 200  # of one message
MOST_SUGGESTIONS = 50  # of one card
LONGEST_CODE, LONGEST_ADDRESS = 64, 200
# Short and without spaces, so that nobody's words are taken for a code.
_CODE = re.compile(rf"[!-~]{{1,{LONGEST_CODE}}}", re.ASCII)
_ADDRESS = re.compile(rf"[a-zA-Z][a-zA-Z0-9+.-]*:[!-~]{{1,{LONGEST_ADDRESS}}}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]00:00)", re.ASCII | re.IGNORECASE
)
UTC_MOMENT = "a date and time in UTC, such as 2026-03-14T09:30:00Z"


class Told(NamedTuple):
    """What became of one card."""

    card: str
    outcome: str
    at: str  # UTC
    suggestions: str = ""  # ids of those that were accepted
    system: str = ""  # of the reason
    reason: str = ""
    commented: bool = False  # whether words stood beside it


def read_feedback(body: bytes) -> list[Told]:
    """The entries of a message.

    Raises Refused 400 with every problem, 413 for a message of more than `MOST_BYTES`.
    """
    if len(body) > MOST_BYTES:
        raise Refused(413, [f"the body has more than {MOST_BYTES:,} bytes"])
    try:
        document = {name: plain(raw) for name, raw in opened(body, MOST_BYTES).items()}
    except NotJsonError as error:
        raise Refused(400, [f"the body cannot be read: {error}"]) from None
    problems = feedback_problems(document)
    listed: Any = document.get("feedback") if not problems else []
    if not problems and len(listed) > MOST_CARDS:
        problems.append(f"feedback has more than {MOST_CARDS} entries")
        listed = []
    told = [_told(one, f"feedback[{number}]", problems) for number, one in enumerate(listed)]
    if problems:
        raise Refused(400, problems)
    return told


def _told(one: dict[str, Any], path: str, problems: list[str]) -> Told:
    card = matching(one, f"{path}.card", UUID, "the uuid of a card", problems)
    reason = one.get("overrideReason") or {}
    system, code = _coding(reason, f"{path}.overrideReason.reason", problems)
    return Told(
        card=(card or "").lower(),
        outcome=one["outcome"],
        at=_moment(one, f"{path}.outcomeTimestamp", problems),
        suggestions=_suggestions(one, f"{path}.acceptedSuggestions", problems),
        system=system,
        reason=code,
        commented="userComment" in reason,
    )


def _moment(one: dict[str, Any], path: str, problems: list[str]) -> str:
    """The time in one form, so that a repeat is known as one."""
    given = matching(one, path, _MOMENT, UTC_MOMENT, problems)
    try:
        moment = datetime.fromisoformat(given.upper()) if given else None
    except ValueError:
        problems.append(f"{path} must be {UTC_MOMENT}")
        moment = None
    return moment.astimezone(UTC).isoformat() if moment else ""


def _suggestions(one: dict[str, Any], path: str, problems: list[str]) -> str:
    listed = one.get("acceptedSuggestions", [])
    if len(listed) > MOST_SUGGESTIONS:
        problems.append(f"{path} has more than {MOST_SUGGESTIONS} entries")
        return ""
    ids = [
        matching(each, f"{path}[{number}].id", UUID, "the uuid of a suggestion", problems)
        for number, each in enumerate(listed)
    ]
    return " ".join(sorted({each.lower() for each in ids if each}))


def _coding(reason: dict[str, Any], path: str, problems: list[str]) -> tuple[str, str]:
    """The code system and the code of a reason."""
    coding = field(reason, path, dict, problems, needed=False)
    if coding is None:
        return "", ""
    form = f"the address of a code system of at most {LONGEST_ADDRESS} signs"
    system = matching(coding, f"{path}.system", _ADDRESS, form, problems, needed=False)
    what = f"a code of at most {LONGEST_CODE} signs and no spaces"
    code = matching(coding, f"{path}.code", _CODE, what, problems)
    return system or "", code or ""
