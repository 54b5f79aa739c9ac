"""What must hold between entries before any of them may be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

from backstay.knowledge.calls import FUNCTIONS
from backstay.knowledge.ingredient_checks import ingredient_problems
from backstay.knowledge.linked import Unit
from backstay.knowledge.tables import table_problems

Made = dict[str, dict[str, Any]]
Stance = Literal[
    "recommended", "consider", "disputed", "needs_facts", "not_advised", "contraindicated", "not_indicated",
]  # fmt: skip
RULES = ("statements", "clocks", "notices", "steps")


def abouts(made: Made, entry: Any) -> tuple[str, ...]:
    """The intervention ids a statement is about; `modality:surgery` means all of them."""
    listed = (entry.about,) if isinstance(entry.about, str) else entry.about
    found: list[str] = []
    for name in listed:
        if name.startswith("modality:"):
            wanted = name.removeprefix("modality:")
            found += [i.id for i in made["interventions"].values() if i.modality == wanted]
        else:
            found.append(name)
    return tuple(dict.fromkeys(found))


def problems(made: Made, units: tuple[Unit, ...]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong) for every reference and rule of conduct that does not hold."""
    yield from _names(made)
    yield from _evidence(made)
    for entry in made["statements"].values():
        yield from (("statements", entry.id, text) for text in _statement(made, entry))
    yield from _interventions(made)
    yield from _steps(made)
    yield from _properties(made)
    yield from _sets(made)
    yield from _settings(made)
    yield from _elapsing(made)
    yield from _prognosis(made, units)
    yield from ingredient_problems(made)
    yield from table_problems(made)


NAMED = ("facts", "settings", "definitions", "scores")  # what expressions name
HYPHENATED = (
    "statements", "clocks", "notices", "constraints", "steps", "properties", "evidence",
)  # fmt: skip
RESERVED = {"true", "false", *FUNCTIONS}


def _names(made: Made) -> Iterator[tuple[str, str, str]]:
    """Ids of the form that the format page gives, and one meaning for each name of an expression."""
    owner: dict[str, str] = {}
    for kind, entries in made.items():
        pattern = r"[a-z0-9][a-z0-9-]*" if kind in HYPHENATED else r"[a-z][a-z0-9_]*"
        for name, entry in entries.items():
            if not re.fullmatch(pattern, name):
                yield kind, name, f"an id of {kind} looks like {pattern}"
            if kind in NAMED and name in RESERVED:
                yield kind, name, "this name is a word of the expression language"
            if kind in NAMED and not getattr(entry, "grade", None):
                other = owner.setdefault(name, kind)
                if other != kind:
                    yield kind, name, f"{other} have this name already"


def _evidence(made: Made) -> Iterator[tuple[str, str, str]]:
    for kind in ("statements", "clocks", "steps", "scores", "definitions", "notices", "settings"):
        for entry in made[kind].values():
            for source in entry.evidence:
                if source not in made["evidence"]:
                    yield kind, entry.id, f"evidence {source} is not in evidence/"
            if kind in ("statements", "clocks", "steps", "scores") and not entry.evidence:
                yield kind, entry.id, "has no evidence: name at least one entry of evidence/"


def _statement(made: Made, entry: Any) -> Iterator[str]:
    if entry.says == "recommend" and entry.checked.status == "unverified":
        yield "an unverified statement may not recommend: say consider, or read the source"
    for one in entry.approvals:
        if one.seen and not _is_month(one.seen):
            yield f"seen {one.seen} is not a month; write it as 2026-03"
    if entry.approvals and not _is_month(entry.checked.on):
        yield f"checked on {entry.checked.on} is not a day; write it as 2026-03-14"
    for name in abouts(made, entry):
        intervention = made["interventions"].get(name)
        if intervention is None:
            yield f"{name} is not an intervention"
        elif entry.scope == "lesion" and intervention.scope == "patient":
            yield f"{name} is decided for the whole person: write the rule in scope patient"


def _is_month(text: str) -> bool:
    """Whether a date says its year and month, by which the age of a label is counted."""
    return re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?", text) is not None


