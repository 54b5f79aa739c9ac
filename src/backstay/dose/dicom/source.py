"""Opens one DICOM file of an expected class, within bounds, without a warning and without a word of its content."""

from __future__ import annotations

import hashlib
import logging
import secrets
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydicom import Dataset, dcmread, uid
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.filereader import read_dataset

from backstay.dose.dicom.packed import inflated
from backstay.dose.dicom.refusal import DicomProblem, Findings, Refused
from backstay.dose.dicom.values import optional_text, raw, text

Source: TypeAlias = Path | str | bytes  # a path, or what the file holds
T = TypeVar("T")

MOST_BYTES = {  # of one file; a dose of 100 million voxels in 32 bits is smaller
    uid.RTStructureSetStorage: 200_000_000,
    uid.RTDoseStorage: 500_000_000,
    uid.RTPlanStorage: 50_000_000,
}
MOST_ITEMS = 500_000  # of lists; each takes far more memory than bytes in the file
ITEMS = (b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00")  # the tag of an item in either byte order
MARK = slice(128, 132)  # where the word DICM stands
META_GROUP = 2
READ = (
    uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.ExplicitVRBigEndian,
    uid.DeflatedExplicitVRLittleEndian, uid.RLELossless,
)  # fmt: skip
KINDS = {
    uid.RTStructureSetStorage: "an RT structure set (RTSTRUCT)",
    uid.RTDoseStorage: "an RT dose (RTDOSE)",
    uid.RTPlanStorage: "an RT plan (RTPLAN)",
}
BROKEN = (  # what pydicom raises when it meets bytes that are no proper DICOM
    ArithmeticError, AttributeError, BytesLengthException, EOFError, InvalidDicomError, LookupError, MemoryError,
    NotImplementedError, OSError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip
_reading = ContextVar("reading", default=False)
logging.getLogger("pydicom").addFilter(lambda _: not _reading.get())  # it logs what values say
_SECRET = secrets.token_bytes(32)  # of this process: a digest tells nothing to who reads it later


def read_file(
    source: Source,
    kind: uid.UID,
    tags: tuple[str, ...],
    read: Callable[[Dataset, Findings], T],
) -> T:
    """What `read` makes of a file of that class; DicomProblem with all that is wrong with it."""
    found = Findings(file_name(source, kind))
    with _quiet(found):
        made = read(_opened(_bytes(source, MOST_BYTES[kind]), kind, tags), found)
    found.finish()
    return made


def file_name(source: Source, kind: uid.UID) -> str:
    """How messages call the file: its name without folders, or its kind when it has none."""
    return KINDS[kind].partition(" ")[2] if isinstance(source, bytes) else Path(source).name


def patient_digest(dataset: Dataset) -> bytes | None:
    """What tells two patients apart within this process and means nothing outside it."""
    patient = (raw(dataset, "PatientID") or b"").strip(b" \0")
    return hashlib.blake2b(patient, key=_SECRET, digest_size=16).digest() if patient else None


@contextmanager
def _quiet(found: Findings) -> Iterator[None]:
    """No warning and no log leaves, and whatever a hostile file makes pydicom raise becomes one problem."""
    before = _reading.set(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", message="string or file could not be read")
            yield
    except DicomProblem:
        raise
    except Refused as refused:
        found.add(refused)
        raise DicomProblem(found.problems) from None
    except BROKEN as error:
        what = f"its DICOM structure is broken ({type(error).__name__})"
        found.add(Refused("the file", what, "export it again from the planning system"))
        raise DicomProblem(found.problems) from None  # its own words may repeat what the file says
    finally:
        _reading.reset(before)


def _bytes(source: Source, most: int) -> bytes:
    if isinstance(source, bytes):
        _check_size(len(source), most)
        return source
    try:
        there = Path(source).stat()
        if not stat.S_ISREG(there.st_mode):
            raise Refused("the file", "is not a file with contents", "check its path")
        _check_size(there.st_size, most)
        return Path(source).read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise Refused("the file", what, "check its path and permissions") from None


def _check_size(size: int, most: int) -> None:
    if size > most:
        what = f"{size} bytes are more than the {most} that are read"
        raise Refused("the file", what, "export a smaller region or a coarser grid")


def _opened(data: bytes, kind: uid.UID, tags: tuple[str, ...]) -> Dataset:
    if data[MARK] != b"DICM":
        todo = f"give {KINDS[kind]} as exported by the planning system"
        raise Refused("the file", "is not DICOM", todo)
    syntax, start = _syntax(data)
    if syntax == uid.DeflatedExplicitVRLittleEndian:
        data = inflated(data[start:], MOST_BYTES[kind])
    if max(map(data.count, ITEMS)) > MOST_ITEMS:
        what = f"has more than the {MOST_ITEMS} items of lists that are read"
        raise Refused("the file", what, "export fewer structures at a time")
    wanted = ["SOPClassUID", "SOPInstanceUID", "PatientID", *tags]
    dataset = dcmread(BytesIO(data), specific_tags=list(wanted))
    _check_kind(optional_text(dataset, "SOPClassUID"), kind)
    return dataset


def _syntax(data: bytes) -> tuple[uid.UID, int]:
    """How the data set is written and where it begins. What only other packages could unpack is refused."""
    after_mark = BytesIO(data)
    after_mark.seek(MARK.stop)
    meta = read_dataset(after_mark, False, True, stop_when=lambda tag, *_: tag >> 16 != META_GROUP)
    syntax = uid.UID(text(meta, "TransferSyntaxUID"))
    if syntax not in READ:
        what = f"is compressed or packed in a way that is not read ({_called(syntax, 'not known')})"
        raise Refused(
            "TransferSyntaxUID", what, "export it uncompressed (Implicit VR Little Endian)"
        )
    return syntax, after_mark.tell()


def _check_kind(given: str | None, kind: uid.UID) -> None:
    if given != kind:
        name = _called(uid.UID(given), "of an unknown class") if given else "of no class"
        what = f"is {name}, not {KINDS[kind]}"
        raise Refused(
            "SOPClassUID", what, "check the order of the files and give each in its place"
        )


def _called(given: uid.UID, unknown: str) -> str:
    """The name that the standard gives to an identifier; never the identifier itself."""
    return given.name if given.name != str(given) else unknown
