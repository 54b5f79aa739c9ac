"""`backstay dose schedules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import dose_app
from backstay.cli.dose.figures_text import figure_line
from backstay.cli.dose.lesions import as_json, lesions_of
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.volumes.found import Effect, ScheduleFit, Schedules
    from backstay.knowledge import Knowledge


@dose_app.command
def schedules(
    case: str | None = None,
    /,
    *,
    lesion: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """Schedules of radiation with what was seen after them; for a case, those that fit each lesion.

    Example: backstay dose schedules t8-renal.yaml --lesion T8

    Parameters
    ----------
    case:
        a case (YAML, JSON or a FHIR Bundle); without it every schedule is listed.
    lesion:
        only this lesion, by its level.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.volumes.schedules import every_schedule, schedules_for

    knowledge = the_knowledge(overlay)
    if case is None:
        if lesion is not None:
            raise Failed("--lesion is of a case; name the case, or leave --lesion out")
        listed = every_schedule(knowledge)
        text = as_json({"schedules": listed}) if format == "json" else _all(listed, knowledge)
        return write_out(text, None)
    found = [
        (name, schedules_for(facts, knowledge))
        for name, facts in lesions_of(case, lesion, knowledge)
    ]
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _json(found: list[tuple[str, Schedules]]) -> str:
    from msgspec.structs import asdict

    return as_json({"lesions": [{"lesion": name, **asdict(one)} for name, one in found]})


def _all(listed: tuple[ScheduleFit, ...], knowledge: Knowledge) -> str:
    return "\n".join(line for one in listed for line in _told(one, knowledge)) + "\n"


def _text(found: list[tuple[str, Schedules]], knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import asked, wrapped

    lines: list[str] = []
    for name, one in found:
        lines += [f"{name}: schedules for which a statement speaks", ""]
        for fit in one.fitting:
            lines += _told(fit, knowledge)
        lines += [] if one.fitting else ["  none is known to fit", ""]
        lines += ["May fit, if more is known:"] if one.possible else []
        for fit in one.possible:
            lines += wrapped(f"  {fit.title}, ask", (asked(fit.check_first, knowledge),))
        lines += [*wrapped("Caution", one.cautions), ""]
    return "\n".join(lines).rstrip() + "\n"


def _told(one: ScheduleFit, knowledge: Knowledge) -> list[str]:
    from backstay.cli.medicines.one_line import sources, wrapped

    lines = [f"{one.title} ({one.technique})"]
    lines += wrapped("  For", (one.use,))
    lines += [f"  {_effect(effect, knowledge)}" for effect in one.effects]
    lines += wrapped("  Speaks for it", _because(one.spoken_for_by, knowledge))
    lines += wrapped("  Against", _because(one.against, knowledge))
    for seen in one.seen:
        lines += wrapped("  Seen", (figure_line(seen),))
    lines += wrapped("  Note", (one.note,)) if one.note else []
    return [*lines, f"  {sources(one.evidence, one.checked.status, knowledge)}", ""]


def _effect(effect: Effect, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import in_words
    from backstay.knowledge.tables.schedules import TUMOR

    title = knowledge.tables["tissues"][effect.tissue].title
    ratio, bed, eqd2 = (in_words(one) for one in (effect.alpha_beta, effect.bed, effect.eqd2))
    whole = "" if effect.tissue == TUMOR else ", if it had the whole dose"
    return f"{title}{whole} (alpha/beta {ratio}): BED {bed} Gy, EQD2 {eqd2} Gy"


def _because(names: tuple[str, ...], knowledge: Knowledge) -> tuple[Any, ...]:
    return tuple(knowledge.statements[name].because for name in names)
