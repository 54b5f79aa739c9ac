"""`backstay medicines response`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import shown, sources, status, wrapped
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.case.values import Interval
    from backstay.knowledge import Knowledge
    from backstay.medicines.instruments import Response

EXPECTED = "expected pain and daily oral morphine, such as 6,60; a range as 60-120, ? where it is not known"


@medicines_app.command
def response(
    *,
    before: Annotated[str, Parameter(allow_leading_hyphen=True)],
    after: Annotated[str, Parameter(allow_leading_hyphen=True)],
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The answer of pain at one place to treatment, by the international consensus.

    Example: backstay medicines response --before 6,60 --after 4,60

    Parameters
    ----------
    before:
        pain there, 0 to 10, and the daily oral morphine equivalent in mg, when it was treated.
    after:
        the same now.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.medicines.instruments import response as answer

    knowledge = the_knowledge(overlay)
    pairs = _pair("--before", before), _pair("--after", after)
    try:
        found = answer(*pairs, knowledge)
    except ValueError as error:
        raise Failed(str(error)) from None
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _pair(name: str, text: str) -> tuple[float | Interval | None, float | Interval | None]:
    parts = text.split(",")
    if len(parts) != 2:
        raise Failed(f"{name} {shown(text)}: {EXPECTED}")
    pain, opioid = (_amount(name, part.strip()) for part in parts)
    return pain, opioid


def _amount(name: str, text: str) -> float | Interval | None:
    from backstay.case.values import Interval

    if text in ("", "?"):
        return None
    low, dash, high = text[1:].partition("-")  # a minus in front is a minus
    try:
        return Interval(float(text[0] + low), float(high)) if dash else float(text)
    except ValueError:
        raise Failed(f"{name}: '{shown(text)}' is no number; {EXPECTED}") from None


def _json(found: Response) -> str:
    import json

    document = {
        "response": found.response, "missing": list(found.missing), "note": found.note,
        "evidence": list(found.evidence), "checked": status(found.checked),
    }  # fmt: skip
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(found: Response, knowledge: Knowledge) -> str:
    told = [found.response or f"not known; ask {', '.join(found.missing)}"]
    told += wrapped("Note", (found.note,)) if found.note else []
    return "\n".join([*told, sources(found.evidence, status(found.checked), knowledge)]) + "\n"
