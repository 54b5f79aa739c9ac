"""What every reader must see about the facts: notices, stale values, conflicts."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.values import clean
from backstay.present.words import say, sentence, word


class Remark(NamedTuple):
    kind: str
    text: str


def remarks(assessment: Assessment) -> list[Remark]:
    """Notices first, then what is wrong with single facts; each once."""
    found = [_remark({**one, "kind": "notice"}) for one in assessment.get("notices") or []]
    for key in ("remarks", "stale", "conflicts"):
        found += [_remark(one) for one in assessment.get(key) or []]
    told = {one.text for one in found if one.kind != "notice"}
    once = [one for one in found if one.kind != "notice" or one.text not in told]
    return list(dict.fromkeys(once))


def _remark(one: Entry) -> Remark:
    text, lesion = sentence(clean(str(one["text"]))), one.get("lesion")
    where = say("where", lesion=clean(str(lesion)), text=text) if lesion else text
    return Remark(str(one.get("kind") or "notice"), where)


def label(remark: Remark) -> str:
    return word("remarks", remark.kind)
