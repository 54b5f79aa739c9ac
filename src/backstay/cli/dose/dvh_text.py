"""Histograms and limits as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from backstay.present.histograms.numbers import number, span

WIDTH, NAME = 100, 24
COLUMNS = ("volume", "mean", "D98", "D50", "D2", "D0.035cc", "max")
KEYS = ("volume_cc", "mean", "d98", "d50", "d2", "d0_035cc", "max")
SIGNS = {"at_most": "at most", "at_least": "at least"}
UNITS = {"Gy": "Gy", "percent": "%", "cc": "cc", "percent_of_prescription": "% of the prescription"}


def text(document: dict[str, Any], knowledge: Any) -> str:
    """Measures of each structure, then limits by status, then what is asked."""
    lines = [*_table(document), *_notes(document)]
    check = document.get("check")
    lines += ["", *_check(check, knowledge)] if check else []
    lines += [line for one in document.get("cautions", []) for line in _caution(one, knowledge)]
    return "\n".join([*lines, "Supports a decision; a physicist checks."]) + "\n"


def _table(document: dict[str, Any]) -> Iterator[str]:
    units = "Gy" if document["dose_units"] == "Gy" else "percent"
    yield f"Doses in {units}, volumes in cc" + _course(document)
    yield f"{'structure':<{NAME}}" + "".join(f"{name:>10}" for name in COLUMNS)
    for one in document["structures"]:
        yield f"{one['name'][: NAME - 1]:<{NAME}}" + "".join(
            f"{_cell(one, key):>10}" for key in KEYS
        )
        if "eqd2" in one:
            told = one["eqd2"]
            name = f"  EQD2, alpha/beta {document['eqd2']['alpha_beta']:g}"
            yield f"{name:<{NAME}}" + "".join(f"{_equivalent(told, key):>10}" for key in KEYS)


def _cell(one: dict[str, Any], key: str) -> str:
    """A measure; what is only known to be reached says so."""
    return ">= " * (key in one["at_least"]) + number(one[key])


def _equivalent(told: dict[str, Any], key: str) -> str:
    """A measure in EQD2; the volume is the same and stands above it."""
    return "" if key == "volume_cc" else _cell(told, key)


def _course(document: dict[str, Any]) -> str:
    parts, dose, total = document["fractions"], document["prescription"], document["sum"]
    if total:
        counts = " and ".join(f"{one['fractions']}" for one in total["courses"])
        return (
            f"; sum in EQD2, alpha/beta {total['alpha_beta']:g}, of courses in {counts} fractions"
        )
    said = "" if parts is None else f"; {parts} fraction{'s' * (parts > 1)}"
    return said + ("" if dose is None else f"; {dose:g} Gy prescribed")


def _notes(document: dict[str, Any]) -> Iterator[str]:
    for text in document["notes"]:
        yield from _wrapped(f"Note: {text}")
    for one in document["structures"]:
        for text in one["warnings"]:
            yield from _wrapped(f"Note: {one['name']}: {text}")
    sampling = document["sampling"]
    if sampling:
        (low, high), per = sampling["row_mm"], sampling["per_slab"]
        rows = number(low) if low == high else f"{number(low)} to {number(high)}"
        yield from _wrapped(
            f"Sampled on lines {rows} mm apart, {per[0]} to {per[-1]} sub-slices in each slab; "
            f"{'; '.join(sampling['slab_rule'])} ({', '.join(sampling['engine'])})"
        )


def _check(check: dict[str, Any], knowledge: Any) -> Iterator[str]:
    from backstay.cli.medicines.one_line import sources

    cited = sources(tuple(check["evidence"]), check["checked"], knowledge)
    yield from _wrapped(
        f"Rule set {check['rules']}: {check['title']}. For {check['population']}. {cited}"
    )
    if check["without"]:
        others = f"; rule sets that have one: {', '.join(check['other_rules'])}" * bool(
            check["other_rules"]
        )
        yield from _wrapped(f"No limit: {check['without']}{others}")
    counts = check["counts"]
    if check["results"]:
        yield f"{counts['pass']} kept, {counts['fail']} broken, {counts['unknown']} not known"
    for status in ("fail", "unknown", "pass"):
        for one in check["results"]:
            if one["status"] == status and not one["missing"]:
                yield from _result(one, knowledge)
    yield from _missing(check["results"])
    yield from _coverage(check["coverage"])
    yield from _asked(check)


def _missing(results: Sequence[dict[str, Any]]) -> list[str]:
    """Organs that no structure is, each with its number of limits."""
    found = Counter(one["organ_title"] for one in results if one["missing"])
    told = ", ".join(f"{name} ({count} limit{'s' * (count > 1)})" for name, count in found.items())
    return _wrapped(f"UNKNOWN no structure is known as: {told}") if told else []


def _result(one: dict[str, Any], knowledge: Any) -> Iterator[str]:
    from backstay.cli.medicines.one_line import sources

    what = one["organ_title"] + (f" ({one['structure']})" if one["structure"] else "")
    unit = UNITS[one["unit"]]
    value = "" if one["value"] is None else f" {span(one['value'])} {unit},"
    bound = f" {SIGNS[one['sense']]} {number(one['limit'])} {unit}"
    margin = "" if one["margin"] is None else f", margin {span(one['margin'])}"
    why = "".join(f"; {text}" for text in one["why"])
    region = f" ({one['region']})" if one["region"] else ""
    cited = sources(tuple(one["evidence"]), one["checked"], knowledge)
    yield from _wrapped(
        f"{one['status'].upper():<8}{what}: {one['measure']}{value}{bound}{region}{margin}{why} {cited}"
    )


def _coverage(targets: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in targets:
        covered = "V100% not known (no prescription)"
        if one["v100"] is not None:
            covered = f"V100% {span(one['v100'])} % of {number(one['prescription'])} Gy"
        yield f"Target  {one['structure']}: D95 {span(one['d95'])} Gy, D98 {span(one['d98'])} Gy, {covered}"


def _asked(check: dict[str, Any]) -> Iterator[str]:
    for one in check["asked"]:
        names = ", ".join(one["structures"])
        hint = f' (--map "{one["structures"][0]}={one["candidates"][0]}")' if names else ""
        yield from _wrapped(f"Ask: {names + ': ' if names else ''}{one['question']}{hint}")
    if check["set_aside"]:
        yield from _wrapped(f"Set aside, since another was named: {', '.join(check['set_aside'])}")
    if check["unnamed"]:
        yield from _wrapped(f"No organ by name: {', '.join(check['unnamed'])}")


def _caution(one: dict[str, Any], knowledge: Any) -> list[str]:
    from backstay.cli.medicines.one_line import sources

    cited = sources(tuple(one["evidence"]), one["checked"], knowledge)
    return _wrapped(f"Caution: {one['text']} {cited}")


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="  ")
