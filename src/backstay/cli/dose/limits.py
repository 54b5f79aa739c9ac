"""`backstay dose limits`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.said import caution_lines, cautions
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.limits.organs import Limit, Limits
    from backstay.knowledge import Knowledge

UNITS = {
    "Gy": "Gy",
    "percent": "% of the volume",
    "percent_of_prescription": "% of the prescription",
}


@dose_app.command
def limits(
    *,
    fractions: float,  # an int would be cut to a whole number without a word
    rules: str | None = None,
    organ: Annotated[list[str] | None, Parameter(negative=())] = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """Limits of organs in so many fractions, by one named rule set. Sets are never merged, rows never interpolated.

    Example: backstay dose limits --fractions 3 --rules hytec

    Parameters
    ----------
    fractions:
        in how many fractions the dose is given.
    rules:
        the rule set: hytec (without it), tg101, quantec, rtog0631, practice_no_compromise, practice_compromise,
        sahgal2013, spine_trial_2025, clinic_raystation or rtog_maxima.
    organ:
        only this organ, such as esophagus; may be given several times.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.limits.organs import limits_for

    knowledge = the_knowledge(overlay)
    try:
        found = limits_for(fractions, rules, knowledge, organ)
    except ValueError as error:
        raise Failed(str(error)) from None
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _json(found: Limits) -> str:
    import json

    document = {
        "rules": found.rule_set, "title": found.title, "fractions": found.fractions,
        "limits": [_limit(one) for one in found.found],
        "without": list(found.without), "reason": found.reason, "other_rules": list(found.others),
        "cautions": cautions(found.cautions),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _limit(one: Limit) -> dict[str, Any]:
    from msgspec.structs import asdict

    from backstay.dose.limits.organs import metric_text
    from backstay.plan.values import plain

    return {
        "organ": one.organ, "metric": metric_text(one.metric),
        "measure": {name: plain(value) for name, value in asdict(one.metric).items() if value},
        "limit": plain(one.limit), "unit": one.unit, "upper": plain(one.upper),
        "risk_percent": plain(one.risk_percent), "region": one.region, "counts": one.counts,
        "per_fraction_at_most": plain(one.per_fraction_at_most), "note": one.note, "id": one.id,
        "evidence": list(one.evidence), "checked": one.checked.status,
    }  # fmt: skip


def _text(found: Limits, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import wrapped

    parts = f"{found.fractions} fraction{'s' * (found.fractions > 1)}"
    lines = [f"{found.title}: limits in {parts}"]
    for one in found.found:
        lines += _line(one, knowledge)
    lines += wrapped("Missing", (_missing(found),)) if found.reason else []
    return "\n".join([*lines, *caution_lines(found.cautions, knowledge)]) + "\n"


def _line(one: Limit, knowledge: Knowledge) -> list[str]:
    from textwrap import wrap

    from backstay.cli.medicines.one_line import sources
    from backstay.dose.limits.organs import metric_text
    from backstay.dose.limits.tables import dose_organs

    most = f"{one.limit:g} {UNITS[one.unit]}"
    spared = one.metric.spared_cc
    said = f"{dose_organs(knowledge)[one.organ].title}: "
    said += (
        f"at least {spared:g} cc below {most}"
        if spared
        else f"{metric_text(one.metric)} at most {most}"
    )
    said += f" (upper end {one.upper:g})" if one.upper is not None else ""
    said += f", {one.region}" if one.region else ""
    said += (
        f", in fractions of at most {one.per_fraction_at_most:g} Gy"
        if one.per_fraction_at_most
        else ""
    )
    said += f", risk {_risk(one.risk_percent)}" if one.risk_percent else ""
    said += "" if one.counts else ", shown only: it lets no plan pass or fail"
    said += f". {one.note}" if one.note else ""
    said += f" {sources(one.evidence, one.checked.status, knowledge)}"
    return wrap(said, 100, initial_indent="  ", subsequent_indent="    ")


def _risk(percent: tuple[float, float]) -> str:
    low, high = percent
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _missing(found: Limits) -> str:
    others = ", ".join(found.others)
    return f"{found.reason}. " + (
        f"Rule sets that have one: {others}." if others else "No rule set has one."
    )
