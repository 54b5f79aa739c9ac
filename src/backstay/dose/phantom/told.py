"""The answers of a commissioning set as a page to read and as data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from backstay.dose.phantom.commissioning import Plan, as_document, right_answers

COLUMNS = ("volume_cc", "mean", "max", "min", "d2", "d50", "d98", "d0_03cc", "d0_035cc")
HEADS = ("cc", "mean", "max", "min", "D2", "D50", "D98", "D0.03cc", "D0.035cc")
PAGE = """# Phantoms with known answers

Each folder holds a plan as DICOM: `rtss.dcm` (structures), `rtdose.dcm` (dose), `rtplan.dcm` (plan). The shapes
are exact and their dose rises evenly, so the volume and every dose below are known without any program. Read a
folder with the program that you want to test, and compare. The same numbers as data: `answers.json`. Doses: Gy.

Straight shapes end half a slice beyond their first and last contour. A program that ends a structure at its last
contour, or draws it out to a point, gives other volumes, and should say so. Nothing here is a patient.

"""


def page(plans: Sequence[Plan]) -> str:
    """The answers of all plans as a page of Markdown."""
    return PAGE + "\n\n".join(_table(one) for one in plans) + "\n"


def data(plans: Sequence[Plan]) -> str:
    """The answers of all plans as JSON."""
    document = {"units": "Gy", "plans": [as_document(one) for one in plans]}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _table(plan: Plan) -> str:
    allowed, direction = plan.allowed, " ".join(f"{one:.3g}" for one in plan.gradient.direction)
    lines = [
        f"## {plan.folder}",
        "",
        f"{plan.about[0].upper()}{plan.about[1:]}. Dose: {plan.gradient.gray:g} Gy at the origin, "
        f"{plan.gradient.per_mm:g} Gy more for each mm along ({direction}).",
        f"Near enough: volume {allowed.volume_percent:g} %, mean {allowed.mean:g} Gy, "
        f"D2 and D98 {allowed.d2_d98:g} Gy, D0.03cc {allowed.d0_03cc:g} Gy, "
        f"max and min {allowed.extremes:g} Gy.",
        "",
        f"| structure | {' | '.join(HEADS)} |",
        f"|---|{'---:|' * len(HEADS)}",
    ]
    for one in right_answers(plan):
        cells = (f"{getattr(one, name):.3f}" for name in COLUMNS)
        lines.append(f"| {one.name} | {' | '.join(cells)} |")
    return "\n".join(lines)
