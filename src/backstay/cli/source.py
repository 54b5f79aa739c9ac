"""What a command reads: a case, a FHIR bundle, an overlay, from a file or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO

from msgspec import DecodeError, Struct, json
from msgspec.structs import asdict

from backstay.case import Case, CaseError, read_case
from backstay.case.text import MAX_BYTES
from backstay.cli.fail import Failed, printable
from backstay.knowledge import Knowledge, KnowledgeError, load_knowledge


class _Told(Struct):
    resource: str
    why: str
    counted: bool = False


class _Beside(Struct):
    unread: list[_Told] = []


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; at most MAX_BYTES."""
    if path == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Failed(f"standard input has more than {MAX_BYTES:,} bytes")
        return data
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Failed(
            f"{path}: {error.strerror or error}; give a file or - for standard input"
        ) from None
    if len(data) > MAX_BYTES:
        raise Failed(f"{path}: at most {MAX_BYTES:,} bytes are read")
    return data


def the_knowledge(overlay: str | None = None) -> Knowledge:
    """Knowledge with the overlay in a file, where one is named."""
    try:
        return load_knowledge(read_bytes(overlay).decode("utf-8") if overlay else None)
    except UnicodeDecodeError:
        raise Failed(f"{overlay}: this is not UTF-8 text") from None
    except KnowledgeError as error:
        raise Failed(str(error)) from None


def the_case(path: str, knowledge: Knowledge) -> Case:
    """The case in a file: YAML, JSON or a FHIR Bundle. What a bundle holds unread is said on standard error."""
    data = read_bytes(path)
    name = "case" if path == "-" else Path(path).stem
    try:
        return read_case(_source(data, knowledge), knowledge.facts, name=name)
    except CaseError as error:
        raise Failed(f"{path}: {error}") from None


def _source(data: bytes, knowledge: Knowledge) -> bytes | dict[str, Any]:
    if b'"unread"' in data:  # a case that was read from a record
        say_unread(_kept(data))
    if b"resourceType" not in data:  # no bundle, so what reads one is not even loaded
        return data
    from backstay.exchange import BundleError, looks_like_bundle, read_bundle

    if not looks_like_bundle(data):
        return data
    try:
        document, unread = read_bundle(data, knowledge.facts, knowledge=knowledge)
    except BundleError as error:
        raise Failed(f"the bundle cannot be used: {error}") from None
    say_unread([one._asdict() for one in unread])
    return document


def say_unread(unread: Iterable[Mapping[str, Any]]) -> None:
    """What of a record was not read, or was taken with a doubt, on standard error."""
    for one in unread:
        word = "taken, but check" if one["counted"] else "not read"
        sys.stderr.write(printable(f"{word}: {one['resource']}: {one['why']}") + "\n")


def _kept(data: bytes) -> list[dict[str, Any]]:
    """What `fhir read` wrote beside a case; all else in the text is left to the reader of the case."""
    try:
        return [asdict(one) for one in json.decode(data, type=_Beside).unread]
    except (DecodeError, RecursionError):
        return []


def check_outputs(outputs: list[str | None], inputs: list[str | None]) -> None:
    """Refuse, before anything is computed, to write over what is read or over the other output."""
    named = [Path(path) for path in outputs if path]
    read = [Path(path) for path in inputs if path and path != "-"]
    for at, path in enumerate(named):
        for other in (*named[:at], *read):
            if path == other or (path.exists() and other.exists() and path.samefile(other)):
                raise Failed(f"{path}: this would overwrite {other}; name another file")


def write_out(text: str | bytes, out: str | None) -> None:
    """To a file where one is named, whole or not at all and for its owner only; else to standard output."""
    with writing(out) as file:
        file.write(text.encode() if isinstance(text, str) else text)


@contextmanager
def writing(out: str | None) -> Iterator[BinaryIO]:
    """A place for output that comes piece by piece; a file appears whole or not at all."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with _replacing(Path(out)) as file:
            yield file
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error}") from None
    sys.stderr.write(printable(f"written: {out}") + "\n")


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write beside the file and then put it in its place, so that no half file is ever seen."""
    if path.exists() and not path.is_file():  # a device or a pipe is written to as it is
        with path.open("wb") as device:
            yield device
        return
    handle, beside = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(beside, path)
    finally:  # it is still there only where something went wrong
        Path(beside).unlink(missing_ok=True)
