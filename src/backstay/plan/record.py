"""Records: facts, knowledge and assessment together, so that anyone can replay them to the same bytes."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from backstay.case import read_case
from backstay.case.cases import Case
from backstay.case.text import read_json
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan.assess import assess
from backstay.plan.assessment import Assessment, as_document
from backstay.version import VERSION

KEYS = ("backstay", "knowledge", "facts", "what_if", "assessment")


class OtherVersions(Exception):
    """The record was made under other versions; the message says which to install."""


class NotARecord(ValueError):
    """The text is not a record of this software."""


class Replay(NamedTuple):
    """Whether the bytes are the same, and the first line where they are not."""

    same: bool
    line: int | None = None
    was: str = ""
    now: str = ""


def canonical(document: Any) -> bytes:
    """One byte string for one document, on any machine."""
    return (json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def record(case: Case, knowledge: Knowledge, assessment: Assessment, what_if: bool = True) -> bytes:
    """The record of one assessment: facts, versions, overlay text and result."""
    return canonical(
        {
            "backstay": VERSION,
            "knowledge": {
                "edition": knowledge.edition,
                "fingerprint": knowledge.fingerprint,
                "overlay": knowledge.overlay_text,
            },
            "facts": case.document,
            "what_if": what_if,
            "assessment": as_document(assessment),
        }
    )


def replay(data: bytes) -> Replay:
    """Assess a record's facts again and compare every byte.

    Raises OtherVersions when it was made under other software or knowledge, NotARecord for other text.
    """
    made = read_json(data)
    if not _is_record(made):
        raise NotARecord(f"this is not a record: it needs the keys {', '.join(KEYS)}")
    knowledge = _same_knowledge(made)
    case = read_case(made["facts"], knowledge.facts)
    what_if = bool(made["what_if"])
    again = record(case, knowledge, assess(case, knowledge, what_if=what_if), what_if)
    return Replay(True) if again == data else _difference(data, again)


def _is_record(made: Any) -> bool:
    whole = isinstance(made, dict) and all(key in made for key in KEYS)
    if not whole or not isinstance(made["knowledge"], dict) or not isinstance(made["facts"], dict):
        return False
    return isinstance(made["knowledge"].get("overlay"), str | None)


def _same_knowledge(made: dict[str, Any]) -> Knowledge:
    said = made["knowledge"]
    if made["backstay"] != VERSION:
        other = made["backstay"]
        if not isinstance(other, str) or not re.fullmatch(r"[0-9A-Za-z.+-]{1,40}", other):
            raise NotARecord("this is not a record: the version that made it cannot be read")
        raise OtherVersions(
            f"made by backstay {other}, this is {VERSION}: install backstay=={other}"
        )
    knowledge = load_knowledge(said.get("overlay"))
    if (said.get("edition"), said.get("fingerprint")) != (knowledge.edition, knowledge.fingerprint):
        raise OtherVersions(
            f"made with knowledge {said.get('edition')} {said.get('fingerprint')}, "
            f"this is {knowledge.edition} {knowledge.fingerprint}: "
            f"install the backstay {made['backstay']} that carries that fingerprint"
        )
    return knowledge


def _difference(was: bytes, now: bytes) -> Replay:
    before, after = was.decode("utf-8", "replace").splitlines(), now.decode().splitlines()
    longest = max(len(before), len(after))
    before += [""] * (longest - len(before))
    after += [""] * (longest - len(after))
    at = next(
        (n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]), None
    )
    if at is None:  # the lines agree, the bytes between them do not
        return Replay(False, None, "", "")
    return Replay(False, at + 1, before[at].strip()[:120], after[at].strip()[:120])
