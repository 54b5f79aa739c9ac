"""What the case screen shows: the parts of one assessment, for one chosen lesion or for all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backstay.case import CaseError, Problem
from backstay.present import reasons
from backstay.present.knows import Assessment
from backstay.present.lesions import Lesion, lesions, spine_known
from backstay.present.page.head import matters_part
from backstay.present.page.lesions import description
from backstay.present.page.noms import MOST_COLUMNS, noms_part
from backstay.present.screen import head, options, overview, places, questions, stability
from backstay.present.spine.figure import spine
from backstay.web.cases.opened import shown as shown_document
from backstay.web.cases.rail import rail
from backstay.web.cases.timeline import timeline
from backstay.web.records.case import case_document
from backstay.web.records.entering.history import told_of_none
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode

ALL = "all"  # the choice of every lesion at once


def screen(episode: Episode, wanted: str) -> dict[str, Any]:
    """The context of the page; without a plan where the facts cannot be read as a case."""
    try:
        document = case_document(episode, datetime.now(UTC))
        shown = shown_document(document)  # what would change it comes after the page
    except CaseError as error:
        return {"problems": [_mended(episode, one) for one in error.problems]}
    with reasons.once():
        return _parts(episode, document, shown, wanted)


def _parts(
    episode: Episode, document: dict[str, Any], shown: Assessment, wanted: str
) -> dict[str, Any]:
    found = lesions(shown)
    chosen = choice(shown, found, wanted)
    return {
        **_head(shown),
        "lesions": found,
        "several": len(found) > 1,
        "chosen": chosen,
        "all_chosen": len(found) > 1 and wanted == ALL,
        "spine_known": spine_known(shown),
        "none_there": None if found else told_of_none(episode),
        "wrong": wanted if wanted and wanted != ALL and not _named(found, wanted) else "",
        "spine": _spine(shown, found, chosen),
        **(_one(shown, chosen) if chosen else _all(shown, found)),
        "person_options": options.person_part(shown, knowledge()),
        "timeline": timeline(document, shown, knowledge()),
        "rail": rail(shown, knowledge(), episode, chosen.name if chosen else ""),
        "edition": (shown.get("knowledge") or {}).get("edition"),
        "as_of": datetime.fromisoformat(shown["as_of"]),
    }


def _mended(episode: Episode, problem: Problem) -> str:
    """A problem with the level of its lesion in place of its number."""
    levels = episode.lesions.filter(removed_at=None).order_by("pk").values_list("level", flat=True)
    told = str(problem).removeprefix("patient.")
    for place, level in enumerate(levels):
        told = told.replace(f"lesions[{place}].", f"{level}.", 1)
    return told


def choice(shown: Assessment, found: list[Lesion], wanted: str) -> Lesion | None:
    """The lesion that was asked for, else the one whose option stands first; None for all or for none."""
    if not found or (wanted == ALL and len(found) > 1):
        return None
    first = next((one["lesion"] for one in shown["options"] if one.get("lesion")), "")
    return _named(found, wanted) or _named(found, first) or found[0]


def _named(found: list[Lesion], name: str) -> Lesion | None:
    return next((one for one in found if one.name == name), None)


def _head(shown: Assessment) -> dict[str, Any]:
    known = knowledge()
    return {
        "person_line": head.person_part(shown, known),
        "matters": matters_part(shown, known),
        "clock": head.clock_part(shown, known),
        "board": head.board_part(shown, known),
        "alerts": head.alerts_part(shown),
        "notes": head.notes_part(shown),
    }


def _spine(shown: Assessment, found: list[Lesion], chosen: Lesion | None) -> str:
    return spine(
        found,
        description(knowledge(), found),
        known=spine_known(shown),
        link=places.choose,
        chosen=chosen.name if chosen else "",
    )


def _one(shown: Assessment, lesion: Lesion) -> dict[str, Any]:
    """The parts of one lesion."""
    known = knowledge()
    return {
        "stability": stability.stability_part(known, lesion, places.sources(shown)),
        "questions": questions.questions_part(shown, known, lesion),
        "options": options.lesion_part(shown, known, lesion.name),
    }


def _all(shown: Assessment, found: list[Lesion]) -> dict[str, Any]:
    """The parts of all lesions side by side, of many the table alone; nothing where there is none."""
    if not found:
        return {}
    known = knowledge()
    few = len(found) <= MOST_COLUMNS
    return {
        "stability": overview.strips_part(known, found) if few else "",
        "questions": noms_part(shown, known, found) if few else "",
        "options": overview.lesions_part(shown, known, found),
    }
