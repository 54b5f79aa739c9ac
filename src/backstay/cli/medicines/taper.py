"""`backstay medicines taper`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import asked, facts_of, one_line, sources, status, wrapped
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge
    from backstay.medicines.opioids.taper import OpioidTapered
    from backstay.medicines.steroids.tapers import Day, Schedule


@medicines_app.command
def taper(
    line: str,
    /,
    *,
    days: float | None = None,
    start: str | None = None,
    reason: str | None = None,
    repeated: bool = False,
    case: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The way down from a steroid, a gabapentinoid or an opioid, day by day.

    Example: backstay medicines taper "dexamethasone 16 mg daily" --days 10 --start 2026-03-14

    Parameters
    ----------
    line:
        one medicine as people write it, with how often.
    days:
        for how many days it was taken; without it the line or the case may say.
    start:
        the first day on less, as 2026-03-14.
    reason:
        cord_compression after surgery or from the start of radiotherapy.
    repeated:
        another course of steroid lately.
    case:
        a case (YAML, JSON or a FHIR Bundle) from which the rest is read.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.medicines.way_down import taper as come_down

    knowledge = the_knowledge(overlay)
    taken, first = one_line(line, knowledge), _day(start)
    try:
        found = come_down(
            taken,
            knowledge,
            facts_of(case, knowledge),
            days=days,
            start=first,
            reason=reason,
            repeated=repeated,
        )
    except ValueError as error:
        raise Failed(str(error)) from None
    write_out(_written_out(found, knowledge, format), None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Failed(f"--start {text}: expected a day, such as 2026-03-14") from None


def _written_out(found: Schedule | OpioidTapered, knowledge: Knowledge, form: str) -> str:
    from backstay.medicines.opioids.taper import OpioidTapered

    if isinstance(found, OpioidTapered):
        return _opioid(found, knowledge, form)
    return _json(found) if form == "json" else _text(found, knowledge)


def _json(found: Schedule) -> str:
    import json

    from backstay.plan.values import number

    document = {
        "drug": found.drug, "unit": found.unit, "from_dose": number(found.from_dose), "taper": found.taper,
        "title": found.title, "refused": found.refused, "check_first": list(found.asks),
        "steps": [_step(one) for one in _steps(found)],
        "days": [_written(one) for one in found.days],
        "ends_on_day": found.ends_on_day, "ends_on": found.ends_on, "timing": found.timing,
        "advice": list(found.advice), "because": found.because,
        "evidence": list(found.evidence), "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _step(day: Day) -> dict[str, Any]:
    from backstay.plan.values import number

    return {"from_day": day.day, "date": day.date, "daily_dose": number(day.dose, 3)}


def _written(day: Day) -> dict[str, Any]:
    from backstay.plan.values import number

    equal = None if day.prednisone is None else number(day.prednisone, 3)
    return {
        "day": day.day, "date": day.date, "dose": number(day.dose, 3), "exact": number(day.exact, 3),
        "prednisone_equivalent": equal, "only_after_check": day.only_after_check,
    }  # fmt: skip


def _steps(found: Schedule) -> list[Day]:
    """The first day of each dose."""
    before = [None, *(day.dose for day in found.days)]
    return [day for day, last in zip(found.days, before, strict=False) if day.dose != last]


def _text(found: Schedule, knowledge: Knowledge) -> str:
    from backstay.present.values import number

    if found.refused is not None:
        return f"No way down: {found.refused}.\nAsk: {asked(found.asks, knowledge)}\n"
    told = [f"{found.title}, from {number(found.from_dose)} {found.unit} of {found.drug} a day"]
    for one in _steps(found):
        told.append(
            f"  {_when(one.day, one.date)}: {number(round(one.dose, 3))} {found.unit}{_check(one)}"
        )
    last = _check(found.days[-1]) if found.days else ""
    told.append(f"  {_when(found.ends_on_day or 1, found.ends_on)}: none{last}")
    told += wrapped("When", (found.timing,)) if found.timing else []
    told += wrapped("Why", (found.because,)) if found.because else []
    told += wrapped("Note", found.advice)
    return "\n".join([*told, sources(found.evidence, status(found.checked), knowledge)]) + "\n"


def _check(day: Day) -> str:
    return ", only after what is checked below" if day.only_after_check else ""


def _when(day: int, on: str | None) -> str:
    return f"from day {day}" + (f" ({on})" if on else "")


def _opioid(found: OpioidTapered, knowledge: Knowledge, form: str) -> str:
    """The way down from an opioid, which goes by steps."""
    import json

    from msgspec import to_builtins

    if form == "json":
        return json.dumps(to_builtins(found), indent=2, ensure_ascii=False) + "\n"
    told = [f"No way down: {found.refused}"] if found.refused else [f"{found.drug}, step by step"]
    told += [
        f"  from day {one.from_day}: {one.daily_dose:g} {found.unit} a day" for one in found.steps
    ]
    told += [*wrapped("Why", found.because), *wrapped("Stop and ask", found.stop_and_ask)]
    told += [*wrapped("Note", found.warnings), *_asks(found.check_first, knowledge)]
    return "\n".join([*told, sources(found.evidence, found.checked, knowledge)]).rstrip() + "\n"


def _asks(names: Sequence[str], knowledge: Knowledge) -> list[str]:
    return wrapped("Ask", (asked(names, knowledge),)) if names else []
