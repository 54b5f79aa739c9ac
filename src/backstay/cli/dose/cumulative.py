"""`backstay dose cumulative`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.earlier import read_or_fail, rule_json, rule_lines
from backstay.cli.dose.said import caution_lines, cautions, gray
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.cord.cumulative import Cumulative
    from backstay.dose.cord.written import Read, Summed
    from backstay.knowledge import Knowledge
    from backstay.knowledge.tables.tissues import DoseCaution


@dose_app.command
def cumulative(
    *courses: Annotated[str, Parameter(allow_leading_hyphen=True)],
    tissue: str = "thecal_sac",
    prescribed: bool = False,
    earlier: Literal["conventional", "stereotactic"] | None = None,
    recovery: bool = False,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """What several courses gave one tissue together, as EQD2, and each published limit of re-irradiation.

    Example: backstay dose cumulative 30/10@14mo 12.2/2 --tissue thecal_sac

    Parameters
    ----------
    courses:
        total dose to the tissue in Gy and fractions, with how long ago: 30/10@14mo. The last is the planned one
        where it has no time.
    tissue:
        the tissue the doses are to, such as thecal_sac or spinal_cord.
    prescribed:
        earlier courses are prescriptions: 100 to 110 % of a conventional one stand for the tissue.
    earlier:
        what earlier courses were; without it they are presumed conventional by their dose per fraction only.
    recovery:
        show beside it the sum by a simple rule of recovery. No limit is in such terms, so none is judged by it.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.cord.cumulative import with_recovery
    from backstay.dose.cord.written import summed

    knowledge = the_knowledge(overlay)
    _, read = read_or_fail(
        courses, tissue, knowledge, prescribed=prescribed, technique=earlier, planned_last=True
    )
    found = summed(read, tissue, knowledge)
    listed = (*read.earlier, *(() if read.planned is None else (read.planned,)))
    less = with_recovery(listed, tissue, knowledge) if recovery else None
    warned = _cautions(found, knowledge)
    if format == "json":
        write_out(_json(found, read, less, warned, knowledge), None)
    else:
        write_out(_text(found, read, less, warned, knowledge), None)


def _cautions(found: Summed, knowledge: Knowledge) -> tuple[DoseCaution, ...]:
    """What must be said of the model for courses of few or large fractions."""
    from backstay.dose.limits.tables import course_cautions

    told = [
        (one.dose.high, one.fractions) for one in found.total.courses if one.dose and one.fractions
    ]
    return course_cautions(told, knowledge)


def _json(
    found: Summed, read: Read, less: Cumulative | None, warned: tuple[DoseCaution, ...],
    knowledge: Knowledge,
) -> str:  # fmt: skip
    import json

    from backstay.cli.medicines.one_line import status, written
    from backstay.dose.limits.biology import as_interval

    total = found.total
    document = {
        "tissue": total.tissue, "alpha_beta": written(as_interval(total.alpha_beta)), "unit": "Gy",
        "eqd2_total": written(total.total), "courses": _courses(total, read),
        "rules": [rule_json(one) for one in found.rules],
        "other_rules": {name: [rule_json(one) for one in rules] for name, rules in found.beside.items()},
        "with_recovery": _recovery(less), "series": _series(knowledge),
        "warnings": list(found.notes), "cautions": cautions(warned),
        "evidence": list(total.evidence), "checked": status(total.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _courses(total: Cumulative, read: Read) -> list[dict[str, Any]]:
    from backstay.cli.medicines.one_line import written

    doses = (*read.earlier, *(() if read.planned is None else (read.planned,)))
    return [
        {
            "dose": written(one.dose), "fractions": one.fractions, "eqd2": written(one.eqd2),
            "text": one.text, "months_ago": written(dose.months), "planned": dose is read.planned,
            "stereotactic": dose.stereotactic,
        }
        for one, dose in zip(total.courses, doses, strict=True)
    ]  # fmt: skip


def _series(knowledge: Knowledge) -> list[dict[str, Any]]:
    """What was seen where a cord was irradiated twice: to be weighed, no limit."""
    from backstay.knowledge.tables.reirradiation import series

    return [
        {
            "id": one.id, "of": one.of, "title": one.title, "says": one.says,
            "evidence": list(one.evidence), "checked": one.checked.status,
        }
        for one in series(knowledge)
    ]  # fmt: skip


def _recovery(less: Cumulative | None) -> dict[str, Any] | None:
    from backstay.cli.medicines.one_line import status, written
    from backstay.plan.values import plain

    if less is None:
        return None
    return {
        "eqd2_total": written(less.total),
        "courses": [
            {"text": one.text, "share_counted": plain(one.share), "eqd2": written(one.eqd2)}
            for one in less.courses
        ],
        "evidence": list(less.evidence),
        "checked": status(less.checked),
    }


def _text(
    found: Summed, read: Read, less: Cumulative | None, warned: tuple[DoseCaution, ...],
    knowledge: Knowledge,
) -> str:  # fmt: skip
    from backstay.cli.medicines.one_line import sources, wrapped
    from backstay.dose.limits.ratio import tissue_named

    total = found.total
    lines = []
    for one, course in zip(total.courses, _courses(total, read), strict=True):
        when = "planned" if course["planned"] else _ago(course["months_ago"])
        lines.append(f"{one.text}, {when}: EQD2 {_gray(one.eqd2)}")
    named = tissue_named(total.tissue, knowledge).title
    lines.append(
        f"together: EQD2 {_gray(total.total)}, {named}, alpha/beta {gray(total.alpha_beta)}"
    )
    if less:
        by = sources(less.evidence, less.checked.status, knowledge)
        said = f"by a simple rule of recovery {_gray(less.total)}; no limit is in these terms {by}"
        lines += wrapped("Beside it", (said,))
    for rules in (found.rules, *found.beside.values()):
        lines += rule_lines(rules, knowledge) if rules else []
    lines += _seen(found, knowledge)
    lines += [*wrapped("Note", found.notes), *caution_lines(warned, knowledge)]
    lines.append(sources(total.evidence, total.checked.status, knowledge))
    return "\n".join(lines).rstrip() + "\n"


def _seen(found: Summed, knowledge: Knowledge) -> list[str]:
    """What was seen in people, where a limit is not met and someone must weigh that."""
    from backstay.cli.medicines.one_line import sources, wrapped
    from backstay.knowledge.tables.reirradiation import series

    if not any(one.met is False for one in found.rules):
        return []
    people = [one for one in series(knowledge) if one.of == "people"]
    texts = (
        f"{one.title}. {one.says} {sources(one.evidence, one.checked.status, knowledge)}"
        for one in people
    )
    return wrapped("Seen", tuple(texts))


def _gray(span: Any) -> str:
    return "not known" if span is None else gray(span)


def _ago(months: Any) -> str:
    return "no time told" if months is None else f"{months:g} months ago"