def _interventions(made: Made) -> Iterator[tuple[str, str, str]]:
    known = made["interventions"]
    for entry in known.values():
        for name in entry.excludes:
            if name in known and entry.id not in known[name].excludes:
                yield "interventions", entry.id, f"excludes {name}, which does not exclude it"
        for name in (*entry.after, *entry.excludes, *entry.only_with):
            if name not in known:
                yield "interventions", entry.id, f"{name} is not an intervention"
        fact = made["facts"].get(entry.declined_by) if entry.declined_by else None
        if entry.declined_by and (fact is None or fact.kind != "yes_no"):
            yield "interventions", entry.id, f"declined_by {entry.declined_by} is not a yes_no fact"


def _steps(made: Made) -> Iterator[tuple[str, str, str]]:
    for entry in made["steps"].values():
        for name in (entry.intervention, *entry.after):
            if name not in made["interventions"]:
                yield "steps", entry.id, f"{name} is not an intervention"


# What a property of a kind cannot do without.
SPEAKS_OF = {"worse": "fact", "raises": "flags", "stance": "about", "answered": "about"}


def _properties(made: Made) -> Iterator[tuple[str, str, str]]:
    """A property about nothing would hold and prove nothing."""
    for entry in made["properties"].values():
        needed = SPEAKS_OF.get(entry.kind)
        if needed and not getattr(entry, needed):
            yield "properties", entry.id, f"a property of kind {entry.kind} needs `{needed}`"
        if entry.fact is not None and not getattr(made["facts"].get(entry.fact), "ordered", False):
            yield "properties", entry.id, f"{entry.fact} is not a fact whose values have an order"
        for name in entry.about:
            modality = name.removeprefix("modality:")
            known = made["interventions"].values()
            if name not in made["interventions"] and modality not in {i.modality for i in known}:
                yield "properties", entry.id, f"{name} is not an intervention"
        for name in (*entry.never, *entry.only):
            if name not in get_args(Stance):
                yield "properties", entry.id, f"{name} is not a stance"


def _sets(made: Made) -> Iterator[tuple[str, str, str]]:
    facts = made["facts"]
    for entry in facts.values():
        flag = entry.complete_when
        if flag and flag != "given" and (flag not in facts or facts[flag].kind != "yes_no"):
            yield "facts", entry.id, f"complete_when {flag} is not a yes_no fact"
        if entry.excluded_by and entry.excluded_by not in facts:
            yield "facts", entry.id, f"excluded_by {entry.excluded_by} is not a fact"


TIMES = ("h", "d", "wk", "mo", "a")


def _elapsing(made: Made) -> Iterator[tuple[str, str, str]]:
    """What grows with time is given in a unit of time."""
    for fact in made["facts"].values():
        if fact.elapses and fact.unit not in TIMES:
            yield "facts", fact.id, f"elapses, so its unit is one of {', '.join(TIMES)}"


def _settings(made: Made) -> Iterator[tuple[str, str, str]]:
    """A switch that stands on a value it does not have would quietly choose nothing."""
    for setting in made["settings"].values():
        if setting.default not in setting.values:
            yield (
                "settings",
                setting.id,
                f"{setting.default} is not one of {', '.join(setting.values)}",
            )
        for value, name in setting.alternatives.items():
            if value not in setting.values or name not in made["definitions"]:
                yield "settings", setting.id, f"{value}: {name} is not a definition it can select"


def _prognosis(made: Made, units: tuple[Unit, ...]) -> Iterator[tuple[str, str, str]]:
    """No prognostic score may reach a rule, not even through a definition."""
    tainted = {score.id for score in made["scores"].values() if score.prognostic}
    for unit in units:
        if unit.kind == "definition" and tainted & set(unit.reads):
            tainted.add(unit.key)
        if unit.kind in ("statement", "clock", "notice", "step"):
            for name in sorted(tainted & set(unit.reads)):
                yield (
                    f"{unit.kind}s",
                    unit.entry.id,
                    f"reads {name}: no prognostic score may enter a rule",
                )
