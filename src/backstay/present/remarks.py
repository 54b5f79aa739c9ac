"""What every reader must see about the facts: notices, stale values, conflicts."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.values import clean
from backstay.present.words import say, sentence, word

OVERLAY = "overlay"  # a local protocol: stands apart from the others
# Notices that are about the case or its facts have these ids; those of rules have their own.
KINDS = (OVERLAY, "contradiction", "conflict", "stale", "marked_stale", "marked")


class Remark(NamedTuple):
    kind: str
    text: str


def remarks(assessment: Assessment) -> list[Remark]:
    """A local protocol first, then contradictions and conflicts, then the rest; each once."""
    found = [_remark({**one, "kind": _kind(one)}) for one in _told(assessment, "head")]
    for key in ("remarks", "stale", "conflicts"):
        found += [_remark(one) for one in assessment.get(key) or []]
    told = {one.text for one in found if one.kind != "notice"}
    once = [one for one in found if one.kind != "notice" or one.text not in told]
    return sorted(dict.fromkeys(once), key=lambda one: FIRST.get(one.kind, len(FIRST)))


def told_at(assessment: Assessment, place: str) -> list[str]:
    """Notices that stand with what sources differ on, or with what a board needs."""
    return list(dict.fromkeys(_remark(one).text for one in _told(assessment, place)))


def _told(assessment: Assessment, place: str) -> list[Entry]:
    given = assessment.get("notices") or []
    return [one for one in given if (one.get("place") or "head") == place]


def local_protocol(found: list[Remark]) -> list[Remark]:
    return [one for one in found if one.kind == OVERLAY]


def label(remark: Remark) -> str:
    return word("remarks", remark.kind)


FIRST = {kind: place for place, kind in enumerate((OVERLAY, "contradiction", "conflict"))}


def _kind(notice: Entry) -> str:
    name = str(notice.get("id"))
    return name if name in KINDS else "notice"


def _remark(one: Entry) -> Remark:
    kind, lesion = str(one.get("kind") or "notice"), one.get("lesion")
    said = clean(str(one["text"])).removeprefix(f"{word('remarks', kind)}: ")
    text = sentence(said)
    where = say("where", lesion=clean(str(lesion)), text=text) if lesion else text
    return Remark(kind, where)
