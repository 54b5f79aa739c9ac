"""`backstay knowledge check | list | show`."""

from __future__ import annotations

import sys
from typing import Any

from backstay.cli.app import knowledge_app
from backstay.cli.fail import CHECK_FAILED, Failed
from backstay.cli.source import the_knowledge, write_out

OF_RULES: tuple[str, ...] = (
    "facts", "definitions", "settings", "scores", "statements", "clocks",
    "notices", "constraints", "steps", "interventions", "ingredients", "properties", "evidence",
)  # fmt: skip


@knowledge_app.command
def check(*, overlay: str | None = None) -> None:
    """Check everything that can be checked without a patient; exit 1 when something does not hold.

    Example: backstay knowledge check --overlay our-hospital.yaml

    Parameters
    ----------
    overlay:
        a local protocol (YAML) to check with it.
    """
    from backstay.cli.coverage import register_problems
    from backstay.plan.review import review

    try:
        knowledge = the_knowledge(overlay)
    except Failed as failed:
        raise Failed(str(failed), CHECK_FAILED) from None
    problems = [*review(knowledge), *register_problems()]
    if problems:
        raise Failed("\n".join([*problems, f"{len(problems)} problems"]), CHECK_FAILED)
    sys.stdout.write(
        f"knowledge {knowledge.edition} {knowledge.fingerprint}\n"
        f"{len(knowledge.statements)} statements, {len(knowledge.clocks)} clocks, "
        f"{len(knowledge.scores)} scores, {len(knowledge.evidence)} sources: no problem found\n"
    )


@knowledge_app.command(name="list")
def list_entries(kind: str = "statements", /) -> None:
    """The entries of one kind, a line each.

    Example: backstay knowledge list scores

    Parameters
    ----------
    kind:
        facts, definitions, settings, scores, statements, clocks, notices, constraints, steps, interventions,
        ingredients, properties, evidence, or a kind of table that the rooms of medicines and dose read.
    """
    from backstay.present import entry_lines

    if kind not in kinds():
        raise Failed(f"{kind} is not a kind of entry; {', '.join(kinds())}")
    write_out(entry_lines(the_knowledge(), kind), None)


@knowledge_app.command
def show(id: str, /) -> None:  # noqa: A002  (what an entry is known by)
    """One entry whole: what it says, where it stands, what it rests on and what was read.

    Example: backstay knowledge show sins
    """
    from backstay.knowledge.covered import entries_of
    from backstay.present import entry_text

    knowledge = the_knowledge()
    found = [kind for kind in kinds() if id in entries_of(knowledge, kind)]
    if not found:
        raise Failed(f"there is no entry {id}{_near(knowledge, id)}")
    write_out("\n".join(entry_text(knowledge, kind, id) for kind in found), None)


def kinds() -> tuple[str, ...]:
    """Every kind of entry, those that rules evaluate first."""
    from backstay.knowledge.tables import KINDS

    return (*OF_RULES, *KINDS)


def _near(knowledge: Any, name: str) -> str:
    from difflib import get_close_matches

    from backstay.knowledge.covered import entries_of

    names = [known for kind in kinds() for known in entries_of(knowledge, kind)]
    near = get_close_matches(name, names, 5)
    return f"; nearest: {', '.join(near)}" if near else "; backstay knowledge list KIND names them"
