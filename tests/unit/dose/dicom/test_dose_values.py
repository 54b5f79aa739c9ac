"""Elements of another kind than they must be, read from their bytes."""

from __future__ import annotations

import pytest
from dicom_made import FRAME, dose, item, plan, saved
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.plan import read_plan
from backstay.dose.dicom.refusal import DicomProblem

KINDS = {
    "numbers as binary": (
        "DoseGridScaling",
        "FD",
        0.01,
        "is of a kind that this element does not have",
    ),
    "rows as text": ("Rows", "IS", "4", "is of a kind"),
    "rows of four bytes": ("Rows", "UL", 4, "is of a kind"),
    "two numbers of rows": ("Rows", "US", [4, 4], "is not one number of two bytes"),
    "pixels as text": ("PixelData", "LT", "many words", "is of a kind"),
    "words for numbers": (
        "DoseGridScaling",
        "LO",
        "a hundredth",
        "holds what is not a finite number",
    ),
    "no number": ("DoseGridScaling", "LO", "nan", "holds what is not a finite number"),
    "endless": ("DoseGridScaling", "LO", "inf", "holds what is not a finite number"),
    "underscore": ("DoseGridScaling", "LO", "1_0", "holds what is not a finite number"),
    "list as text": ("ReferencedRTPlanSequence", "LO", FRAME, "is of a kind"),
    "pointer as number": ("FrameIncrementPointer", "US", 3, "is of a kind"),
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", KINDS)
def test_wrong_kinds_are_refused_by_name(name: str) -> None:
    keyword, kind, value, why = KINDS[name]
    dataset = dose(**{keyword: None})
    dataset.add_new(keyword, kind, value)
    with pytest.raises(DicomProblem) as error:
        read_dose(saved(dataset, ExplicitVRLittleEndian))
    assert any(keyword in one and why in one for one in error.value.problems)
    assert FRAME not in str(error.value)


def test_unknown_kinds_hold_their_known_values() -> None:
    dataset = dose(DoseGridScaling=None)
    dataset.add_new("DoseGridScaling", "UN", b"0.01")
    assert read_dose(saved(dataset, ExplicitVRLittleEndian)).grid.dose[0, 0, 0] == pytest.approx(
        0.01
    )


def test_an_element_longer_than_its_list_is_cut_short() -> None:
    data = saved(
        plan(DoseReferenceSequence=[item(TargetPrescriptionDose="35")]), ImplicitVRLittleEndian
    )
    prescribed = b"\x0a\x30\x26\x00\x02\x00\x00\x00"
    assert prescribed in data
    with pytest.raises(DicomProblem) as error:
        read_plan(data.replace(prescribed, prescribed[:4] + b"\xfe\xff\x00\x00"))
    assert "TargetPrescriptionDose (300A,0026): is cut short" in error.value.problems[0]


def test_a_list_without_items_is_empty() -> None:
    dataset = plan(BeamSequence=[])
    assert read_plan(saved(dataset)).beams == 0
    nothing = Dataset()
    assert read_plan(saved(plan(DoseReferenceSequence=[nothing]))).prescriptions == ()
