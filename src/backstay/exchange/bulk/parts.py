"""Sorting an export by person on disk: into parts small enough to be held, each read one by one."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from backstay.exchange.bulk.lines import Line
from backstay.exchange.fhir import NOTHING, Part, Reference

MOST = 256  # parts, so that no system runs out of open files
MOST_SHELVES = 64
GROWS = 12  # times that a packed file may grow
_MEDICATION = "Medication"


class Parts(NamedTuple):
    """The files of the parts; Medications are about nobody and go to those who name them."""

    people: tuple[Path, ...]
    shelves: tuple[Path, ...]  # Medications by their ids
    wanted: tuple[Path, ...]  # which person names which Medication, in the same order
    nobody: Counter[str]  # kind -> resources about no patient of the folder


class _Medicated(Part, frozen=True):
    medication_reference: msgspec.Raw = NOTHING


_MEDICATED = msgspec.json.Decoder(_Medicated)
_REFERENCE = msgspec.json.Decoder(Reference)


def number_of(files: Iterable[Path], part_bytes: int) -> int:
    """How many parts keep each near `part_bytes`."""
    sizes = (one.stat().st_size * (GROWS if one.suffix == ".gz" else 1) for one in files)
    return max(1, min(MOST, -(-sum(sizes) // part_bytes)))


def parted(lines: Iterable[Line], folder: Path, number: int) -> Parts:
    """Put every line into the part of its person, and every Medication where its people are."""
    shelves = min(number, MOST_SHELVES)
    parts = Parts(
        tuple(folder / f"people-{one}" for one in range(number)),
        tuple(folder / f"shelf-{one}" for one in range(shelves)),
        tuple(folder / f"wanted-{one}" for one in range(shelves)),
        Counter(),
    )
    with ExitStack() as stack:
        people, shelf, wanted = (
            [stack.enter_context(file.open("wb")) for file in files] for files in parts[:3]
        )
        for line in lines:
            if line.person:
                _put(people, line.person, line.kind, line.raw)
                if name := _medication(line):
                    _put(wanted, name, line.person)
            elif line.kind == _MEDICATION:
                _put(shelf, line.name, _MEDICATION, line.raw)
            else:
                parts.nobody[line.kind] += 1
    _deliver(parts)
    return parts


def people_of(parts: Parts) -> Iterator[tuple[str, list[msgspec.Raw]]]:
    """Each person who has a Patient resource, with all resources about them."""
    for file in parts.people:
        for person, held in sorted(_grouped(file).items()):
            if any(kind == "Patient" for kind, _ in held):
                yield person, [msgspec.Raw(raw) for _, raw in held]
            else:
                parts.nobody.update(kind for kind, _ in held if kind != _MEDICATION)
        file.unlink()


def _put(files: Sequence[BinaryIO], key: str, word: str, raw: bytes = b"") -> None:
    part = files[zlib.crc32(key.encode()) % len(files)]
    part.write(f"{key} {word} ".encode() + raw + b"\n")


def _deliver(parts: Parts) -> None:
    """Add each Medication to the parts of the people who name it, shelf by shelf."""
    with ExitStack() as stack:
        people = [stack.enter_context(file.open("ab")) for file in parts.people]
        for shelf, wanted in zip(parts.shelves, parts.wanted, strict=True):
            held, names = _grouped(shelf), _grouped(wanted)
            for name in sorted(names.keys() & held.keys()):
                for person in sorted({person for person, _ in names[name]}):
                    for _, raw in held[name]:
                        _put(people, person, _MEDICATION, raw)


def _grouped(file: Path) -> dict[str, list[tuple[str, bytes]]]:
    """The second word and the text of every line by its first word, in the order of the export."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    with file.open("rb") as part:
        for line in part:
            key, word, raw = line.rstrip(b"\n").split(b" ", 2)
            found.setdefault(key.decode(), []).append((word.decode(), raw))
    return found


def _medication(line: Line) -> str | None:
    """The id of the Medication that a resource about a medicine refers to."""
    if not line.kind.startswith(_MEDICATION):
        return None
    try:
        given = _MEDICATED.decode(line.raw).medication_reference
        reference = _REFERENCE.decode(given).reference if bytes(given) else None
    except msgspec.DecodeError:  # the reader of the resource says so
        return None
    name = (reference or "").split("/_history/")[0].rpartition("Medication/")[2]
    return name if name and not any(one.isspace() for one in name) else None
