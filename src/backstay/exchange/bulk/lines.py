"""The lines of a bulk export: one resource each, with whom it is about. Nothing of a bad line is shown."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from backstay.exchange.fhir import NOTHING, Part, Reference
from backstay.exchange.problems import BundleError, NotReadError, Unread, printable

LONGEST = 16_000_000  # bytes of one line
NAMED = 10  # bad lines of a file that are named before they are only counted
SUFFIXES = (".ndjson", ".ndjson.gz")
_WORD = re.compile(r"\S{1,200}")
_KIND = re.compile(r"[A-Za-z]{1,60}")
_BAD = "this line is not a FHIR resource in JSON"


class Line(NamedTuple):
    """One resource as it stands; `person` is the id of the patient, empty where none is named."""

    kind: str
    name: str  # id of the resource
    person: str
    raw: bytes


class _Top(Part, frozen=True):
    resource_type: str
    id: str = ""
    subject: msgspec.Raw = NOTHING
    patient: msgspec.Raw = NOTHING


_TOP = msgspec.json.Decoder(_Top)
_REFERENCE = msgspec.json.Decoder(Reference)


def files_of(folder: Path) -> list[Path]:
    """The files of the export by name. The kind is told by each line, so any name before the ending will do.

    Raises BundleError where there is none.
    """
    try:
        found = sorted(one for one in folder.iterdir() if one.name.endswith(SUFFIXES))
    except OSError as error:
        raise BundleError([f"the folder cannot be read: {error.strerror}"]) from None
    if not found:
        raise BundleError([f"the folder holds no file that ends in {' or '.join(SUFFIXES)}"])
    return found


def lines_of(file: Path, problems: list[Unread]) -> Iterator[Line]:
    """Every resource in one file; bad lines go to `problems` by their number."""
    bad = 0
    for number, text in _numbered(file, problems):
        try:
            yield _opened(text)
        except (msgspec.DecodeError, NotReadError, UnicodeDecodeError, RecursionError):
            bad += 1
            if bad <= NAMED:
                problems.append(Unread(f"{printable(file.name)}:{number}", _BAD))
    if bad > NAMED:
        why = f"{bad - NAMED} more lines are not FHIR resources in JSON"
        problems.append(Unread(printable(file.name), why))


def _numbered(file: Path, problems: list[Unread]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers; an endless line is skipped, never held."""
    number = 0
    try:
        with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as stream:
            while text := stream.readline(LONGEST + 1):
                number += 1
                if len(text) > LONGEST:
                    why = f"this line is longer than {LONGEST:,} bytes"
                    problems.append(Unread(f"{printable(file.name)}:{number}", why))
                    while text and not text.endswith(b"\n"):
                        text = stream.readline(LONGEST)
                elif text := text.removeprefix(b"\xef\xbb\xbf").strip():
                    yield number, text
    except (OSError, EOFError, zlib.error):
        why = f"it cannot be read further than line {number}"
        problems.append(Unread(printable(file.name), why))


def _opened(text: bytes) -> Line:
    """Raises msgspec.DecodeError, and NotReadError for a kind or id that FHIR does not allow."""
    top = _TOP.decode(text)
    name = top.id or "-"
    if not _KIND.fullmatch(top.resource_type) or not _WORD.fullmatch(name):
        raise NotReadError(_BAD)
    if top.resource_type == "Patient":
        if not top.id:
            raise NotReadError(_BAD)
        return Line("Patient", name, name, text)
    return Line(top.resource_type, name, _person(top.subject) or _person(top.patient), text)


def _person(raw: msgspec.Raw) -> str:
    """The id in a reference to a Patient, whatever server stands before it; empty for none."""
    try:
        reference = _REFERENCE.decode(raw).reference if bytes(raw) else None
    except msgspec.ValidationError:  # some kinds have a list here, which ties them to nobody
        return ""
    start, named, tail = (reference or "").split("/_history/")[0].rpartition("Patient/")
    whole = named and "/" not in tail and _WORD.fullmatch(tail) and (not start or start[-1] == "/")
    return tail if whole else ""
