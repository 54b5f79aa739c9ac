"""Scores, sources and the foot of the text."""

from __future__ import annotations

from backstay.present import cites, measures
from backstay.present.knows import Assessment, Knowledge
from backstay.present.person import patient
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.terminal.scores import measure_lines
from backstay.present.values import clean, describe
from backstay.present.words import heading as head
from backstay.present.words import say, sentence, word


def score_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Computed values, other scores, then the prognostic ones under their warning."""
    plain = measures.measures(assessment, knowledge, prognostic=False)
    outlook = measures.measures(assessment, knowledge, prognostic=True)
    lines: list[str] = []
    values = measures.computed(assessment, knowledge)
    if values:
        lines += heading(head("computed"), width) + columns(values, width)
    if plain:
        lines += heading(head("scores"), width) + _measures(plain, width)
    if outlook:
        lines += [*heading(head("prognostic"), width), *_warning(assessment, knowledge, width)]
        lines += _measures(outlook, width)
    return lines


def _measures(found: list[measures.Measure], width: int) -> list[str]:
    return [line for one in found for line in measure_lines(one, width, whole=False)]


def source_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    lines: list[str] = []
    for status, group in cites.cited(assessment, knowledge).items():
        lines += wrap(sentence(word("status", status)), width, first="  ")
        for one in group:
            read = f" ({say('what_was_read', read=one.read)})" if one.read else ""
            told = " ".join(part for part in (one.citation, one.place) if part)
            lines += wrap(f"{one.short}: {told}{read}", width, first="    ", rest="      ")
    return heading(head("sources"), width) + lines if lines else []


def foot(assessment: Assessment, width: int) -> list[str]:
    known = assessment.get("knowledge") or {}
    edition = clean(str(known.get("edition") or say("not_known")))
    print_ = clean(str(known.get("fingerprint") or say("not_known")))
    at = (assessment.get("book") or {}).get("at")
    return [
        "",
        *([f"{say('the_library')}: {clean(str(at))}"] if at else []),
        *wrap(say("supports"), width),
        *wrap(
            f"{say('edition', edition=edition)}. {say('fingerprint', fingerprint=print_)}", width
        ),
        *wrap(say("replay_hint"), width),
    ]


def _warning(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    lines = wrap(say("no_rule_reads"), width, first="  ")
    wanted = patient(assessment).get("wants_prognosis")
    if wanted is not True:
        told = describe(knowledge, "wants_prognosis", wanted)
        lines += wrap(say("not_for_patient", wanted=told), width, first="  ")
    return lines
