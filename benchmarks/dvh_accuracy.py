"""Ours and the peer on phantoms whose answers are known: how far off each is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from dvh_peer import ask, interpolated

from backstay.dose.phantom.commissioning import Plan, plans, right_answers, write_one
from backstay.dose.phantom.measured import MEASURES, measured

STRAIGHT = ("cylinders", "spheres", "cones", "holes", "crossing")  # what the peer is made for
WAYS = ("Backstay", "dicompyler default", "dicompyler interpolated")
Off = dict[str, dict[str, list[float]]]  # way -> measure -> how far off, without sign


def group(plan: Plan) -> str:
    """What kind of plan it is; those that lie or are stored in another way stand together."""
    first = plan.folder.partition("_")[0]
    return first if first in STRAIGHT else "other positions, angles and stored forms"


def groups(chosen: Sequence[Plan] | None = None, peer: bool = True) -> dict[str, Off]:
    """How far each way is off, by group: percent of the volume and Gy."""
    found: dict[str, Off] = {}
    with TemporaryDirectory() as folder:
        for plan in plans() if chosen is None else chosen:
            here = found.setdefault(group(plan), {way: {m: [] for m in MEASURES} for way in WAYS})
            for way, answers in _ways(plan, Path(folder), peer).items():
                for right, one in zip(right_answers(plan), answers, strict=True):
                    for name in MEASURES:
                        here[way][name].append(_off(one[name], getattr(right, name), name))
    return found


def _ways(plan: Plan, folder: Path, peer: bool) -> dict[str, list[dict[str, Any]]]:
    files = write_one(folder, plan)
    ours = [{name: getattr(one, name) for name in MEASURES} for one in measured(files)]
    if not peer or group(plan) not in STRAIGHT:
        return {WAYS[0]: ours}
    common = {"do": "answers", "structures": files.structures, "dose": files.dose}
    modes = ({}, interpolated(plan.form.spacing[0]))
    theirs = ask(*({**common, "options": one} for one in modes))
    return dict(zip(WAYS, [ours, *theirs], strict=True))


def _off(found: float, right: float, name: str) -> float:
    return abs((found / right - 1) * 100 if name == "volume_cc" else found - right)


def table(found: dict[str, Off]) -> list[str]:
    """Median and most of each, as rows of Markdown."""
    heads = ("volume %", "mean Gy", "max Gy", "min Gy", "D2 Gy", "D98 Gy", "D0.03cc Gy")
    lines = [f"| phantoms | program | {' | '.join(heads)} |", f"|---|---|{'---:|' * len(heads)}"]
    for name, ways in found.items():
        for way, measures in ways.items():
            if measures["mean"]:
                cells = (f"{median(one):.3f} / {max(one):.3f}" for one in measures.values())
                lines.append(f"| {name} | {way} | {' | '.join(cells)} |")
    return lines
