"""What a plan proposes drug by drug, as a reader sees it: dose, what to check, what stands against it."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.medicines import FIRST, as_reason, drug_name, inside, told, waits
from backstay.present.reasons import MOST_CHECKS, Reason
from backstay.present.values import clean
from backstay.present.words import listed, say, sentence, word

NEW = ("start", "rotate")  # actions by which a drug joins what is taken


class Proposed(NamedTuple):
    """One drug of one option."""

    drug: str
    dose: str
    more: str  # steps and ceiling
    check: str
    lower: list[Reason]
    blocked: list[Reason]
    cautions: list[Reason]
    reasons: list[Reason]
    grave: list[
        Reason
    ]  # what a drug that is not taken yet would surely meet, and must not or hardly may


class Offer(NamedTuple):
    """An option and the drugs it could be done with; those not for this person stand apart."""

    option: str
    title: str
    stance: str
    check: str  # what all its drugs wait for
    fitting: list[Proposed]
    blocked: list[Proposed]


def offers(assessment: Assessment, knowledge: Knowledge) -> list[Offer]:
    """Every option with its drugs, in the order of the assessment."""
    found = told(assessment).get("proposals") or []
    return [
        _offer(knowledge, option, list(same))
        for option, same in groupby(found, key=lambda one: str(one["option"]))
    ]


def others(offer: Offer) -> list[str]:
    """The drugs beside the one that is told first, each once."""
    return list(
        dict.fromkeys(one.drug for one in offer.fitting if one.drug != offer.fitting[0].drug)
    )


def brief(found: list[Offer]) -> list[Offer]:
    """What the decision tells drug by drug: what is recommended."""
    return [one for one in found if one.stance == "recommended"]


def rest(found: list[Offer]) -> str:
    """What the decision only names: all other options with a drug."""
    titles = [one.title for one in found if one.stance != "recommended"]
    if not titles:
        return ""
    return say("more_proposals", count=len(titles), options=listed(titles, most=MOST_CHECKS))


def line(one: Proposed) -> str:
    """A drug, its dose, what to check and why it is less than usual, on one line."""
    less = [say("dose_lower", reason=reason) for reason in lower(one)]
    behind = "; ".join(part for part in (one.check, *less) if part)
    return f"{one.drug}: {one.dose}" + (f" - {behind}" if behind else "")


def lower(one: Proposed) -> list[str]:
    """Why the dose is less than usual, to stand inside a line."""
    return [inside(reason.text) for reason in one.lower]


def _offer(knowledge: Knowledge, option: str, same: list[Entry]) -> Offer:
    """What every drug of the option waits for is told once, beside its name."""
    asked = [one.get("check_first") or [] for one in same]
    shared = [fact for fact in asked[0] if all(fact in each for each in asked)]
    found = [(bool(one.get("blocked")), _proposed(knowledge, one, shared)) for one in same]
    return Offer(
        option=option,
        title=names.short_option(knowledge, option),
        stance=str(same[0]["stance"]),
        check=waits(knowledge, shared, bool(same[0].get("meanwhile"))),
        fitting=[one for blocked, one in found if not blocked],
        blocked=[one for blocked, one in found if blocked],
    )


def _proposed(knowledge: Knowledge, one: Entry, shared: list[str]) -> Proposed:
    own = [fact for fact in one.get("check_first") or [] if fact not in shared]
    more = [
        sentence(say("dose_steps", step=one["step"])) if one.get("step") else "",
        sentence(str(one["highest"])) if one.get("highest") else "",
    ]
    met = [_met(knowledge, each) for each in one.get("interactions") or []]
    return Proposed(
        drug=clean(str(one["title"])),
        dose=clean(str(one["text"])),
        more=" ".join(part for part in more if part),
        check=waits(knowledge, own, bool(one.get("meanwhile"))),
        lower=[as_reason(each) for each in one.get("reduced_because") or []],
        blocked=[as_reason(each) for each in one.get("blocked") or []],
        cautions=[*[as_reason(each) for each in one.get("cautions") or []], *met],
        reasons=[as_reason(each) for each in one.get("reasons") or []],
        grave=_grave(knowledge, one),
    )


def _grave(knowledge: Knowledge, one: Entry) -> list[Reason]:
    """What stands beside the dose: whom it meets, and before more of a drug is given, what speaks for care."""
    met = [each for each in one.get("interactions") or [] if _is_grave(one, each)]
    care = (one.get("cautions") or [])[:1] if one.get("action") == "raise" else []
    return [*map(as_reason, care), *(_met(knowledge, each) for each in met)]


def _is_grave(one: Entry, met: Entry) -> bool:
    """Whether the decision tells it: a new drug, surely with what is taken, gravely."""
    new = one.get("action") in NEW and bool(met["taken"] and met["certain"])
    return new and met["severity"] in FIRST


def _met(knowledge: Knowledge, one: Entry) -> Reason:
    """An interaction of a proposal: with what, how grave, what to do."""
    sure = "meets_taken" if one["certain"] else "meets_perhaps"
    told_ = say(
        sure if one["taken"] else "meets_proposed",
        severity=word("severities", str(one["severity"])),
        what=listed([drug_name(knowledge, str(name)) for name in one["with"]]),
        action=clean(str(one["action"])),
    )
    return as_reason({**one, "text": told_})
