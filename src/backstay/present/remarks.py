"""What every reader must see about the facts: notices, stale values, conflicts."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.values import clean
from backstay.present.words import say, sentence, word

OLD = ("marked_stale", "stale")  # still counted, and counted as not known
MOST_OLD = 3  # of each that the head of a page shows in full

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
    once = [one for one in dict.fromkeys(found) if not _told_better(one, found)]
    return sorted(once, key=lambda one: FIRST.get(one.kind, len(FIRST)))


def _told_better(one: Remark, found: list[Remark]) -> bool:
    """Whether the same words stand there under a kind that says more."""
    better = {other.kind for other in found if other.text == one.text}
    if one.kind == "notice":
        return better != {"notice"}
    return one.kind == "stale" and "marked_stale" in better


class Aged(NamedTuple):
    """Remarks for the head of a page, and how many old facts of each kind stand only in the list of all."""

    shown: list[Remark]
    rest: dict[str, int]


def aged(found: list[Remark]) -> Aged:
    """Of many old facts the first of each kind; a record that nobody kept would fill the page otherwise."""
    shown: list[Remark] = []
    number = dict.fromkeys(OLD, 0)
    for one in found:
        number[one.kind] = number.get(one.kind, 0) + 1
        if one.kind not in OLD or number[one.kind] <= MOST_OLD:
            shown.append(one)
    return Aged(shown, {kind: number[kind] - MOST_OLD for kind in OLD if number[kind] > MOST_OLD})


def old(found: list[Remark]) -> list[Remark]:
    """All that is out of date, what still counts first."""
    return sorted((one for one in found if one.kind in OLD), key=lambda one: OLD.index(one.kind))


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


FIRST = {
    kind: place
    for place, kind in enumerate((OVERLAY, "contradiction", "conflict", "marked", "notice", *OLD))
}


def _kind(notice: Entry) -> str:
    name = str(notice.get("id"))
    return name if name in KINDS else "notice"


def _remark(one: Entry) -> Remark:
    kind, lesion = str(one.get("kind") or "notice"), one.get("lesion")
    said = clean(str(one["text"])).removeprefix(f"{word('remarks', kind)}: ")
    text = sentence(said)
    where = say("where", lesion=clean(str(lesion)), text=text) if lesion else text
    return Remark(kind, where)
