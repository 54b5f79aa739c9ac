"""Sorting an export by person on disk: into parts small enough to be held, each read one by one.

The temporary folder is for its owner only and goes when the reading ends.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec

from backstay.exchange.bulk.lines import Line
from backstay.exchange.fhir import NOTHING, Part, Reference

MOST = 256  # parts, so that no system runs out of open files
GROWS = 12  # times that a packed file may grow


class _Medicated(Part, frozen=True):
    medication_reference: msgspec.Raw = NOTHING


_MEDICATED = msgspec.json.Decoder(_Medicated)
_REFERENCE = msgspec.json.Decoder(Reference)


class Parts:
    """The parts of one export, and its Medications, which several people may share."""

    def __init__(self, folder: Path, number: int) -> None:
        self.files = [folder / f"{part:04}" for part in range(number)]
        self.nobody: Counter[str] = Counter()  # kind -> resources about no patient of the folder
        self._shelf = sqlite3.connect(folder / "medications")
        self._shelf.execute("pragma journal_mode = off")
        self._shelf.execute("create table medication (name text, raw blob)")

    def fill(self, lines: Iterable[Line]) -> None:
        """Put every line into the part of its person."""
        with ExitStack() as stack:
            opened = [stack.enter_context(file.open("wb")) for file in self.files]
            for line in lines:
                if line.person:
                    part = opened[zlib.crc32(line.person.encode()) % len(opened)]
                    part.write(f"{line.person} {line.kind} ".encode() + line.raw + b"\n")
                elif line.kind == "Medication":
                    self._shelf.execute(
                        "insert into medication values (?, ?)", (line.name, line.raw)
                    )
                else:
                    self.nobody[line.kind] += 1
        self._shelf.execute("create index by_name on medication (name)")

    def people(self) -> Iterator[tuple[str, list[msgspec.Raw]]]:
        """Each person with all resources about them, and the Medications that these name."""
        for file in self.files:
            for person, held in sorted(_grouped(file).items()):
                if any(kind == "Patient" for kind, _ in held):
                    raws = [raw for _, raw in held]
                    yield person, [msgspec.Raw(one) for one in (*raws, *self._named(held))]
                else:
                    self.nobody.update(kind for kind, _ in held)
            file.unlink()

    def _named(self, held: list[tuple[str, bytes]]) -> Iterator[bytes]:
        wanted = [
            name
            for kind, raw in held
            if kind.startswith("Medication") and (name := _medication(raw))
        ]
        for name in dict.fromkeys(wanted):
            query = "select raw from medication where name = ? order by rowid"
            yield from (raw for (raw,) in self._shelf.execute(query, (name,)))

    def close(self) -> None:
        self._shelf.close()


def _grouped(file: Path) -> dict[str, list[tuple[str, bytes]]]:
    """Person -> kind and text of every resource about them, in the order of the export."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    with file.open("rb") as part:
        for line in part:
            person, kind, raw = line.rstrip(b"\n").split(b" ", 2)
            found.setdefault(person.decode(), []).append((kind.decode(), raw))
    return found


def _medication(raw: bytes) -> str | None:
    """The id of the Medication that a resource about a medicine refers to."""
    try:
        given = _MEDICATED.decode(raw).medication_reference
        reference = _REFERENCE.decode(given).reference if bytes(given) else None
    except msgspec.DecodeError:  # the reader of the resource says so
        return None
    return (reference or "").split("/_history/")[0].rpartition("Medication/")[2] or None


def number_of(files: Iterable[Path], part_bytes: int) -> int:
    """How many parts keep each near `part_bytes`."""
    sizes = (one.stat().st_size * (GROWS if one.suffix == ".gz" else 1) for one in files)
    return max(1, min(MOST, -(-sum(sizes) // part_bytes)))
