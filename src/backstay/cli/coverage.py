"""`backstay knowledge coverage`, and what `knowledge check` says of the register."""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec

from backstay.cli.app import knowledge_app
from backstay.cli.fail import CHECK_FAILED, Failed
from backstay.cli.source import the_knowledge, write_out
from backstay.knowledge import KnowledgeError
from backstay.knowledge.coverage import Coverage, Row, read_coverage
from backstay.knowledge.covered import Counts, counts, coverage_problems, total


@knowledge_app.command
def coverage(
    row: str | None = None,
    /,
    *,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
) -> None:
    """What is covered, by how many rules and cases, what is left out and why, and what awaits a clinician.

    Example: backstay knowledge coverage pain_medicines

    Parameters
    ----------
    row:
        one row with its topics and the entries that answer them; without it the table of rows.
    format:
        text or json.
    """
    knowledge, register = the_knowledge(), the_register()
    numbers = counts(knowledge, register)
    if format == "json":
        write_out(
            json.dumps(_document(register, numbers, row), ensure_ascii=False, indent=1) + "\n", None
        )
        return
    from backstay.present import coverage_text, row_text

    if row is None:
        write_out(coverage_text(register, numbers, total(numbers)), None)
        return
    wanted = _row(register, row)
    one = next(one for one in numbers if one.row == row)
    write_out(row_text(register, wanted, one), None)


def the_register() -> Coverage:
    """The register of coverage of this edition."""
    try:
        return read_coverage()
    except KnowledgeError as error:
        raise Failed(str(error), CHECK_FAILED) from None


def register_problems() -> list[str]:
    """What of the register does not hold; it speaks of the shipped knowledge, without an overlay."""
    try:
        return coverage_problems(the_knowledge(), read_coverage())
    except KnowledgeError as error:
        return error.problems


def _row(register: Coverage, name: str) -> Row:
    found = next((row for row in register.rows if row.id == name), None)
    if found is None:
        known = ", ".join(row.id for row in register.rows)
        raise Failed(f"there is no row {name}; there are {known}")
    return found


def _document(register: Coverage, numbers: tuple[Counts, ...], name: str | None) -> dict[str, Any]:
    rows = register.rows if name is None else (_row(register, name),)
    by_id = {one.row: one for one in numbers}
    return {
        "rows": [
            {
                **msgspec.to_builtins(by_id[row.id]),
                "share_awaiting": by_id[row.id].share,
                "topics_listed": msgspec.to_builtins(register.topics[row.id]),
            }
            for row in rows
        ],
        "not_covered": msgspec.to_builtins(register.not_covered),
    }
