"""The table of what mCODE profiles ask for, made from their StructureDefinitions.

Run as `python tests/mcode/profile_table.py PROFILES` where PROFILES holds StructureDefinition-*.json; writes
`profiles.json`, so that the check itself needs no definitions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLE = HERE / "profiles.json"
VALUE_SETS = HERE / "valuesets.json"  # codes of R4 4.0.1, by the address of the value set
ALL_TYPES = 11  # of the value of an Observation in R4, where a profile leaves it open
Rule = dict[str, Any]


def made_from(folder: Path) -> dict[str, Any]:
    """Every profile of a folder by its address: the kind of resource, and one rule for each demand."""
    found = {}
    for path in sorted(folder.glob("StructureDefinition-*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))
        elements = definition["snapshot"]["element"]
        sets = json.loads(VALUE_SETS.read_text(encoding="utf-8"))
        rules = [rule for one in elements if (rule := rule_of(one, elements, sets))]
        unchecked = sorted(
            {one for each in elements if (one := required_set(each)) and one not in sets}
        )
        found[definition["url"]] = {
            "type": definition["type"],
            "rules": rules,
            "unchecked": unchecked,
        }
    return found


def rule_of(element: Rule, elements: list[Rule], sets: Rule) -> Rule | None:
    """What one element asks for; None where that is nothing, or where its slice cannot be told by a pattern."""
    where = slice_of(element, elements)
    if where is None or "." not in element["path"]:
        return None
    demands = {**pattern(element), **counts(element, bool(where)), **types(element)}
    bound = required_set(element)
    if bound in sets and not where:
        demands["codes"] = bound
    if not demands:
        return None
    return {
        "path": element["path"].partition(".")[2],
        **({"where": where} if where else {}),
        **demands,
    }


def pattern(element: Rule) -> Rule:
    """A fixed value or a pattern; an element with either is only right when it holds that."""
    found = [value for name, value in element.items() if name.startswith(("fixed", "pattern"))]
    return {"pattern": found[0]} if found else {}


def counts(element: Rule, sliced: bool) -> Rule:
    """How many are needed, and how many are allowed where that is fewer than in R4 itself."""
    fewest, most, base = element["min"], element["max"], element["base"]["max"]
    fewer = most != "*" and (most != base or sliced)
    return {**({"min": fewest} if fewest else {}), **({"max": int(most)} if fewer else {})}


def types(element: Rule) -> Rule:
    """The types of value[x] and the like."""
    found = (
        sorted(one["code"] for one in element["type"]) if element["path"].endswith("[x]") else []
    )
    return {"types": found} if 0 < len(found) < ALL_TYPES else {}


def required_set(element: Rule) -> str | None:
    binding = element.get("binding", {})
    bound = str(binding.get("valueSet", "")).partition("|")[0]
    return bound if binding.get("strength") == "required" else None


def slice_of(element: Rule, elements: list[Rule]) -> Rule | None:
    """By which pattern the slice of an element is told; empty outside slices, None where by something else."""
    parts = element["id"].split(".")
    sliced = [number for number, part in enumerate(parts) if ":" in part]
    if not sliced:
        return {}
    head = ".".join(parts[: sliced[0] + 1])
    if len(sliced) > 1:
        return None
    inside = {one["id"]: pattern(one).get("pattern") for one in elements}
    at = ".".join(part.partition(":")[0] for part in parts[1 : sliced[0] + 1])
    if inside[head] is not None:
        return {"at": at, "is": inside[head]}
    code = inside.get(f"{head}.code")
    return {"at": at, "is": {"code": code}} if code else None


def text_of(table: dict[str, Any]) -> str:
    """One rule to a line, so that a change is seen."""
    profiles = []
    for url, one in sorted(table.items()):
        rules = ",\n  ".join(json.dumps(rule, sort_keys=True) for rule in one["rules"])
        head = json.dumps({name: one[name] for name in ("type", "unchecked")})[:-1]
        profiles.append(f' {json.dumps(url)}: {head}, "rules": [\n  {rules}\n ]}}')
    return "{\n" + ",\n".join(profiles) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(text_of(made_from(Path(sys.argv[1]))), encoding="utf-8")
