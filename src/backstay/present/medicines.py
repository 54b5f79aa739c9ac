"""Medicines of an assessment as a reader sees them: what is taken and what it means."""

from __future__ import annotations

from typing import Any

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.reasons import MOST_CHECKS, Reason
from backstay.present.values import clean
from backstay.present.words import listed, say, sentence, word

FIRST = ("contraindicated", "major")  # severities that the decision tells


def told(assessment: Assessment) -> Entry:
    """What the assessment says of medicines; nothing in one that was written before it did."""
    found: Entry = assessment.get("medicines") or {}
    return found


def silent(assessment: Assessment) -> bool:
    """Whether there is nothing to tell: no list of medicines, and no drug to propose."""
    found = told(assessment)
    return not found or (found.get("lines") is None and not found.get("proposals"))


def listed_at_all(assessment: Assessment) -> bool:
    """Whether anything is known of what is taken."""
    return told(assessment).get("lines") is not None


def sums(assessment: Assessment) -> tuple[str, ...]:
    """What all opioids and all steroids of a day come to, and what that much steroid starts."""
    return (equivalent(assessment), prednisone(assessment), steroid_starts(assessment))


def prednisone(assessment: Assessment) -> str:
    """The steroids of a day as prednisone, or nothing."""
    found = told(assessment).get("prednisone_equivalent")
    return say("prednisone_a_day", total=amount(found)) if found else ""


def equivalent(assessment: Assessment) -> str:
    """The daily equivalent with the name of its factors, or why there is none; nothing without an opioid."""
    found = told(assessment).get("daily_equivalent")
    if not found:
        return ""
    open_ = [sentence(clean(str(one))) for one in (*found["refused"], *found["asks"])]
    if found.get("total") is None:
        return say("mme_none", reason=" ".join(open_))
    first = say("mme", total=amount(found["total"]), set=clean(str(found["title"])))
    return f"{first} {say('mme_open', reason=' '.join(open_))}" if open_ else first


def amount(pair: Any) -> str:
    """An equivalent in words: "60 mg", "60 to 120 mg", "at least 60 mg"."""
    low, high = (None if end is None else f"{round(end, 1):g}" for end in pair)
    if high is None:
        return say("mme_at_least", low=low)
    return say("mme_one", low=low) if low == high else say("mme_span", low=low, high=high)


def steroid_starts(assessment: Assessment) -> str:
    """What the steroids surely start, in their first sentences; nothing where they start nothing."""
    sure = [one for one in told(assessment).get("steroid") or [] if one["truth"] == "true"]
    starts = dict.fromkeys(inside(clean(str(one["text"])).split(". ")[0]) for one in sure)
    return say("steroid_starts", what="; ".join(starts)) if starts else ""


def standing(assessment: Assessment) -> list[str]:
    """Whether the list is known, complete, and its taker tolerant."""
    found = told(assessment)
    lines = found.get("lines")
    if lines is None:
        return [say("no_medicines_known")]
    first = [] if lines or found.get("unread") else [say("no_medicines_taken")]
    return first + ([] if found.get("complete") else [say("medicine_list_open")])


def unread(assessment: Assessment) -> list[str]:
    """What could not be read with certainty, each with what was expected."""
    return [
        say(
            "medicine_unread",
            text=clean(str(one["text"])),
            problem=sentence(clean(str(one["problem"]))),
            expected=sentence(clean(str(one["expected"]))),
        )
        for one in told(assessment).get("unread") or []
    ]


def lines(assessment: Assessment) -> list[str]:
    """What is taken, as it was read."""
    return [clean(str(one["written"])) for one in told(assessment).get("lines") or []]


def alarms(
    assessment: Assessment, knowledge: Knowledge, *, first: bool = False
) -> list[tuple[str, Reason]]:
    """Each alarm under the word of its kind, with what to check; with `first` those that cannot wait."""
    found = told(assessment).get("alarms") or []
    naloxone = [one for one in found if one["kind"] == "naloxone" and one["truth"] == "true"]
    grave = [one for one in found if one["kind"] == "alarm"] + naloxone[:1]
    if first:
        grave += [one for one in _organs(assessment) if _forbids(one)]
    return [
        (_kind(one), as_reason(one, after(knowledge, one))) for one in (grave if first else found)
    ]


def _kind(one: Entry) -> str:
    kind = word("alarms", str(one["kind"]))
    return kind if one["truth"] == "true" else say("perhaps_so", kind=kind)


def _organs(assessment: Assessment) -> list[Entry]:
    """What is above its ceiling, then what organs mean for what is taken."""
    found = told(assessment)
    return [*(found.get("over_ceiling") or []), *(found.get("organ_doses") or [])]


def _forbids(one: Entry) -> bool:
    """Whether it is surely too much, or surely not to be taken."""
    return one["truth"] == "true" and bool(one["avoid"] or one["kind"] == "ceiling")


def meetings(
    assessment: Assessment, knowledge: Knowledge, *, first: bool = False
) -> list[tuple[str, Reason]]:
    """What does not go together under the word of its severity; with `first` what is grave and sure."""
    found = told(assessment).get("interactions") or []
    grave = [one for one in found if one["severity"] in FIRST and one["truth"] == "true"]
    return [
        (word("severities", str(one["severity"])), _meeting(knowledge, one))
        for one in (grave if first else found)
    ]


def organ_doses(assessment: Assessment, knowledge: Knowledge) -> list[Reason]:
    """What kidneys, liver and age mean for what is taken, and what is above its ceiling."""
    return [as_reason(one, after(knowledge, one)) for one in _organs(assessment)]


def steroid(assessment: Assessment, knowledge: Knowledge) -> list[Reason]:
    """What the steroids start, or may."""
    return [as_reason(one, after(knowledge, one)) for one in told(assessment).get("steroid") or []]


def after(knowledge: Knowledge, entry: Entry) -> str:
    """What has to be known first, or nothing."""
    return waits(knowledge, entry.get("check_first") or [], bool(entry.get("meanwhile")))


def waits(knowledge: Knowledge, facts: list[str], meanwhile: bool) -> str:
    """Facts to check, as they stand behind a name."""
    asked = names.all_asked(knowledge, facts)
    phrase = "meanwhile" if meanwhile else "after_checking"
    return say(phrase, facts=listed(asked, most=MOST_CHECKS)) if asked else ""


def _meeting(knowledge: Knowledge, one: Entry) -> Reason:
    pair = " + ".join(drug_name(knowledge, str(name)) for name in one["pair"])
    phrase = "medicines_meet" if one["truth"] == "true" else "medicines_may_meet"
    text = say(phrase, pair=pair, action=sentence(clean(str(one["action"]))))
    return as_reason(
        {**one, "text": f"{text} {sentence(str(one['because']))}"}, after(knowledge, one)
    )


def drug_name(knowledge: Knowledge, name: str) -> str:
    """A drug by its name, a state of the person by its label."""
    return names.fact(knowledge, name)


def as_reason(one: Entry, behind: str = "") -> Reason:
    """One sentence of the medicines with its sources, as other reasons are shown."""
    text = sentence(clean(str(one["text"])))
    return Reason(
        text=f"{text} {sentence(behind)}" if behind else text,
        says="caution",
        side="harm",
        truth="true",
        sources=tuple(one.get("evidence") or ()),
        status=str(one.get("checked") or "unverified"),
        missing=(),
        local="",
    )


def inside(text: str) -> str:
    """A sentence as a part of another one."""
    return (text if text[1:2].isupper() else text[:1].lower() + text[1:]).rstrip(".")
