"""What a command reads: a case, a FHIR bundle, an overlay, from a file or standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from backstay.case import Case, CaseError, read_case
from backstay.case.text import MAX_BYTES
from backstay.cli.fail import Failed, printable
from backstay.knowledge import Knowledge, KnowledgeError, load_knowledge


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
    if b"resourceType" not in data:  # no bundle, so what reads one is not even loaded
        return data
    from backstay.exchange import BundleError, looks_like_bundle, read_bundle

    if not looks_like_bundle(data):
        return data
    try:
        document, unread = read_bundle(data, knowledge.facts, knowledge=knowledge)
    except BundleError as error:
        raise Failed(f"the bundle cannot be used: {error}") from None
    for one in unread:
        word = "taken, but check" if one.counted else "not read"
        sys.stderr.write(printable(f"{word}: {one.resource}: {one.why}") + "\n")
    return document


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
    data = text.encode() if isinstance(text, str) else text
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(Path(out), data)
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error}") from None
    sys.stderr.write(printable(f"written: {out}") + "\n")


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file and then put it in its place, so that no half file is ever seen."""
    if path.exists() and not path.is_file():  # a device or a pipe is written to as it is
        path.write_bytes(data)
        return
    handle, beside = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(beside, path)
