"""`backstay dose risk`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.lesions import course_to_come
from backstay.cli.dose.said import caution_lines, cautions, gray
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.limits.risk import Risk
    from backstay.dose.limits.schedule import Schedule
    from backstay.knowledge import Knowledge


@dose_app.command
def risk(
    *,
    cord_max: Annotated[str, Parameter(allow_leading_hyphen=True)],
    model: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The risk of myelopathy that a published curve gives for the highest dose of a cord not irradiated before.

    Example: backstay dose risk --cord-max 12.4/1

    Parameters
    ----------
    cord_max:
        the highest dose of the cord in Gy and its fractions, such as 12.4/1 or 50/25.
    model:
        cord_sbrt or cord_conventional; without it the one that holds for such fractions.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.limits.risk import risk_of_cord

    knowledge = the_knowledge(overlay)
    course = _read(cord_max, model, knowledge)
    found = risk_of_cord(course.dose, course.fractions, knowledge, model)
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _read(text: str, model: str | None, knowledge: Knowledge) -> Schedule:
    """The course, where the model is known too; or one refusal that names everything."""
    from backstay.dose.limits.risk import check_model

    problems: list[str] = []
    course = None
    try:
        course = course_to_come("--cord-max", text)
    except ValueError as error:
        problems.append(str(error))
    try:
        check_model(model, knowledge)
    except ValueError as error:
        problems.append(f"--model: {error}")
    if problems or course is None:
        raise Failed("\n".join(problems))
    return course


def _json(found: Risk) -> str:
    import json

    from backstay.cli.medicines.one_line import status, written
    from backstay.dose.limits.risk import risk_text
    from backstay.plan.values import plain

    document = {
        "model": found.model, "title": found.title, "endpoint": found.endpoint,
        "percent": written(found.percent), "at_least": plain(found.at_least), "at_most": plain(found.at_most),
        "said": risk_text(found), "reason": found.reason, "eqd2": written(found.eqd2),
        "alpha_beta": plain(found.alpha_beta), "our_fit": found.ours, "population": found.population,
        "note": found.note, "cautions": cautions(found.cautions), "evidence": list(found.evidence),
        "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(found: Risk, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import sources, status, wrapped
    from backstay.dose.limits.risk import risk_text

    lines = [f"{found.endpoint or 'radiation myelopathy'}: {risk_text(found)}"]
    if found.eqd2 is not None and found.alpha_beta is not None:
        lines.append(
            f"  EQD2 {gray(found.eqd2)} by alpha/beta {found.alpha_beta:g} Gy; {found.title}"
        )
    lines += wrapped("Why", (found.reason,)) if found.reason else []
    lines += wrapped("For", (found.population,)) if found.population else []
    lines += wrapped("Note", (found.note,)) if found.note else []
    lines += caution_lines(found.cautions, knowledge)
    return (
        "\n".join([*lines, sources(found.evidence, status(found.checked), knowledge)]).rstrip()
        + "\n"
    )
