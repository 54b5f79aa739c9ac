"""The text of a body: JSON of a bounded size and depth, in which no name stands twice."""

from __future__ import annotations

import msgspec

from backstay.case.text import BadText, read_json
from backstay.exchange.names_once import check_names

LEVELS = 200  # of brackets in brackets; what is deeper gets an exact look, which refuses it at 256
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ANY = msgspec.json.Decoder()
_TOO_FAR_IN = b"\n" + b" " * LEVELS  # no string holds a plain line feed
_MARK = b"\xef\xbb\xbf"


class NotJsonError(ValueError):
    """Text that is not read; the message holds nothing of the text itself."""


def opened(body: bytes, most: int) -> dict[str, msgspec.Raw]:
    """The members of the object that a body holds, still closed; at most `most` bytes.

    Raises NotJsonError.
    """
    if len(body) > most:
        raise NotJsonError(f"it has more than {most:,} bytes")
    text = body.removeprefix(_MARK)
    try:
        (check_names if _is_flat(text) else read_json)(text)
        return _OBJECT.decode(text)
    except BadText as error:
        raise NotJsonError(_said(error)) from None
    except UnicodeDecodeError:
        raise NotJsonError("this is not UTF-8 text") from None
    except msgspec.DecodeError:
        raise NotJsonError("this is not a JSON object") from None


def plain(raw: msgspec.Raw) -> object:
    """The value of one member, which was found to be JSON before."""
    return _ANY.decode(raw)


def _is_flat(text: bytes) -> bool:
    """Whether no line is too far in when every level has a line of its own."""
    try:
        return _TOO_FAR_IN not in msgspec.json.format(text, indent=1)
    except (msgspec.DecodeError, RecursionError):
        return False


def _said(error: BadText) -> str:
    """What is wrong, without the names and numbers that a message of the reader repeats."""
    said = error.problem
    if "stands twice" in said:
        said = "a name stands twice in one object"
    if "is not a value" in said:
        said = "a number is not finite"
    return f"{said} (line {error.line})" if error.line else said
