"""`backstay dose fracture`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.figures_text import figure_lines, hazard_line
from backstay.cli.dose.lesions import Lesions, as_json, lesions_of, planned
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.limits.schedule import Schedule
    from backstay.dose.volumes.found import ControlFigures, Figure, FractureHazards, Hazard
    from backstay.knowledge import Knowledge

OTHERS = "Figures of other courses are told without --dose, and by --format json."
HOLDS = ((True, "Holds here"), (None, "Not known"), (False, "Does not hold"))


@dose_app.command
def fracture(
    case: str | None = None,
    /,
    *,
    dose: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    lesion: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """What raises fracture of a vertebra after SBRT, and the control that the dose buys. No risk is made of it.

    Example: backstay dose fracture t8-renal.yaml --dose 24/2

    Parameters
    ----------
    case:
        a case (YAML, JSON or a FHIR Bundle); without it only what hangs on the dose is judged.
    dose:
        the planned course, total dose in Gy and fractions, such as 24/2.
    lesion:
        only this lesion, by its level.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.volumes.figures import control_figures, fracture_hazards

    knowledge, course = the_knowledge(overlay), planned(dose)
    gray, parts = (course.dose, course.fractions) if course else (None, None)
    found = [
        (
            name,
            fracture_hazards(facts, knowledge, dose=gray, fractions=parts),
            control_figures(facts, knowledge, dose=gray, fractions=parts),
        )
        for name, facts in _lesions(case, lesion, knowledge)
    ]
    write_out(_json(found, course) if format == "json" else _text(found, course, knowledge), None)


def _lesions(case: str | None, lesion: str | None, knowledge: Knowledge) -> Lesions:
    if case is not None:
        return lesions_of(case, lesion, knowledge)
    if lesion is not None:
        raise Failed("--lesion is of a case; name the case, or leave --lesion out")
    return [("any lesion", {})]


def _json(found: list[tuple[str, FractureHazards, ControlFigures]], course: Schedule | None) -> str:
    return as_json(
        {
            "planned": course and {"dose": course.dose, "fractions": course.fractions},
            "lesions": [
                {"lesion": name, "fracture": hazards, "control": control}
                for name, hazards, control in found
            ],
        }
    )


def _text(
    found: list[tuple[str, FractureHazards, ControlFigures]],
    course: Schedule | None,
    knowledge: Knowledge,
) -> str:
    lines: list[str] = []
    for name, hazards, control in found:
        lines += [f"{name}: fracture of the vertebra after SBRT, hazard ratios"]
        lines += _hazards(hazards.hazards, knowledge)
        lines += figure_lines("Seen", _of_course(hazards.incidences, course), knowledge)
        lines += _volumes(hazards, knowledge)
        lines += [f"{name}: regrowth after SBRT, hazard ratios"]
        lines += _hazards(control.hazards, knowledge)
        lines += figure_lines("Seen", _of_course(control.figures, course), knowledge)
        lines += [OTHERS] if course else []
        lines += _ends(hazards, control, knowledge)
    return "\n".join(lines).rstrip() + "\n"


def _of_course(figures: tuple[Figure, ...], course: Schedule | None) -> tuple[Figure, ...]:
    """Figures of the planned course, and those of no course in particular."""
    if course is None:
        return figures
    return tuple(
        one
        for one in figures
        if one.dose in (None, course.dose) and one.fractions in (None, course.fractions)
    )


def _hazards(hazards: tuple[Hazard, ...], knowledge: Knowledge) -> list[str]:
    from backstay.cli.medicines.one_line import sources, wrapped

    lines = []
    for truth, head in HOLDS:
        for one in hazards:
            if one.holds is truth:
                said = f"{hazard_line(one)} {sources(one.evidence, one.checked.status, knowledge)}"
                lines += wrapped(f"  {head}", (said,))
    return lines


def _volumes(found: FractureHazards, knowledge: Knowledge) -> list[str]:
    from backstay.cli.medicines.one_line import sources, wrapped

    texts = (
        f"after {one.fractions} fraction, {one.percent_above:g} % within {one.months:g} months where more than "
        f"{one.above_cc:g} cc of the {one.structure} had {one.dose:g} Gy, {one.percent_below:g} % below; "
        f"{one.population} {sources(one.evidence, one.checked.status, knowledge)}"
        for one in found.volumes
        if one.about is not False
    )
    return wrapped("  Seen", tuple(texts))


def _ends(found: FractureHazards, control: ControlFigures, knowledge: Knowledge) -> list[str]:
    from backstay.cli.medicines.one_line import asked, wrapped
    from backstay.dose.volumes.figures import COURSE

    names = dict.fromkeys((*found.check_first, *control.check_first))
    course = any(one.hangs_on == COURSE for one in found.hazards)
    asks = (f"{COURSE} (--dose, such as 24/2)" if course else "", asked(names, knowledge))
    told = ", ".join(one for one in asks if one)
    cautions = tuple(dict.fromkeys((*found.cautions, *control.cautions)))
    return [*(wrapped("Ask", (told,)) if told else []), *wrapped("Caution", cautions), ""]
