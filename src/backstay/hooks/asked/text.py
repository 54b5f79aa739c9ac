"""The text of a body: JSON of a bounded size and depth, in which no name stands twice."""

from __future__ import annotations

import msgspec

from backstay.case.text import BadText, read_json

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ANY = msgspec.json.Decoder()


class NotJsonError(ValueError):
    """Text that is not read; the message holds nothing of the text itself."""


def opened(body: bytes, most: int) -> dict[str, msgspec.Raw]:
    """The members of the object that a body holds, still closed; at most `most` bytes.

    Raises NotJsonError.
    """
    if len(body) > most:
        raise NotJsonError(f"it has more than {most:,} bytes")
    try:
        read_json(body)
        return _OBJECT.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except BadText as error:
        raise NotJsonError(_said(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotJsonError("it is not a JSON object") from None


def plain(raw: msgspec.Raw) -> object:
    """The value of one member, which was found to be JSON before."""
    return _ANY.decode(raw)


def _said(error: BadText) -> str:
    """What is wrong, without the names and numbers that a message of the reader repeats."""
    said = error.problem
    if "stands twice" in said:
        said = "a name stands twice in one object"
    if "is not a value" in said:
        said = "a number is not finite"
    return f"{said} (line {error.line})" if error.line else said
