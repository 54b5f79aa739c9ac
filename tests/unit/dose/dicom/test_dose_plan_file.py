"""The facts of an RTPLAN: fractions and prescription, asked where they are not said."""

from __future__ import annotations

import pytest
from dicom_made import SECRETS, item, plan, saved

from backstay.dose.dicom.plan import Prescription, read_plan
from backstay.dose.dicom.refusal import DicomProblem


def test_facts_of_a_plan() -> None:
    read = read_plan(saved(plan()))
    assert (read.fractions, read.beams, read.orientation, read.label, read.asks) == (
        5,
        2,
        "HFS",
        "SPINE",
        (),
    )
    assert read.prescriptions == (
        Prescription(dose=35, description="PTV", type="TARGET", structure=1),
    )


def test_what_a_plan_does_not_say() -> None:
    bare = plan(
        RTPlanLabel=None, PatientSetupSequence=None, BeamSequence=None, FrameOfReferenceUID=None,
        DoseReferenceSequence=[item(DoseReferenceType="TARGET")], PatientID=None,
        ApplicationSetupSequence=[item()],
    )  # fmt: skip
    read = read_plan(saved(bare))
    assert (read.beams, read.orientation, read.label, read.prescriptions) == (1, None, None, ())
    assert (read.patient, read.frame_of_reference) == (None, "")


def test_positions_that_differ_are_no_position() -> None:
    both = [item(PatientPosition="HFS"), item(PatientPosition="FFS")]
    assert read_plan(saved(plan(PatientSetupSequence=both))).orientation is None


def test_a_dose_to_no_structure() -> None:
    alone = plan(DoseReferenceSequence=[item(TargetPrescriptionDose="35.5")])
    assert read_plan(saved(alone)).prescriptions == (Prescription(dose=35.5),)


@pytest.mark.parametrize(
    ("groups", "asked"),
    [
        ([], "no group of fractions"),
        (
            [item(NumberOfFractionsPlanned=5), item(NumberOfFractionsPlanned=3)],
            "2 groups of fractions",
        ),
        ([item()], "does not say its fractions"),
        ([item(NumberOfFractionsPlanned=0)], "does not say its fractions"),
        ([item(NumberOfFractionsPlanned=61)], "does not say its fractions"),
        ([item(NumberOfFractionsPlanned=-5)], "does not say its fractions"),
    ],
)
def test_fractions_are_asked_when_unclear(groups: list[object], asked: str) -> None:
    read = read_plan(saved(plan(FractionGroupSequence=groups)))
    assert read.fractions is None
    assert len(read.asks) == 1 and asked in read.asks[0] and read.asks[0].endswith("?")


@pytest.mark.parametrize("dose", ["0", "-35"])
def test_a_prescription_of_nothing_is_refused(dose: str) -> None:
    with pytest.raises(DicomProblem) as refused:
        read_plan(saved(plan(DoseReferenceSequence=[item(TargetPrescriptionDose=dose)])))
    assert "TargetPrescriptionDose (300A,0026): is not above zero" in refused.value.problems[0]
    assert not any(secret in str(refused.value) for secret in SECRETS)
