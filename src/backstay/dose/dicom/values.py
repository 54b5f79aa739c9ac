"""Values of DICOM elements read from their bytes: exact, strict, and without pydicom's own conversion.

Reading the bytes is quick, gives no warnings, and shows what conversion would hide: a value cut
short, an element of another kind, a number that is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.charset import decode_bytes
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.valuerep import TEXT_VR_DELIMS

from backstay.dose.dicom.refusal import Refused

Array = npt.NDArray[np.float64]

MOST_MM = 10_000.0  # farther from the origin than this nobody lies
UNDEFINED_LENGTH = 0xFFFFFFFF
MEND = "export the file again from the planning system"
TEXTS = frozenset(
    {None, "CS", "DS", "IS", "LO", "LT", "SH", "ST", "UI", "UN", "UT"}
)  # None: implicit
SEQUENCES = frozenset({None, "SQ", "UN"})
SHORTS = frozenset({None, "US", "UN"})


def where(keyword: str) -> str:
    """The name and the number of an element, as a message shows them.

    >>> where("DoseGridScaling")
    'DoseGridScaling (3004,000E)'
    """
    return f"{keyword} ({_tag(keyword) >> 16:04X},{_tag(keyword) & 0xFFFF:04X})"


def raw(dataset: Dataset, keyword: str, kinds: Iterable[str | None] = TEXTS) -> bytes | None:
    """The bytes of an element; None where it is absent or empty; refuses one of another kind or cut short."""
    element = dataset.get_item(_tag(keyword), keep_deferred=True)
    if element is None:
        return None
    if not isinstance(element, RawDataElement) or element.VR not in kinds:
        raise Refused(where(keyword), "is of a kind that this element does not have", MEND)
    value = element.value or b""
    if element.length not in (len(value), UNDEFINED_LENGTH):
        raise Refused(
            where(keyword), "is cut short: the file ends inside it", "copy the whole file again"
        )
    return value or None


def optional_text(dataset: Dataset, keyword: str) -> str | None:
    """The text of an element in the basic character set, without padding; None where there is none."""
    value = raw(dataset, keyword)
    return (value or b"").strip(b" \0").decode("ascii", "replace") or None


def text(dataset: Dataset, keyword: str) -> str:
    """The same; refuses a missing one."""
    value = optional_text(dataset, keyword)
    if value is None:
        raise _missing(keyword)
    return value


def free_text(dataset: Dataset, keyword: str) -> str | None:
    """A text that people wrote, in the character set of the file; None where there is none."""
    value = raw(dataset, keyword)
    if value is None:
        return None
    said = dataset.original_character_set
    encodings = [said] if isinstance(said, str) else list(said)
    return decode_bytes(value, encodings, TEXT_VR_DELIMS).strip(" \0") or None


def short(dataset: Dataset, keyword: str) -> int:
    """An unsigned number of two bytes."""
    value = raw(dataset, keyword, SHORTS)
    if value is None:
        raise _missing(keyword)
    if len(value) != 2:
        raise Refused(where(keyword), "is not one number of two bytes", MEND)
    return int.from_bytes(value, byte_order(dataset))


def byte_order(dataset: Dataset) -> Literal["little", "big"]:
    """How whole numbers are written in a file that was read."""
    return "little" if dataset.original_encoding[1] else "big"


def parsed(value: bytes) -> Array | None:
    """Decimal strings between backslashes as numbers; None when one of them is no number.

    >>> parsed(b"1.5\\\\-2 "), parsed(b"1,5")
    (array([ 1.5, -2. ]), None)
    """
    value = value.strip(b" \0")
    try:
        made: Array = np.fromstring(value, dtype=np.float64, sep=" \\ ")
    except (ValueError, DeprecationWarning):  # the second from older numpy
        return None
    return made if made.size == value.count(b"\\") + 1 else None


def numbers(dataset: Dataset, keyword: str, count: int | None = None) -> Array:
    """Finite decimal numbers of an element, as many as said."""
    value = raw(dataset, keyword)
    if value is None:
        raise _missing(keyword)
    made = parsed(value)
    if made is None or not np.isfinite(made).all():
        raise Refused(where(keyword), "holds what is not a finite number", MEND)
    if count is not None and made.size != count:
        raise Refused(where(keyword), f"holds {made.size} numbers in place of {count}", MEND)
    return made


def number(dataset: Dataset, keyword: str) -> float:
    """One finite decimal number."""
    return float(numbers(dataset, keyword, 1)[0])


def whole(dataset: Dataset, keyword: str) -> int:
    """One whole number."""
    value = number(dataset, keyword)
    if not value.is_integer():
        raise Refused(where(keyword), "is not a whole number", MEND)
    return int(value)


def items(dataset: Dataset, keyword: str) -> list[Dataset]:
    """The items of a sequence, none where it is absent; refuses one that is cut short or no sequence."""
    element = dataset.get_item(_tag(keyword), keep_deferred=True)
    if element is None:
        return []
    if isinstance(element, RawDataElement) and raw(dataset, keyword, SEQUENCES) is None:
        return []
    return list(dataset[_tag(keyword)].value)


def _tag(keyword: str) -> int:
    tag = tag_for_keyword(keyword)
    assert tag is not None, keyword
    return tag


def _missing(keyword: str) -> Refused:
    return Refused(where(keyword), "is missing or empty", MEND)
