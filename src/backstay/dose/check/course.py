"""How the dose is given: fractions and prescription, from the plan or from the user; they may not differ."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from backstay.dose.check.refusal import Unusable
from backstay.dose.dicom.grid import DoseFile
from backstay.dose.dicom.plan import PlanFile
from backstay.dose.limits.schedule import MOST_FRACTIONS

TARGET = "TARGET"
SAME = 0.005  # Gy: prescriptions that differ by less are one
LEAST_OF_PRESCRIPTION = (
    0.9  # the highest dose of a whole plan is never so far below what is prescribed; ours
)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Fractions and prescription, with who said them; what is not known is asked."""

    fractions: int | None
    prescription: float | None  # Gy in all fractions, where it is one
    by_structure: Mapping[int, float] = {}
    most: float | None = None  # Gy: the highest of all prescriptions
    asks: tuple[str, ...] = ()

    def prescribed(self, number: int) -> float | None:
        """The prescription of one structure, in Gy."""
        return self.by_structure.get(number, self.prescription)


def course(
    plan: PlanFile | None,
    fits: bool | None,
    fractions: float | None,
    prescription: float | None,
    numbered_alike: bool = True,
) -> Course:
    """The course of a dose; a plan of another dose says nothing. Raises Unusable for contradictions."""
    unsaid = (
        fits is None and fractions is None
    )  # only who gives the fractions knows that it is this plan
    used = None if fits is False or unsaid else plan
    doses = _doses(used)
    problems = _problems(used, doses, fractions, prescription)
    if problems:
        raise Unusable(problems)
    said_or_read = fractions or (used.fractions if used else None)
    found = None if said_or_read is None else int(said_or_read)
    only = doses[0] if len(doses) == 1 else None
    by_structure = {} if prescription or not used or not numbered_alike else _by_structure(used)
    asks = []
    if found is None:
        said = used.asks if used else ()
        asks += [*said] or ["in how many fractions is this dose given? Give --plan, or --fractions"]
    if prescription is None and only is None:
        several = (
            f"the plan prescribes {' and '.join(f'{one:g}' for one in doses)} Gy: which"
            if doses
            else "which dose"
        )
        asks.append(f"{several} is prescribed to the target? Say --prescription in Gy")
    return Course(
        fractions=found,
        prescription=prescription or only,
        by_structure=by_structure,
        most=prescription or max(doses, default=None),
        asks=tuple(asks),
    )


def too_low(dose: DoseFile, how: Course) -> str | None:
    """Why the dose may be one of a part of the course: nowhere does it come near to what is prescribed."""
    highest = float(dose.grid.dose.max())
    whole = dose.units == "Gy" and dose.type == "PHYSICAL" and dose.whole_plan
    if not whole or how.most is None or highest >= LEAST_OF_PRESCRIPTION * how.most:
        return None
    return (
        f"the highest dose of the file is {highest:.4g} Gy and {how.most:g} Gy are prescribed: "
        "is it the dose of all fractions?"
    )


def _doses(plan: PlanFile | None) -> list[float]:
    """The different doses that a plan prescribes to targets."""
    found: list[float] = []
    for one in plan.prescriptions if plan else ():
        if one.type in (TARGET, None) and all(abs(one.dose - dose) > SAME for dose in found):
            found.append(one.dose)
    return found


def _by_structure(plan: PlanFile) -> dict[int, float]:
    """The dose prescribed to each structure for which the plan says one only."""
    found: dict[int, set[float]] = {}
    for one in plan.prescriptions:
        if one.structure is not None and one.type == TARGET:
            found.setdefault(one.structure, set()).add(one.dose)
    return {number: doses.pop() for number, doses in found.items() if len(doses) == 1}


def _problems(
    plan: PlanFile | None, doses: list[float], fractions: float | None, prescription: float | None
) -> list[str]:
    found = []
    if fractions is not None and not (
        1 <= fractions <= MOST_FRACTIONS and fractions == int(fractions)
    ):
        found.append(f"--fractions {fractions:g}: a whole number from 1 to {MOST_FRACTIONS}")
    if prescription is not None and not 0 < prescription < float("inf"):
        found.append(f"--prescription {prescription:g}: a dose in Gy above 0, of all fractions")
    if plan and plan.fractions and fractions not in (None, plan.fractions):
        found.append(
            f"--fractions {fractions:g}: the plan says {plan.fractions}; leave the option out, or the plan"
        )
    if prescription and doses and all(abs(prescription - dose) > SAME for dose in doses):
        said = " and ".join(f"{dose:g}" for dose in doses)
        found.append(
            f"--prescription {prescription:g}: the plan prescribes {said} Gy; leave the option out, or the plan"
        )
    return found
