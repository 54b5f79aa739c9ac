"""Files that are no DICOM, of another class, too large, compressed, cut short or hostile."""

from __future__ import annotations

import os
import struct
import sys
import warnings
import zlib
from pathlib import Path

import pytest
from dicom_made import SECRETS, dose, one_structure, plan, saved, squares
from pydicom.dataset import FileMetaDataset
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RTDoseStorage,
)

from backstay.dose.dicom import source
from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.plan import read_plan
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.source import Source
from backstay.dose.dicom.structures import read_structures


def refused(given: Source) -> str:
    """The one problem of a file given as a dose."""
    with pytest.raises(DicomProblem) as error:
        read_dose(given)
    assert not any(secret in str(error.value) for secret in SECRETS)
    assert error.value.__cause__ is None and error.value.__suppress_context__
    (problem,) = error.value.problems
    return problem


@pytest.mark.parametrize("data", [b"", b"DICM", b"%PDF-1.7" * 40, bytes(500), saved(dose())[:131]])
def test_what_is_no_dicom(data: bytes) -> None:
    assert refused(data).startswith("RT dose (RTDOSE): the file: is not DICOM; give an RT dose")


def test_paths_are_named_without_their_folders(tmp_path: Path) -> None:
    path = tmp_path / "folder of Doe^Jane" / "dose.dcm"
    assert refused(path).startswith(
        "dose.dcm: the file: cannot be read (No such file or directory)"
    )
    path.parent.mkdir()
    path.write_bytes(b"nothing")
    assert refused(path).startswith("dose.dcm: the file: is not DICOM")
    assert refused(path.parent.parent).startswith(tmp_path.name) and tmp_path.name in refused(
        tmp_path
    )
    path.write_bytes(saved(dose()))
    assert read_dose(path).whole_plan


def test_pipes_and_folders_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        assert "is not a file with contents; check its path" in refused(path)


def test_too_large_a_file_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(source.MOST_BYTES, RTDoseStorage, 100)
    path = tmp_path / "dose.dcm"
    path.write_bytes(saved(dose()))
    assert "bytes are more than the 100 that are read; export a smaller region" in refused(path)
    assert "more than the 100" in refused(saved(dose()))


def test_a_flood_of_items_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_ITEMS", 2)
    dataset = one_structure(squares(*range(9)))
    with pytest.raises(DicomProblem, match="more than the 2 items of lists that are read"):
        read_structures(saved(dataset))


@pytest.mark.parametrize("other", [one_structure(None), plan()])
def test_another_class_of_file(other: object) -> None:
    told = refused(saved(other))  # type: ignore[arg-type]
    assert "SOPClassUID: is RT " in told and "not an RT dose (RTDOSE); check the order" in told


def test_classes_that_are_no_plan_and_no_class() -> None:
    assert "is CT Image Storage, not an RT dose" in refused(saved(dose(SOPClassUID=CTImageStorage)))
    assert "is of an unknown class" in refused(saved(dose(SOPClassUID="1.2.3.4")))
    before, _, after = saved(dose()).rpartition(b"1.2.840.10008.5.1.4.1.1.481.2")
    junk = before + b"Doe^Jane\x01\tMRN-4711".ljust(29) + after
    assert "is of an unknown class" in refused(junk) and refused(junk).isprintable()
    absent = saved(dose(), ExplicitVRLittleEndian)
    absent = absent.replace(b"\x08\x00\x16\x00UI", b"\x08\x00\x17\x00UI")
    assert "is of no class, not an RT dose" in refused(absent)
    with pytest.raises(DicomProblem, match="not an RT plan"):
        read_plan(saved(dose()))


@pytest.mark.parametrize("syntax", [JPEGLSLossless, JPEG2000Lossless, "1.2.3"])
def test_packed_files_are_refused_by_the_name_of_their_packing(syntax: str) -> None:
    data = saved(dose(), ExplicitVRLittleEndian)
    head = len(saved_meta(ExplicitVRLittleEndian))
    told = refused(saved_meta(syntax) + data[head:])
    name = "not known" if syntax == "1.2.3" else syntax.name  # type: ignore[attr-defined]
    assert f"({name}); export it uncompressed" in told


def saved_meta(syntax: str) -> bytes:
    from io import BytesIO

    from pydicom.filewriter import write_file_meta_info

    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax  # type: ignore[assignment]
    meta.MediaStorageSOPClassUID = dose().SOPClassUID
    meta.MediaStorageSOPInstanceUID = dose().SOPInstanceUID
    into = BytesIO()
    write_file_meta_info(into, meta, enforce_standard=True)
    return bytes(128) + b"DICM" + into.getvalue()


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(source.MOST_BYTES, RTDoseStorage, 1_000_000)
    packed = saved_meta(DeflatedExplicitVRLittleEndian) + zlib.compress(bytes(50_000_000), 9)[2:-4]
    assert "unfolds to more than the 1000000 bytes that are read" in refused(packed)


def test_no_way_of_writing_said() -> None:
    assert "TransferSyntaxUID (0002,0010): is missing" in refused(bytes(128) + b"DICM" + bytes(400))


def test_every_cut_of_a_file_is_refused_or_whole() -> None:
    data = saved(dose())
    for end in range(len(data)):
        with pytest.raises(DicomProblem):
            read_dose(data[:end])


def test_every_cut_of_structures_is_refused() -> None:
    dataset = one_structure(squares(0, 1))
    data = saved(dataset)
    for end in range(132, len(data)):
        try:
            read = read_structures(data[:end])
        except DicomProblem:
            continue
        assert read.structures[0].warnings, end  # the contours were cut off as a whole: said


def test_deep_nesting_does_not_overflow() -> None:
    item = struct.pack("<HHL", 0xFFFE, 0xE000, 0xFFFFFFFF)
    sequence = struct.pack("<HHL", 0x3006, 0x0020, 0xFFFFFFFF)
    deep = (sequence + item) * (10 * sys.getrecursionlimit())
    head = saved_meta("1.2.840.10008.1.2")
    kind = dose().SOPClassUID.encode() + b"\0"
    kind = kind[: len(kind) // 2 * 2]
    told = refused(head + struct.pack("<HHL", 8, 0x16, len(kind)) + kind + deep)
    assert "its DICOM structure is broken (RecursionError)" in told


def test_pydicom_is_left_as_it_was_and_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    from pydicom import config
    from pydicom.misc import warn_and_log

    before = (config.settings.reading_validation_mode, list(warnings.filters))
    dataset = dose()
    dataset.add_new("SpecificCharacterSet", "CS", "ISO_IR 999")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = saved(dataset)
    caplog.clear()
    assert read_dose(data).whole_plan
    assert not caplog.records
    with pytest.warns(UserWarning, match="to be seen"):
        warn_and_log("to be seen")
    assert len(caplog.records) == 1
    assert (config.settings.reading_validation_mode, list(warnings.filters)) == before
