"""`backstay knowledge export`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from backstay.cli.app import knowledge_app
from backstay.cli.fail import Failed
from backstay.cli.source import check_outputs, the_knowledge, write_out


@knowledge_app.command
def export(
    *,
    cql: Annotated[bool, Parameter(negative=())] = False,
    overlay: str | None = None,
    out: str | None = None,
) -> None:
    """The definitions, scores, rules and stances in the language of another engine.

    Example: backstay knowledge export --cql --out backstay.cql

    Parameters
    ----------
    cql:
        as one library of Clinical Quality Language, which other engines can run.
    overlay:
        a local protocol (YAML) to export with it.
    out:
        the file to write; without it the text goes to standard output.
    """
    from backstay.verify.cql import library_text

    if not cql:
        raise Failed("say in which language: backstay knowledge export --cql")
    check_outputs([out], [overlay])
    knowledge = the_knowledge(overlay)
    try:
        text = library_text(knowledge)
    except ValueError as error:  # a number that CQL cannot hold
        raise Failed(f"this knowledge cannot be written as CQL: {error}") from None
    write_out(text, out)
