"""`backstay dose eqd2`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.said import caution_lines, cautions, gray
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.limits.biology import Number
    from backstay.dose.limits.equivalents import Equivalent
    from backstay.dose.limits.schedule import Schedule
    from backstay.knowledge import Knowledge


@dose_app.command
def eqd2(
    *courses: Annotated[str, Parameter(allow_leading_hyphen=True)],
    ab: str | None = None,
    tissue: str | None = None,
    into: float | None = None,  # an int would be cut to a whole number without a word
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """BED and EQD2 of courses of radiation, and the dose that does the same in another number of fractions.

    Example: backstay dose eqd2 30/10 --ab 2

    Parameters
    ----------
    courses:
        total dose in Gy and fractions, such as 30/10; several are added, as for one point that had them all.
    ab:
        alpha/beta in Gy, a number or a range such as 2-4.
    tissue:
        the tissue whose alpha/beta is taken, such as spinal_cord, instead of --ab.
    into:
        the number of fractions for which the same effect is asked.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.limits.equivalents import equivalent

    knowledge = the_knowledge(overlay)
    read, ratio = _read(courses, ab, tissue, into, knowledge)
    parts = None if into is None else int(into)
    found = equivalent(read, ratio, knowledge, tissue=tissue, into=parts)
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _read(
    courses: tuple[str, ...],
    ab: str | None,
    tissue: str | None,
    into: float | None,
    knowledge: Knowledge,
) -> tuple[tuple[Schedule, ...], Number]:
    """Courses and alpha/beta, or one refusal that names everything."""
    from backstay.dose.limits.schedule import EXPECTED, MOST_FRACTIONS, read_schedules

    problems: list[str] = []
    read: tuple[Schedule, ...] = ()
    ratio: Number = 1.0
    try:
        read = read_schedules(courses)
    except ValueError as error:
        problems.append(str(error))
    if not courses:
        problems.append(f"no course is named; {EXPECTED}")
    try:
        ratio = _ratio(ab, tissue, knowledge)
    except ValueError as error:
        problems.append(str(error))
    if into is not None and not (1 <= into <= MOST_FRACTIONS and into == int(into)):
        problems.append(
            f"--into {into:g}: expected a whole number from 1 to {MOST_FRACTIONS} fractions"
        )
    if into is not None and len(courses) > 1:
        problems.append("--into: give one course, or each of several by itself")
    if problems:
        raise Failed("\n".join(problems))
    return read, ratio


def _ratio(ab: str | None, tissue: str | None, knowledge: Knowledge) -> Number:
    from backstay.dose.limits.ratio import ratio_of, read_ratio, tissue_named
    from backstay.dose.limits.tables import tissues

    if ab is not None and tissue is not None:
        raise ValueError("--ab and --tissue both say what alpha/beta is; give one of them")
    if ab is not None:
        return read_ratio(ab)
    if tissue is None:
        listed = ", ".join(tissues(knowledge))
        raise ValueError(
            f"alpha/beta is not said; give --ab in Gy, or --tissue with one of {listed}"
        )
    return ratio_of(tissue_named(tissue, knowledge))


def _json(found: Equivalent) -> str:
    import json

    from backstay.cli.medicines.one_line import status, written
    from backstay.dose.limits.biology import as_interval

    def span(value: Number) -> Any:
        return written(as_interval(value))

    document = {
        "bed": span(found.bed), "eqd2": span(found.eqd2), "unit": "Gy", "alpha_beta": span(found.alpha_beta),
        "tissue": found.tissue,
        "courses": [
            {"dose": span(one.dose), "fractions": one.fractions, "per_fraction": span(one.per_fraction),
             "bed": span(one.bed), "eqd2": span(one.eqd2)}
            for one in found.courses
        ],
        "same_effect": found.same_effect
        and {"fractions": found.into, "dose": span(found.same_effect)},
        "warnings": list(found.warnings), "cautions": cautions(found.cautions),
        "evidence": list(found.evidence), "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(found: Equivalent, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import sources, status, wrapped

    by = f"alpha/beta {gray(found.alpha_beta)}" + (f", {found.tissue}" if found.tissue else "")
    lines = [f"{one.text}: BED {gray(one.bed)}, EQD2 {gray(one.eqd2)}" for one in found.courses]
    if len(found.courses) > 1:
        lines.append(f"together: BED {gray(found.bed)}, EQD2 {gray(found.eqd2)}")
    if found.same_effect is not None:
        parts = f"{found.into} fraction{'s' * (found.into != 1)}"
        lines.append(f"the same effect in {parts}: {gray(found.same_effect)}")
    lines += [
        f"by {by}",
        *wrapped("Note", found.warnings),
        *caution_lines(found.cautions, knowledge),
    ]
    lines.append(sources(found.evidence, status(found.checked), knowledge))
    return "\n".join(lines).rstrip() + "\n"
