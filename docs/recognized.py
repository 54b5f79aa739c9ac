"""The page of what is recognized in published example records: each file, its facts, and what was listed.

The examples stand beside the repository and not in it, so the page is only written where they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from backstay.case import Vocabulary
from backstay.exchange import BundleError, Unread, read_bundle

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"
READ_ON = datetime(2026, 11, 23, tzinfo=UTC)  # ages and old orders are counted to this day
FOLDERS = {
    "mcode_stu4": "mCODE STU4",
    "codex_rt": "CodeX Radiation Therapy",
    "genomics": "Genomics Reporting 2.0",
    "synthea_cancer": "Synthea patients with cancer",
}
MOST = 6  # reasons that a row names before it only counts them
NOT_READ = "resources of this kind are not read"


class Row(NamedTuple):
    """One file: the kind of its resource, its facts, and why the rest gave none."""

    name: str
    kind: str
    facts: tuple[str, ...]
    listed: tuple[str, ...]


def recognized(vocabulary: Vocabulary) -> list[str]:
    """The lines of the page."""
    tables = {
        title: [_row(path, vocabulary) for path in _files(name)] for name, title in FOLDERS.items()
    }
    lines = [
        "# What is recognized in published examples",
        "",
        "Each file was read as one record, as on 23 November 2026.",
        "A single resource was put beside an empty patient.",
        "No value is guessed: what gave no fact is listed with the reason, as a hospital would see it.",
        "Files with the same outcome share a row.",
        "",
        *_table(
            ("examples", "files", "with facts", "listed only", "refused"),
            map(_sums, tables.items()),
        ),
    ]
    for title, rows in tables.items():
        lines += [f"## {title}", "", *_section(rows)]
    return lines


def _files(folder: str) -> list[Path]:
    return sorted((EXAMPLES / folder).glob("*.json"))


def _row(path: Path, vocabulary: Vocabulary) -> Row:
    data = path.read_bytes()
    resource = json.loads(data)
    kind = str(resource["resourceType"])
    name = path.stem.removeprefix(f"{kind}-").removeprefix("bundle-")
    try:
        bundle = data if kind == "Bundle" else with_patient(resource)
        document, unread = read_bundle(bundle, vocabulary, now=READ_ON)
    except BundleError as error:
        return Row(name, kind, (), (f"refused: {error.problems[0]}",))
    return Row(name, kind, tuple(_facts(document)), tuple(_listed(unread)))


def with_patient(resource: dict[str, Any]) -> bytes:
    """A single resource in a bundle with the patient whom it is about."""
    about = resource.get("subject") or resource.get("patient") or {}
    name = about.get("reference", "Patient/nobody").partition("/")[2]
    patient = {"resourceType": "Patient", "id": name}
    both = [resource] if resource["resourceType"] == "Patient" else [patient, resource]
    entries = [{"resource": one} for one in both]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def _facts(document: dict[str, Any]) -> Iterator[str]:
    """Every fact with its value; of several dated values only the number."""
    for name, value in document["patient"].items():
        yield f"`{name}` {_value(value)}"
    for lesion in document.get("lesions", []):
        told = ", ".join(
            f"`{name}` {_value(value)}" for name, value in lesion.items() if name != "level"
        )
        yield f"{lesion['level']}: {told or 'a lesion'}"
    for name, origin in document.get("observed", {}).items():
        if isinstance(origin, list):
            yield f"`{name}` ({len(origin)} dated values)"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_value(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(_value(one) for one in value) or "none"
    return str(value)


def _listed(unread: Iterable[Unread]) -> list[str]:
    """Every reason once; kinds that are not read stand in one reason."""
    kinds = ", ".join(one.resource for one in unread if one.why == NOT_READ)
    whys = list(dict.fromkeys(one.why for one in unread if one.why != NOT_READ))
    short = [*whys[:MOST], f"and {len(whys) - MOST} more"] if len(whys) > MOST + 1 else whys
    return [*short, *([f"not read: {kinds}"] if kinds else [])]


def _sums(table: tuple[str, list[Row]]) -> tuple[str, ...]:
    title, rows = table
    refused = sum(_is_refused(row) for row in rows)
    facts = sum(bool(row.facts) for row in rows)
    return (title, str(len(rows)), str(facts), str(len(rows) - facts - refused), str(refused))


def _is_refused(row: Row) -> bool:
    return bool(row.listed and row.listed[0].startswith("refused: "))


def _section(rows: list[Row]) -> Iterator[str]:
    """One table; the kinds that are never read stand below it."""
    told = [row for row in rows if row.facts or not _is_plain(row)]
    same: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for row in told:
        same.setdefault((row.kind, row.facts, row.listed), []).append(row.name)
    cells = (
        (kind, ", ".join(names), "<br>".join(facts) or "none", "<br>".join(listed) or "nothing")
        for (kind, facts, listed), names in same.items()
    )
    yield from _table(("resource", "files", "facts", "listed, not read as a fact"), cells)
    plain = Counter(row.kind for row in rows if row not in told)
    if plain:
        kinds = ", ".join(f"{kind} ({number})" for kind, number in sorted(plain.items()))
        yield from (f"Not read, alone they say nothing about the spine: {kinds}.", "")


def _is_plain(row: Row) -> bool:
    """Whether the file holds nothing but a kind of resource that is not read, or an empty patient."""
    return all(one.startswith("not read: ") for one in row.listed)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/').replace(chr(10), ' ') for cell in row)} |"
    yield ""
