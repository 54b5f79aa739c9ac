"""`backstay medicines steroid`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import (
    asked,
    facts_of,
    in_words,
    one_line,
    sources,
    status,
    wrapped,
    written,
)
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge
    from backstay.medicines.steroids.equivalents import SteroidDose
    from backstay.medicines.steroids.thresholds import Threshold, Thresholds


@medicines_app.command
def steroid(
    line: str,
    to: str = "prednisone",
    /,
    *,
    case: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """One steroid in terms of another, with how far sources disagree, and what its dose starts.

    Example: backstay medicines steroid "dexamethasone 16 mg daily" prednisone

    Parameters
    ----------
    line:
        one steroid as people write it.
    to:
        the steroid whose dose is asked for.
    case:
        a case (YAML, JSON or a FHIR Bundle) from which the rest is read: days taken, other illness.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.medicines.steroids.equivalents import convert
    from backstay.medicines.steroids.thresholds import thresholds

    knowledge = the_knowledge(overlay)
    taken = one_line(line, knowledge, times_needed=False)
    try:
        dose = convert(taken, to, knowledge)
    except ValueError as error:
        raise Failed(str(error)) from None
    lines = [taken]
    starts = thresholds(lines, knowledge, facts_of(case, knowledge))
    write_out(_json(dose, starts) if format == "json" else _text(dose, starts, knowledge), None)


def _json(dose: SteroidDose, starts: Thresholds) -> str:
    import json

    document = {
        "drug": dose.drug, "to": dose.to, "dose": written(dose.dose), "unit": dose.unit, "per": dose.per,
        "spread": written(dose.spread), "salt": dose.salt, "refused": dose.refused,
        "starts": [_threshold(one) for one in starts.found if one.truth is not False],
        "warnings": list(dose.warnings), "evidence": list(dose.evidence), "checked": status(dose.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _threshold(one: Threshold) -> dict[str, Any]:
    from backstay.plan.values import truth_word

    return {
        "id": one.id, "truth": truth_word(one.truth), "starts": one.starts, "about": one.about,
        "because": one.because, "check_first": list(one.check), "evidence": list(one.evidence),
        "checked": status(one.checked),
    }  # fmt: skip


def _text(dose: SteroidDose, starts: Thresholds, knowledge: Knowledge) -> str:
    if dose.dose is None or dose.spread is None:
        told = [f"No conversion: {dose.refused}"]
    else:
        told = [f"{in_words(dose.dose)} mg of {dose.to} a {dose.per}"]
        if dose.spread != dose.dose:
            told.append(f"  by other published figures {in_words(dose.spread)} mg")
    told += wrapped("Salt", (dose.salt,)) if dose.salt else []
    told += wrapped("Note", dose.warnings)
    for one in starts.found:
        told += _started(one, knowledge)
    return (
        "\n".join([*told, sources(dose.evidence, status(dose.checked), knowledge)]).rstrip() + "\n"
    )


def _started(one: Threshold, knowledge: Knowledge) -> list[str]:
    """What the dose surely starts, or would under facts that are not known."""
    said = f"{one.starts} {one.because} {sources(one.evidence, status(one.checked), knowledge)}"
    if one.truth is None:
        return wrapped("Perhaps", (f"{one.starts} Ask {asked(one.check, knowledge)}.",))
    return wrapped("Now", (said,)) if one.truth else []
