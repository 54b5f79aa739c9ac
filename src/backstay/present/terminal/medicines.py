"""Medicines as text: in a few lines for the decision, and whole for the details."""

from __future__ import annotations

from backstay.present import medicines, proposals
from backstay.present.knows import Assessment, Knowledge
from backstay.present.proposals import Offer, Proposed
from backstay.present.reasons import Reason
from backstay.present.terminal.lines import heading, wrap
from backstay.present.terminal.options import source_note
from backstay.present.words import heading as head
from backstay.present.words import listed, say, word

DEEP = "      "


def medicine_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """What is taken in one line, what is grave, and the first dose of what is recommended."""
    if medicines.silent(assessment):
        return []
    found = proposals.offers(assessment, knowledge)
    lines = _taken(assessment, width)
    for label, one in (
        *medicines.alarms(assessment, knowledge, first=True),
        *medicines.meetings(assessment, knowledge, first=True),
    ):
        lines += _told(knowledge, one, width, label=label, short=True)
    for offer in proposals.brief(found):
        lines += _brief(knowledge, offer, width)
    rest = proposals.rest(found)
    return lines + (wrap(rest, width, first="  ") if rest else [])


def all_medicine_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Every line, interaction, organ dose and proposal with its reasons."""
    if medicines.silent(assessment):
        return []
    lines = heading(head("all_medicines"), width)
    for told in medicines.lines(assessment):
        lines += wrap(told, width, first="  * ")
    lines += _labeled(knowledge, "alarms", medicines.alarms(assessment, knowledge), width)
    lines += _labeled(knowledge, "meetings", medicines.meetings(assessment, knowledge), width)
    lines += _listed(knowledge, "organ_doses", medicines.organ_doses(assessment, knowledge), width)
    lines += _listed(knowledge, "steroid_lines", medicines.steroid(assessment, knowledge), width)
    for offer in proposals.offers(assessment, knowledge):
        lines += _offer(knowledge, offer, width)
    return lines


def _taken(assessment: Assessment, width: int) -> list[str]:
    lines = heading(head("medicines"), width)
    sums = medicines.sums(assessment)
    for told in (*sums, *medicines.standing(assessment)):
        lines += wrap(told, width, first="  ") if told else []
    for told in medicines.unread(assessment):
        lines += wrap(f"{told} {say('medicine_unread_counts')}", width, first="  ? ")
    return lines


def _told(
    knowledge: Knowledge, one: Reason, width: int, *, label: str = "", short: bool = False
) -> list[str]:
    text = f"{label}: {one.text}" if label else one.text
    return wrap(f"{text} {source_note(knowledge, one, short=short)}", width, first="  ! ")


def _labeled(
    knowledge: Knowledge, title: str, found: list[tuple[str, Reason]], width: int
) -> list[str]:
    lines = ["", *wrap(head(title), width)] if found else []
    for label, one in found:
        lines += _told(knowledge, one, width, label=label)
    return lines


def _listed(knowledge: Knowledge, title: str, found: list[Reason], width: int) -> list[str]:
    return _labeled(knowledge, title, [("", one) for one in found], width)


def _brief(knowledge: Knowledge, offer: Offer, width: int) -> list[str]:
    """The first drug that fits with its dose and what it would meet, then the others by name."""
    lines = wrap(_title(offer), width, rest="    ")
    for one in offer.fitting[:1]:
        lines += wrap(proposals.line(one), width, first="    > ")
        for met in one.grave:
            told = f"{met.text} {source_note(knowledge, met, short=True)}"
            lines += wrap(told, width, first=f"{DEEP}! ")
    others = proposals.others(offer)
    if others:
        lines += wrap(say("or_drugs", drugs=listed(others)), width, first="    ")
    return lines + _not_here(offer, width)


def _not_here(offer: Offer, width: int) -> list[str]:
    """Drugs that are not for this person, each with the first reason."""
    told = [f"{one.drug} ({one.blocked[0].text.rstrip('.')})" for one in offer.blocked]
    return wrap(say("not_for_person", drugs="; ".join(told)), width, first="    x ") if told else []


def _title(offer: Offer) -> str:
    check = f" - {offer.check}" if offer.check else ""
    return f"[{word('stances', offer.stance).upper()}] {offer.title}{check}"


def _offer(knowledge: Knowledge, offer: Offer, width: int) -> list[str]:
    lines = ["", *wrap(_title(offer), width, rest="    ")]
    for one in (*offer.fitting, *offer.blocked):
        lines += _proposed(knowledge, one, width)
    return lines


def _proposed(knowledge: Knowledge, one: Proposed, width: int) -> list[str]:
    mark = "x" if one.blocked else ">"
    text = f"{proposals.line(one)}. {one.more}" if one.more else proposals.line(one)
    lines = wrap(text, width, first=f"    {mark} ")
    for sign, found in (("x", one.blocked), ("!", one.cautions), ("+", one.reasons)):
        for reason in found:
            told = f"{reason.text} {source_note(knowledge, reason)}"
            lines += wrap(told, width, first=f"{DEEP}{sign} ")
    return lines
