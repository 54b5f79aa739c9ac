"""`backstay medicines rotate`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import medicines_app
from backstay.cli.fail import Failed
from backstay.cli.medicines.one_line import facts_of, problem, shown
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.knowledge import Knowledge
    from backstay.medicines.reading.lines import Reading


@medicines_app.command
def rotate(
    lines: str,
    drug: str,
    /,
    *,
    route: str | None = None,
    patch_table: Literal["us", "canada", "uk"] | None = None,
    case: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The dose of another opioid: the smaller bound of each ratio, then a cut with its reason, or why none.

    Example: backstay medicines rotate "oxycodone MR 40 mg twice a day" hydromorphone --case patient.yaml

    Parameters
    ----------
    lines:
        what is taken, as people write it, one after the other with ; between.
    drug:
        the opioid to change to.
    route:
        how it will be given: oral, subcutaneous, intravenous, transdermal; without it the usual way.
    patch_table:
        whose table of patches is read: us, canada or uk.
    case:
        a case (YAML, JSON or a FHIR Bundle) that says age, organs, other medicines and tolerance.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.cli.medicines.rotate_text import rotate_text
    from backstay.medicines.opioids.patches import NoSuchTable
    from backstay.medicines.opioids.rotation import rotate as change

    knowledge = the_knowledge(overlay)
    read, named = _asked(lines, drug, knowledge)
    way = None if route is None else _route(route, knowledge)
    facts = facts_of(case, knowledge)
    try:
        found = change(read.lines, named, knowledge, way, facts, patch_table)
    except NoSuchTable as error:
        raise Failed(f"--patch-table: {error}") from None
    write_out(_json(found) if format == "json" else rotate_text(found, knowledge), None)


def _route(route: str, knowledge: Knowledge) -> str:
    """The id of a route by any of its words, as in lines of medicines."""
    known = [one.words for one in knowledge.tables["phrases"].values() if one.means == "route"]
    asked = route.strip().lower()
    for words in known:
        for name, phrases in words.items():
            if asked == name or asked in phrases:
                return str(name)
    names = ", ".join(sorted({name for words in known for name in words}))
    raise Failed(f"--route: '{shown(route)}' is no route that is known; expected one of: {names}")


def _asked(lines: str, drug: str, knowledge: Knowledge) -> tuple[Reading, str]:
    """The lines and the drug, or every problem with them."""
    from backstay.medicines.names import recognizer
    from backstay.medicines.reading.lines import read_lines

    reading = read_lines(lines, knowledge)
    problems = [problem(one) for one in reading.unread]
    if not reading.lines and not problems:
        problems.append("no medicine is named; expected lines such as: morphine 30 mg twice a day")
    found = recognizer(knowledge)(drug)
    if found is None or len(found) != 1:
        problems.append(
            f"{shown(drug)}: this names no single drug; expected an opioid, such as hydromorphone"
        )
    if problems or not found:
        raise Failed("\n".join(problems))
    return reading, found[0].id


def _json(found: Any) -> str:
    import msgspec

    document = msgspec.to_builtins(found)
    return json.dumps(_plain(document), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """Numbers as they are written everywhere: whole ones without a fraction."""
    from backstay.plan.values import number

    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return number(value) if isinstance(value, float) else value
