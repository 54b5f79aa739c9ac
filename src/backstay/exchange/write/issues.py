"""What stands against something as DetectedIssues: contraindications, and what follows for medicines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.medications import draft_id, picked_id
from backstay.exchange.write.offered import chosen, drafts, picked, proposed
from backstay.exchange.write.reasons import AGAINST, reason_line, reason_lines
from backstay.exchange.write.services import plan_id, proposal_id
from backstay.exchange.write.words import facts_named, say, sourced, word
from backstay.exchange.write.writing import (
    TAKEN,
    Resource,
    Writing,
    device_id,
    facts_at,
    own_concept,
    placed,
    resource,
    taken_at,
    to,
)
from backstay.medicines.proposals.proposal import Met, Proposal
from backstay.plan.assessment import Option
from backstay.plan.medicines_shape import Meeting, Told
from backstay.version import VERSION

# The words of the knowledge for a severity, as those of FHIR; others have none.
SEVERITIES = {"contraindicated": "high", "major": "high", "moderate": "moderate"}


def detected_issues(writing: Writing) -> Iterator[Resource]:
    """Each thing that stands against an option, a draft or what is taken."""
    yield from _contraindications(writing)
    medicines = writing.assessment.medicines
    for kind in ("alarms", "organ_doses", "over_ceiling", "steroid"):
        for one in getattr(medicines, kind):
            yield _told(writing, kind, one)
    for meeting in medicines.interactions:
        yield _meeting(writing, meeting)
    for number, draft in enumerate(medicines.proposals):
        yield from _of_draft(writing, number, draft)


def issue_id(writing: Writing, option: Option) -> str:
    return writing.name("DetectedIssue", "contraindicated", option.id, option.lesion)


def _contraindications(writing: Writing) -> Iterator[Resource]:
    for option in writing.assessment.options:
        if option.stance != "contraindicated":
            continue
        against = reason_lines(option, writing.knowledge, AGAINST)
        wanted = chosen(writing, option)
        yield _issue(
            writing,
            issue_id(writing, option),
            "contraindication",
            say("contraindicated", title=placed(option)),
            against,
            severity="high",
            implicated=_requests(writing, option) if wanted else None,
            mitigation=_mitigation(wanted.why) if wanted and wanted.why else None,
        )


def _requests(writing: Writing, option: Option) -> list[dict[str, str]]:
    """The requests that the team has for an option."""
    if not drafts(writing, option):
        return [to(plan_id(writing, option), placed(option))]
    found = picked(writing, option)
    return [to(picked_id(writing, found[0]), placed(option))] if found else []


def _told(writing: Writing, kind: str, one: Told) -> Resource:
    """An alarm, an organ dose, a ceiling or a threshold for what is taken."""
    text = sourced(one.text, one.checked, one.evidence, writing.knowledge)
    return _issue(
        writing,
        writing.name("DetectedIssue", kind, one.kind, one.id, *one.about),
        one.kind,
        text,
        _open(writing, one.check_first),
        status="final" if one.truth == "true" else "preliminary",
        implicated=taken_at(writing, one.about) or facts_at(writing, TAKEN),
    )


def _meeting(writing: Writing, one: Meeting) -> Resource:
    """Drugs that are taken, or a drug and a state of the person, that do not go together."""
    because = sourced(one.because, one.checked, one.evidence, writing.knowledge)
    return _issue(
        writing,
        writing.name("DetectedIssue", "interaction", one.id, *one.pair),
        "interaction",
        f"{_names(one.pair)}: {because}",
        [one.action, *_open(writing, one.check_first)],
        status="final" if one.truth == "true" else "preliminary",
        severity=SEVERITIES.get(one.severity),
        implicated=taken_at(writing, one.pair) or facts_at(writing, TAKEN),
    )


def _of_draft(writing: Writing, number: int, one: Proposal) -> Iterator[Resource]:
    """Why a drug is not proposed, and what a proposed one meets."""
    option = next(
        (each for each in proposed(writing) if each.id == one.option),
        None,
    )
    if option is None:
        return
    if one.blocked:
        why = " ".join(reason_line(reason, writing.knowledge) for reason in one.blocked)
        yield _issue(
            writing,
            writing.name("DetectedIssue", "blocked", str(number)),
            "blocked",
            say("blocked", title=one.title, text=why),
            [],
            implicated=None
            if drafts(writing, option)
            else [to(proposal_id(writing, option), placed(option))],
        )
    elif one.drug:
        for place, met in enumerate(one.interactions):
            yield _met(writing, number, place, one, met)


def _met(writing: Writing, number: int, place: int, one: Proposal, met: Met) -> Resource:
    taken = taken_at(writing, met.with_what) if met.taken else []
    because = sourced(met.because, met.checked, met.evidence, writing.knowledge)
    return _issue(
        writing,
        writing.name("DetectedIssue", "draft", str(number), str(place)),
        "interaction",
        f"{_names([one.title, *met.with_what])}: {because}",
        [met.action],
        status="final" if met.certain else "preliminary",
        severity=SEVERITIES.get(met.severity),
        implicated=[to(draft_id(writing, number), one.title), *taken],
    )


def _names(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _open(writing: Writing, facts: list[str]) -> list[str]:
    return [say("only_known", facts=facts_named(facts, writing.knowledge))] if facts else []


def _mitigation(text: str) -> list[dict[str, Any]]:
    """What the team answered. FHIR means what was done, so what is only advised stands in the detail."""
    return [{"action": {"text": text}}]


def _issue(
    writing: Writing,
    identity: str,
    kind: str,
    detail: str,
    more: list[str],
    status: str = "final",
    **fields: Any,
) -> Resource:
    return resource(
        "DetectedIssue",
        identity,
        [detail, *more],
        status=status,
        code=own_concept(f"issue.{kind}", word("issues", kind)),
        patient=writing.subject,
        identifiedDateTime=writing.on,
        author=to(device_id(VERSION), "Backstay"),
        detail=" ".join([detail, *more]),
        **fields,
    )
