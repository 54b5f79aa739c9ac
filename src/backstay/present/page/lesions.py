"""The lesions: the spine, stability, and four questions about each."""

from __future__ import annotations

from backstay.present import scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion, lesions, spine_known
from backstay.present.markup import Markup, el, join
from backstay.present.page.noms import noms_part
from backstay.present.page.parts import section
from backstay.present.page.sins import MOST_BESIDE, sins_part
from backstay.present.spine.figure import spine
from backstay.present.values import describe
from backstay.present.words import capital, heading, say, sentence


def lesion_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """The spine stands beside what follows; under it SINS, which has its own table for many lesions."""
    found = lesions(assessment)
    figure = spine(found, description(knowledge, found), known=spine_known(assessment))
    questions = noms_part(assessment, knowledge, found) if found else _no_lesion(assessment)
    stability = sins_part(knowledge, found)
    under, after = (None, stability) if len(found) > MOST_BESIDE else (stability, None)
    beside = el("div", section("spine", heading("spine"), figure), under, cls=_width(found))
    return join(beside, questions, after)


def _width(found: list[Lesion]) -> str:
    """The names of lesions that span levels need a wider figure."""
    return "beside spans" if any(len(lesion.levels) > 1 for lesion in found) else "beside"


def _no_lesion(assessment: Assessment) -> Markup:
    known = spine_known(assessment)
    return section(
        "noms", heading("noms"), el("p", say("no_lesions" if known else "lesions_not_known"))
    )


def description(knowledge: Knowledge, found: list[Lesion]) -> str:
    """The figure of the spine in words, for those who cannot see it."""
    return " ".join(_told(knowledge, one) for one in found) or say("lesions_not_known")


def _told(knowledge: Knowledge, lesion: Lesion) -> str:
    facts = lesion.facts
    parts = [say("bone_is", bone=describe(knowledge, "bone", facts.get("bone")))]
    parts.append(say("sins", result=scored.result(lesion.sins)))
    if lesion.sins is not None:
        parts += [gap for gap in [scored.gaps(knowledge, lesion.sins)] if gap]
    parts.append(_canal(knowledge, lesion))
    if facts.get("prior_radiation"):
        told = describe(knowledge, "prior_radiation", facts["prior_radiation"])
        parts.append(say("earlier_radiation", courses=told))
    return sentence(say("where", lesion=lesion.title, text=capital("; ".join(parts))))


def _canal(knowledge: Knowledge, lesion: Lesion) -> str:
    name = "cauda_compression" if lesion.below_conus else "escc"
    return say(
        "cauda" if lesion.below_conus else "escc",
        grade=describe(knowledge, name, lesion.facts.get(name)),
    )
