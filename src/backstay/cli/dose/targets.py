"""`backstay dose targets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from backstay.cli.app import dose_app
from backstay.cli.dose.lesions import Lesions, as_json, lesions_of
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.volumes.found import Target
    from backstay.knowledge import Knowledge


@dose_app.command
def targets(
    *sectors: str,
    postoperative: bool | None = None,
    level: str | None = None,
    case: str | None = None,
    lesion: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """The target by involved sectors of a vertebra: what to treat, where sources differ, margins and drawing.

    Example: backstay dose targets body left_pedicle --level T8

    Parameters
    ----------
    sectors:
        the involved ones: body, left_pedicle, left_lamina (with the transverse process), spinous_process,
        right_lamina, right_pedicle. After surgery those that tumor held before it.
    postoperative:
        the level was operated on; --no-postoperative: it was not. Without either, both are told.
    level:
        the vertebra, such as T8 or S1.
    case:
        a case (YAML, JSON or a FHIR Bundle) instead of sectors.
    lesion:
        only this lesion of the case, by its level.
    overlay:
        a local protocol (YAML) to apply.
    """
    from backstay.dose.volumes.targets import target_for

    knowledge = the_knowledge(overlay)
    if case is None:
        named = _named(sectors, postoperative, level, lesion, knowledge)
    else:
        named = _of_case(case, sectors, postoperative, level, lesion, knowledge)
    found = [(name, target_for(facts, knowledge)) for name, facts in named]
    write_out(_json(found) if format == "json" else _text(found, knowledge), None)


def _named(
    sectors: tuple[str, ...],
    operated: bool | None,
    level: str | None,
    lesion: str | None,
    knowledge: Knowledge,
) -> Lesions:
    """The facts that the command line gives, or one refusal that names everything."""
    from backstay.case.values import Members
    from backstay.dose.volumes.targets import LEVEL, LEVELS, OPERATED, SECTORS

    known = knowledge.tables["target_sectors"]
    fact = knowledge.fact(LEVEL)
    levels = fact.values if fact is not None else ()
    problems = [
        f"{one} is no sector; there are {', '.join(known)}" for one in sectors if one not in known
    ]
    if not sectors:
        problems.append(f"name the involved sectors: {', '.join(known)}; or a case with --case")
    if level is not None and level not in levels:
        problems.append(f"--level {level}: expected one of {', '.join(levels)}")
    if lesion is not None:
        problems.append("--lesion is of a case; name the case with --case, or leave --lesion out")
    if problems:
        raise Failed("\n".join(problems))
    facts = {SECTORS: Members(frozenset(sectors), complete=True), LEVEL: level, OPERATED: operated}
    spanned = Members(frozenset([level]), complete=True) if level else None
    return [(level or "vertebra", {**facts, LEVELS: spanned})]


def _of_case(
    case: str,
    sectors: tuple[str, ...],
    operated: bool | None,
    level: str | None,
    lesion: str | None,
    knowledge: Knowledge,
) -> Lesions:
    if sectors or operated is not None or level is not None:
        raise Failed(
            "a case says sectors, level and surgery itself; leave them out, or leave --case out"
        )
    return lesions_of(case, lesion, knowledge)


def _json(found: list[tuple[str, Target]]) -> str:
    from msgspec.structs import asdict

    return as_json({"targets": [{"lesion": name, **asdict(one)} for name, one in found]})


def _text(found: list[tuple[str, Target]], knowledge: Knowledge) -> str:
    return (
        "\n".join(line for name, one in found for line in _told(name, one, knowledge)).rstrip()
        + "\n"
    )


def _told(name: str, one: Target, knowledge: Knowledge) -> list[str]:
    from backstay.cli.medicines.one_line import asked, sources, wrapped

    lines = [f"{name}: target, {one.of}"]
    if one.involved is not None:
        lines += wrapped("  Involved", (_labels(one.involved, knowledge),))
    if one.treat is not None:
        treated = f"{_labels(one.treat, knowledge)} {sources(one.evidence, one.status, knowledge)}"
        lines += wrapped("  Treat", (treated,))
        rows = knowledge.tables["target_rows"]
        lines += wrapped("  Because", tuple(rows[row].because for row in one.rows))
    for position in one.differ:
        source = sources(position.evidence, position.checked.status, knowledge)
        lines += wrapped(
            f"  Open: {_labels(position.sectors, knowledge)}", (f"{position.says} {source}",)
        )
    lines += wrapped("  No answer", (one.why_not,)) if one.why_not else []
    for rule in one.rules:
        lines += wrapped(
            "  Rule" if rule.applies else "  Rule, if it is so", (_rule(rule, knowledge),)
        )
    asks = asked(one.check_first, knowledge)
    return [*lines, *wrapped("  Note", one.notes), *(wrapped("Ask", (asks,)) if asks else []), ""]


def _labels(names: tuple[str, ...], knowledge: Knowledge) -> str:
    return ", ".join(knowledge.tables["target_sectors"][name].label for name in names)


def _rule(rule: Any, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import sources

    return f"{rule.says} {sources(rule.evidence, rule.checked.status, knowledge)}"
