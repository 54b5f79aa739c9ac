"""`backstay dose available`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.earlier import read_or_fail
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.cord.available import Available, Published
    from backstay.dose.cord.written import Read
    from backstay.knowledge import Knowledge
    from backstay.knowledge.tables.tissues import DoseCaution

SAC = "thecal_sac"
NO_PRIOR = (
    "--prior: name an earlier course, such as 30/10@14mo; a level that was never irradiated is no question of "
    "re-irradiation: `backstay dose limits` has its limits"
)


@dose_app.command
def available(
    *,
    prior: Annotated[list[str] | None, Parameter(negative=(), allow_leading_hyphen=True)] = None,
    prescribed: bool = False,
    earlier: Literal["conventional", "stereotactic"] | None = None,
    recovery: bool = False,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The dose that another course may give the thecal sac by the published limits, in 1 to 5 fractions.

    Example: backstay dose available --prior 30/10@14mo

    Parameters
    ----------
    prior:
        an earlier course: total dose to the sac in Gy and fractions, with how long ago; may be given several times.
    prescribed:
        earlier courses are prescriptions: 100 to 110 % of a conventional one stand for the sac.
    earlier:
        what earlier courses were; without it they are presumed conventional by their dose per fraction only.
    recovery:
        show beside it the earlier dose by a simple rule of recovery. No limit is in such terms: no number changes.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.cord.available import available as dose_left
    from backstay.dose.cord.cumulative import cumulative, with_recovery

    knowledge = the_knowledge(overlay)
    schedules, read = read_or_fail(
        tuple(prior or ()), SAC, knowledge, prescribed=prescribed, technique=earlier, planned_last=False,
        missing=NO_PRIOR,
    )  # fmt: skip
    one = (schedules[0].dose, schedules[0].fractions) if len(schedules) == 1 else None
    found = dose_left(read.earlier, knowledge, prior=one, by_convention=read.by_convention)
    before = [cumulative(read.earlier, SAC, knowledge)]
    before += [with_recovery(read.earlier, SAC, knowledge)] if recovery else []
    warned = _cautions(found, knowledge)
    if format == "json":
        write_out(_json(found, read, before, warned), None)
    else:
        write_out(_text(found, read, before, warned, knowledge), None)


def _cautions(found: Available, knowledge: Knowledge) -> tuple[DoseCaution, ...]:
    from backstay.dose.limits.tables import course_cautions

    return course_cautions([(dose, n) for n, dose in (found.fractions or {}).items()], knowledge)


def _json(found: Available, read: Read, before: list[Any], warned: tuple[DoseCaution, ...]) -> str:
    import json

    from backstay.cli.dose.said import cautions
    from backstay.cli.medicines.one_line import status, written
    from backstay.plan.values import plain

    document = {
        "fractions": None if found.fractions is None
        else {str(n): plain(dose) for n, dose in found.fractions.items()},
        "eqd2": plain(found.eqd2), "unit": "Gy", "tissue": found.tissue, "rules": found.rule_set,
        "prior_eqd2": written(before[0].total), "bound_by": found.bound_by, "refused": found.refused,
        "conditions": list(found.conditions),
        "published": [_row(one) for one in found.published],
        "practice": [_row(one) for one in found.practice],
        "prior_with_recovery": written(before[1].total) if len(before) > 1 else None,
        "warnings": list(read.notes), "cautions": cautions(warned),
        "evidence": list(found.evidence), "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _row(one: Published) -> dict[str, Any]:
    from backstay.cli.medicines.one_line import written

    return {
        "id": one.id, "title": one.title, "tissue": one.tissue,
        "fractions": {str(n): written(span) for n, span in one.doses.items()}, "note": one.note,
        "evidence": list(one.evidence), "checked": one.checked.status,
    }  # fmt: skip


def _text(
    found: Available, read: Read, before: list[Any], warned: tuple[DoseCaution, ...],
    knowledge: Knowledge,
) -> str:  # fmt: skip
    from backstay.cli.dose.said import caution_lines, gray
    from backstay.cli.medicines.one_line import sources, wrapped
    from backstay.knowledge.tables.reirradiation import sets

    had = before[0].total
    lines = [
        f"earlier courses gave the sac {'a dose not known' if had is None else gray(had)} (EQD2)"
    ]
    if len(before) > 1 and before[1].total is not None:
        by = sources(before[1].evidence, before[1].checked.status, knowledge)
        lines += wrapped(
            "Beside it",
            (f"by a simple rule of recovery {gray(before[1].total)}; it changes no number {by}",),
        )
    title = sets(knowledge)[found.rule_set].title
    if found.fractions is None or found.eqd2 is None:
        lines += wrapped("No dose", (f"{found.refused}.",))
    else:
        lines.append(
            f"left for another course, at the maximum of the sac: EQD2 {gray(found.eqd2)}; {title}"
        )
        lines += [f"  in {n}: {dose:g} Gy" for n, dose in found.fractions.items()]
    lines += wrapped("Only", tuple(text.removeprefix("only ") for text in found.conditions))
    for one in (*found.published, *found.practice):
        lines += wrapped(one.title, (_said(one, knowledge),))
    lines += [*wrapped("Note", read.notes), *caution_lines(warned, knowledge)]
    lines.append(sources(found.evidence, found.checked.status, knowledge))
    return "\n".join(lines).rstrip() + "\n"


def _said(one: Published, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import in_words, sources

    doses = "; ".join(f"{in_words(span)} in {n}" for n, span in one.doses.items())
    note = f" {one.note}" if one.note else ""
    return f"{doses} Gy.{note} {sources(one.evidence, one.checked.status, knowledge)}"
