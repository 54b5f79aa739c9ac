"""A name that stands twice in one object leaves two values, and nobody knows which holds.

FHIR forbids it, and decoders take the last one in silence. What gives a fact is therefore looked at
again: written anew from what was decoded, it must come out as the text that went in.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from backstay.case.text import read_json

_ANY = msgspec.json.Decoder()
_KIND = b'"resourceType"'
_START = 64  # bytes by which a resource is looked for in its bundle
_LETTERS = (b"u004", b"u005", b"u006", b"u007")  # how the escapes of plain letters begin


def check_names(text: bytes) -> None:
    """Refuse a text of JSON in which a name stands twice in one object. Raises BadText.

    >>> check_names(b'{"a": 1, "b": {"a": 2}}')
    """
    if not _comes_back(text):
        read_json(text)


def _comes_back(text: bytes) -> bool:
    """Whether surely no name stands twice; also False for numbers and signs spelled unusually."""
    try:
        return msgspec.json.encode(_ANY.decode(text)) == msgspec.json.format(text, indent=-1)
    except (msgspec.DecodeError, RecursionError):
        return False


def around(text: bytes, inside: Iterable[msgspec.Raw]) -> bytes | None:
    """A bundle with `null` in place of its resources; None where one of them is not found in it.

    The resources are those that decoding gave, in their order. One that is found at a wrong place
    leaves the right one standing, which changes nothing of the names around it.

    >>> around(b'{"entry": [{"resource": {"a": 1}}]}', [msgspec.Raw(b'{"a": 1}')])
    b'{"entry": [{"resource": null}]}'
    """
    parts: list[bytes] = []
    at = 0
    for raw in map(bytes, inside):
        start = text.find(raw[:_START], at)
        if start < 0 or not text.startswith(raw, start):
            return None
        parts.append(text[at:start])
        at = start + len(raw)
    return b"null".join([*parts, text[at:]])


def is_whole(text: bytes, resources: int) -> bool:
    """Whether the text surely holds no more resources than were found in it."""
    return text.count(_KIND) == resources and not _hides_letters(text)


def _hides_letters(text: bytes) -> bool:
    """Whether a plain letter is written as an escape: a name could stand there that is not found."""
    at = text.find(b"\\")
    while at >= 0 and not text.startswith(_LETTERS, at + 1):
        at = text.find(b"\\", at + 2)
    return at >= 0
