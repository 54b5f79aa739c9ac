"""All that is said of the radiation of each lesion, in parts, for every face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from backstay.present.dose_parts import Part, cord_parts
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.lesions import lesions
from backstay.present.radiation import as_line, at, brief, in_question
from backstay.present.treated import treated_parts
from backstay.present.values import clean
from backstay.present.words import say


class Sheet(NamedTuple):
    """All parts of one lesion."""

    lesion: str
    title: str
    parts: list[Part]


def sheets(assessment: Assessment, knowledge: Knowledge) -> list[Sheet]:
    """Each lesion that was irradiated, or whose radiation is in question."""
    made = [
        Sheet(one.name, one.title, _parts(assessment, knowledge, one.name, found))
        for one in lesions(assessment)
        if (found := at(assessment, one.name)) is not None
    ]
    return _once([one for one in made if one.parts])


def _once(found: list[Sheet]) -> list[Sheet]:
    """A part that another lesion has in the same words is told once; here it says where."""
    first: dict[str, tuple[Part, str]] = {}
    shown = []
    for sheet in found:
        parts = []
        for part in sheet.parts:
            same, where = first.setdefault(part.title, (part, sheet.title))
            again = same == part and where != sheet.title
            note = as_line({}, say("as_at", lesion=where))
            parts.append(Part(part.title, [], [note]) if again else part)
        shown.append(sheet._replace(parts=parts))
    return shown


def sources(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """The sources of all that is told, in the decision and among the details."""
    for one in lesions(assessment):
        for line in brief(assessment, one.name):
            yield from line.reason.sources
    for sheet in sheets(assessment, knowledge):
        for part in sheet.parts:
            yield from (name for told in part.told for name in told.sources)


def supports(assessment: Assessment) -> str:
    """What these doses are for, and that they decide nothing."""
    return clean(str((assessment.get("radiation") or {}).get("supports") or ""))


def _parts(assessment: Assessment, knowledge: Knowledge, lesion: str, found: Entry) -> list[Part]:
    asked = in_question(assessment, lesion)
    if not (asked or found["courses"]):
        return []
    parts = [*cord_parts(found), *(treated_parts(knowledge, found) if asked else ())]
    return [one for one in parts if one.rows or one.told]
