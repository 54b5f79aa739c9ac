"""The plans with which a hospital tests a program that reads dose-volume histograms, and the right answers."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import Any, Literal

import msgspec

from backstay.dose.phantom.answers import Answer, Gradient, answers
from backstay.dose.phantom.drawn import Form, turned
from backstay.dose.phantom.shapes import Place, Shape, box, cone, cylinder, ring, sphere, star
from backstay.dose.phantom.written import Written, write_plan

ALONG: dict[str, Place] = {
    "x": (1.0, 0.0, 0.0),
    "y": (0.0, 1.0, 0.0),
    "z": (0.0, 0.0, 1.0),
    "all axes": (0.36, 0.48, 0.8),
}
FLOOR = -13.1  # mm: the lower end of every shape, so that all end where a slab of slices ends
APART = (3.3, -2.7)


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """How far a program may be from the answer: percent of the volume, and Gy where the dose rises 1 Gy a mm."""

    volume_percent: float
    mean: float
    d2_d98: float
    d0_03cc: float
    extremes: float


# Straight shapes that end where slabs end are known from their slices alone; of round ones the slices tell less.
STRAIGHT = Allowed(volume_percent=0.2, mean=0.005, d2_d98=0.15, d0_03cc=0.1, extremes=0.02)
SPHERES = Allowed(volume_percent=0.5, mean=0.01, d2_d98=0.15, d0_03cc=0.1, extremes=0.05)
CONES = msgspec.structs.replace(
    SPHERES, extremes=0.55
)  # the base is half a slice below the lowest contour


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One plan of the set: its folder, what it is for, and what is in it."""

    folder: str
    about: str
    shapes: tuple[Shape, ...]
    gradient: Gradient = Gradient()
    form: Form = Form()
    allowed: Allowed = STRAIGHT


def plans() -> list[Plan]:
    """Every plan of the set, in the order in which they are written."""
    return [
        *_thicknesses(),
        *_round(),
        *_drawn_otherwise(),
        *_lying_otherwise(),
        *_stored_otherwise(),
    ]


def right_answers(plan: Plan) -> list[Answer]:
    """The answers for each structure of a plan."""
    return [answers(one, plan.gradient, plan.form.axes) for one in plan.shapes]


def write_one(folder: Path, plan: Plan) -> Written:
    """Write one plan into its folder below the given one; raises OSError where that cannot be."""
    below = folder / plan.folder
    below.mkdir(parents=True, exist_ok=True)
    return write_plan(below, plan.shapes, plan.gradient, plan.form)


def as_document(plan: Plan) -> dict[str, Any]:
    """A plan and its answers as plain data."""
    return {
        "folder": plan.folder,
        "about": plan.about,
        "dose": msgspec.to_builtins(plan.gradient),
        "allowed": msgspec.to_builtins(plan.allowed),
        "structures": [
            {
                key: round(value, 5) if isinstance(value, float) else value
                for key, value in msgspec.to_builtins(one).items()
            }
            for one in right_answers(plan)
        ],
    }


def standing(shape: Shape) -> Shape:
    """The shape with its lower end on the common floor."""
    return msgspec.structs.replace(shape, center=(*APART, FLOOR + shape.half_height))


def cylinders() -> tuple[Shape, ...]:
    """Cylinders of the size of a cord, a canal and a vertebral body; heights are multiples of 1, 2 and 3 mm."""
    sizes = ((5.0, 36.0), (6.0, 24.0), (12.0, 24.0))
    return tuple(standing(cylinder(r, h, name=f"Cylinder_{r:g}x{h:g}")) for r, h in sizes)


def _thicknesses() -> Iterator[Plan]:
    for thickness in (1, 2, 3):
        for axis in ("x", "y", "z"):
            yield Plan(
                folder=f"cylinders_{thickness}mm_{axis}",
                about=f"cylinders on slices of {thickness} mm, the dose rising along {axis}",
                shapes=cylinders(),
                gradient=Gradient(direction=ALONG[axis]),
                form=Form(thickness=thickness),
            )


def _round() -> Iterator[Plan]:
    balls = tuple(standing(sphere(r, name=f"Sphere_{r:g}")) for r in (12.0, 15.0, 20.0))
    sizes = ((12.0, 24.0), (15.0, 40.0))
    cones = tuple(standing(cone(r, h, name=f"Cone_{r:g}x{h:g}")) for r, h in sizes)
    for thickness in (1, 2):
        for named, shapes, allowed in (("spheres", balls, SPHERES), ("cones", cones, CONES)):
            yield Plan(
                folder=f"{named}_{thickness}mm",
                about=f"{named} on slices of {thickness} mm, the dose rising along y",
                shapes=shapes,
                form=Form(thickness=thickness),
                allowed=allowed,
            )


def _drawn_otherwise() -> Iterator[Plan]:
    shapes = (
        ring(20.0, 10.0, 24.0, name="Ring"),
        ring(20.0, 10.0, 24.0, name="Ring_keyhole", keyhole=True),
        ring(20.0, 10.0, 24.0, name="Ring_island", island=5.0),
        box(16.0, 22.0, 24.0, name="Box"),
    )
    yield Plan(
        folder="holes",
        about="a hole as two contours and as a keyhole, an island in a hole, and a box",
        shapes=tuple(standing(one) for one in shapes),
        gradient=Gradient(direction=ALONG["x"]),
        allowed=msgspec.structs.replace(STRAIGHT, volume_percent=0.1),
    )
    yield Plan(
        folder="crossing",
        about="a star drawn in one stroke that crosses itself: its middle is outside",
        shapes=(standing(star(20.0, 24.0)),),
        gradient=Gradient(direction=ALONG["x"]),
        allowed=msgspec.structs.replace(STRAIGHT, volume_percent=0.1),
    )


def _lying_otherwise() -> Iterator[Plan]:
    positions: tuple[Literal["HFP", "FFS", "FFP"], ...] = ("HFP", "FFS", "FFP")
    for position in positions:
        yield Plan(
            folder=f"position_{position}",
            about=f"a patient lying {position}; the dose rises along all axes, its spacings differ",
            shapes=cylinders(),
            gradient=Gradient(direction=ALONG["all axes"]),
            form=Form(position=position, spacing=(1.5, 2.0, 2.5)),
        )
    yield Plan(
        folder="oblique_dose",
        about="columns and rows of the dose turned 20 degrees about the long axis",
        shapes=cylinders(),
        gradient=Gradient(direction=ALONG["x"]),
        form=Form(dose_axes=turned(20.0, "z")),
    )
    yield Plan(
        folder="oblique_slices",
        about="slices and dose tilted 15 degrees; the dose rises between the axes",
        shapes=(cylinder(6.0, 24.0), ring(15.0, 9.0, 24.0)),
        gradient=Gradient(direction=(0.0, sqrt(0.5), sqrt(0.5))),
        form=Form(axes=turned(15.0, "x")),
    )


def _stored_otherwise() -> Iterator[Plan]:
    forms = {
        "frames_descending": (
            "frames from the head down, offsets negative",
            Form(offsets="descending"),
        ),
        "frames_absolute": ("offsets as heights of the patient", Form(offsets="absolute")),
        "frames_uneven": ("every second frame half as far again", Form(uneven=0.5)),
        "stored_16_bit": ("stored in 16 bits", Form(bits=16)),
    }
    for folder, (about, form) in forms.items():
        along = Gradient(direction=ALONG["z"])
        yield Plan(folder=folder, about=about, shapes=cylinders(), gradient=along, form=form)
