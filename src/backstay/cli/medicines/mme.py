"""`backstay medicines mme`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import refuse
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.case.values import Interval
    from backstay.medicines.opioids.equivalents import Counted, Equivalent


@medicines_app.command
def mme(
    lines: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    factors: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The daily morphine equivalent of lines of medicines: for safety, never to choose the dose of another opioid.

    Example: backstay medicines mme "oxycodone MR 20 mg twice a day; morphine 10 mg po q4h prn (3/day)"

    Parameters
    ----------
    lines:
        medicines as people write them, one after the other with ; between.
    factors:
        the set of factors: cdc2022, cdc2016 or heal; without it the one that the knowledge has chosen.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.knowledge.tables.equivalents import SETTING
    from backstay.medicines.opioids.equivalents import mme as equivalents
    from backstay.medicines.opioids.factors import NoSuchSet
    from backstay.medicines.reading.lines import read_lines

    knowledge = the_knowledge(overlay)
    reading = read_lines(lines, knowledge)
    refuse(reading.unread)
    if not reading.lines:
        raise Failed('no medicine is named; as in "morphine 30 mg twice a day"')
    try:
        found = equivalents(reading.lines, knowledge, factors or knowledge.chosen[SETTING])
    except NoSuchSet as error:
        raise Failed(f"--factors: {error}") from None
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _json(found: Equivalent) -> str:
    import json

    document = {
        "total_mme": _span(found.total),
        "at_least": _number(found.at_least),
        "factor_set": found.factor_set,
        "lines": [_line(one) for one in found.lines],
        "refused": list(found.refused),
        "questions": list(found.asks),
        "not_opioids": list(found.not_opioids),
        "warnings": list(found.warnings),
        "evidence": list(found.evidence),
        "checked": found.checked,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _line(one: Counted) -> dict[str, Any]:
    return {
        "drug": one.drug,
        "text": one.text,
        "daily_dose": _span(one.daily_dose),
        "unit": one.unit,
        "factor": _span(one.factor),
        "mme": _span(one.mme),
        "why_not": one.why_not or one.asks,
    }


def _span(span: Interval | None) -> Any:
    """One number where both ends agree, else both; null where nothing is known."""
    if span is None:
        return None
    low, high = _number(span.low), _number(span.high)
    return low if low == high else [low, high]


def _number(value: float) -> Any:
    from backstay.plan.values import number

    return number(value)


def _text(found: Equivalent, knowledge: Any) -> str:
    from textwrap import wrap

    from backstay.present.values import span

    title = knowledge.tables["factor_sets"][found.factor_set].title
    if found.total is None:
        told = (
            f"No total by {title}: at least {_number(found.at_least)} mg morphine equivalent a day"
        )
    else:
        told = f"{span(*found.total)} mg morphine equivalent a day by {title}"
    lines = [told, *(f"  {_counted(one)}" for one in found.lines)]
    lines += [f"  not an opioid: {text}" for text in found.not_opioids]
    for head, texts in (
        ("No factor", found.refused),
        ("Ask", found.asks),
        ("Note", found.warnings),
    ):
        for text in texts:
            lines += wrap(f"{head}: {text}", 100, subsequent_indent="  ")
    sources = ", ".join(knowledge.evidence[one].short for one in found.evidence)
    return "\n".join([*lines, f"[{found.checked}: {sources}]" if sources else ""]).rstrip() + "\n"


def _counted(one: Counted) -> str:
    from backstay.present.values import span

    dose = f"{span(*one.daily_dose)} {one.unit}" if one.daily_dose else "dose not known"
    if one.mme is None or one.factor is None:
        return f"{one.text}: {dose}, not counted"
    return f"{one.text}: {dose} x {span(*one.factor)} = {span(*one.mme)}"
