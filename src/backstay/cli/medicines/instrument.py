"""`backstay medicines instrument`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import in_words, shown, sources, status, wrapped, written
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge
    from backstay.medicines.instruments import Banded, Scored

UNKNOWN = ("", "?", "-")  # an answer that is missing


@medicines_app.command
def instrument(
    name: str,
    /,
    *,
    items: Annotated[str, Parameter(allow_leading_hyphen=True)],
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The sums and bands of a questionnaire from the values of its items.

    Example: backstay medicines instrument phq9 --items 1,2,0,1,0,0,?,0,0

    Parameters
    ----------
    name:
        pain_nrs, esas_r, phq2, phq9, gad2, gad7, or one of which only the score may be given.
    items:
        a value for each item in its order, with commas between; ? for a missing one.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.medicines.instruments import as_facts, score

    knowledge = the_knowledge(overlay)
    values = [_value(part) for part in items.split(",")]
    try:
        found = score(name, values, knowledge)
    except ValueError as error:
        raise Failed(str(error)) from None
    facts = as_facts(found, values, knowledge)
    write_out(_json(found, facts) if format == "json" else _text(found, knowledge), None)


def _value(text: str) -> float | None:
    try:
        return None if text.strip() in UNKNOWN else float(text)
    except ValueError:
        raise Failed(
            f"--items: '{shown(text)}' is no number; expected one, or ? where it is missing"
        ) from None


def _json(found: Scored, facts: dict[str, Any]) -> str:
    import json

    from backstay.plan.values import plain

    document = {
        "instrument": found.instrument, "title": found.title,
        "parts": [
            {"id": one.id, "value": written(one.value, 2), "of_answered": plain(one.of_answered, 2),
             "bands": [_band(band) for band in one.bands]}
            for one in found.parts
        ],
        "items": [_band(one) for one in found.items],
        "missing": list(found.missing), "same_day": found.same_day, "facts": plain(facts),
        "license": found.license, "acknowledgement": found.acknowledgement,
        "evidence": list(found.evidence), "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _band(one: Banded) -> dict[str, Any]:
    return {
        "by": one.by, "item": one.item, "possible": list(one.possible),
        "evidence": list(one.evidence), "checked": one.status,
    }  # fmt: skip


def _text(found: Scored, knowledge: Knowledge) -> str:
    told = [found.title]
    for part in found.parts:
        told.append(f"  {part.id.replace('_', ' ')}: {in_words(part.value, 2)}")
        told += [f"    {_said(one, knowledge)}" for one in part.bands]
    told += [f"  {one.item}: {_said(one, knowledge)}" for one in found.items]
    told += wrapped("Same day", (found.same_day,)) if found.same_day else []
    told += wrapped("Missing", (", ".join(found.missing),)) if found.missing else []
    told += wrapped("License", (found.acknowledgement or found.license,))
    return "\n".join([*told, sources(found.evidence, status(found.checked), knowledge)]) + "\n"


def _said(one: Banded, knowledge: Knowledge) -> str:
    return f"{' or '.join(one.possible)} {sources(one.evidence, one.status, knowledge)}"
