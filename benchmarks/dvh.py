"""Measure dose-volume histograms beside dicompyler-core: same files, same run. Prints Markdown tables.

With --write they also go into README.md; with --quick each thing is measured once or twice, to see that it works.
The example plan lies beside the repository; without it the command says so and measures the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import dvh_accuracy
import dvh_ours
from dvh_peer import EXTENTS, ask, interpolated
from machine import machine, put_between, time_of

import backstay
from backstay.dose.phantom.written import Written

README = Path(__file__).parent / "README.md"
MARK = "<!-- histograms -->"
EXAMPLE = Path(__file__).parents[2] / "shared" / "examples" / "dicom_rt"
BODY = "BODY"  # the outline of the patient: measured apart, and not at all in the peer's interpolated mode
MOST = 20.0  # seconds of the peer for one structure in one mode, unless the first run takes longer
MODES: dict[str, dict[str, Any]] = {
    "default": {},
    "extents": EXTENTS,
    "interpolated": interpolated(2.5),
}


def example() -> Written | None:
    """The example plan, where it is."""
    files = Written(
        structures=EXAMPLE / "rtss.dcm", dose=EXAMPLE / "rtdose.dcm", plan=EXAMPLE / "rtplan.dcm"
    )
    return files if files.dose.exists() else None


def structures_table(files: Written, theirs: dict[str, Any], runs: int) -> list[str]:
    """Each structure, then the sum of all but the body, which is what the targets are about."""
    found, grid = dvh_ours.parsed(files)
    heads = "| structure | Backstay | " + " | ".join(f"dicompyler {one} | times" for one in MODES)
    lines = [f"{heads} |", f"|---|---:|{'---:|---:|' * len(MODES)}"]
    for one in found:
        ours = dvh_ours.seconds([one], grid, runs)
        lines.append(_row(one.name, ours, [_median(theirs[one.name].get(mode)) for mode in MODES]))
    rest = [one for one in found if one.name != BODY]
    sums = [sum(median(theirs[one.name][mode]) for one in rest) for mode in MODES]
    together = dvh_ours.seconds(rest, grid, runs)
    lines.append(_row(f"**all but {BODY}, one call**", together, sums))
    alone = dvh_ours.on_one_processor(files, BODY)
    lines.append(_row(f"**all but {BODY}, on one processor**", alone, sums))
    return lines


def _median(taken: list[float] | None) -> float | None:
    return median(taken) if taken else None


def _row(name: str, ours: float, theirs: list[float | None] | list[float]) -> str:
    cells = [
        "not measured | " if one is None else f"{time_of(one)} | {one / ours:.0f}" for one in theirs
    ]
    return f"| {name} | {time_of(ours)} | {' | '.join(cells)} |"


def seldom(theirs: dict[str, Any], runs: int) -> str:
    """Which runs of the peer were fewer than the others, because they take so long."""
    few = [
        f"{name} {mode} {len(taken)}"
        for name, modes in theirs.items()
        for mode, taken in modes.items()
        if len(taken) < runs
    ]
    said = f"Medians of {runs} runs of the peer"
    return f"{said}; fewer for {', '.join(few)}." if few else f"{said}."


def whole_table(files: Written, theirs: list[float], runs: int) -> list[str]:
    """What a user waits for, with the targets."""
    found, grid = dvh_ours.parsed(files)
    body = dvh_ours.seconds([one for one in found if one.name == BODY], grid, runs)
    report, cold, first = (
        dvh_ours.report(files, runs),
        dvh_ours.cold(files),
        dvh_ours.first_ever(files),
    )
    peer = median(theirs)
    lines = [
        "| what | measured | target | dicompyler default | times |",
        "|---|---:|---:|---:|---:|",
    ]
    rows: list[tuple[str, float, float | None, float | None]] = [
        (f"{BODY} alone", body, 0.2, None),
        ("files to report, warm: all structures, JSON", report, 0.3, peer),
        ("of it reading structures and dose", dvh_ours.parsing(files, runs), None, None),
        ("process: `backstay dose dvh`, kernels compiled before", cold.seconds, 2.5, None),
        ("the same, compiling for the first time", first.seconds, None, None),
    ]
    for what, taken, target, other in rows:
        told = "" if target is None else time_of(target) + (" (missed)" if taken > target else "")
        ratio = "|" if other is None else f"{time_of(other)} | {other / taken:.0f}"
        lines.append(f"| {what} | {time_of(taken)} | {told} | {ratio} |")
    most = max(cold.megabytes, first.megabytes)
    missed = " (missed)" if most > 600 else ""
    return [*lines, f"| most memory of these processes | {most:.0f} MB | 600 MB{missed} | | |"]


def growth_table(structures: int = 60, slices: int = 300) -> Iterator[str]:
    """Whether the cost is the number of structures and slices times a constant."""
    yield "| structures | slices of each | histograms | for one slice of one | reading | memory of a process |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for one in dvh_ours.growth(structures, slices):
        each = one["histograms"] / one["structures"] / one["slices"]
        yield (
            f"| {one['structures']} | {one['slices']} | {time_of(one['histograms'])} | {time_of(each)} "
            f"| {time_of(one['parsing'])} | {one['megabytes']:.0f} MB |"
        )


def measured(quick: bool) -> list[str]:
    """All tables, in the order of the page."""
    files, runs = example(), 1 if quick else 5
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}. Backstay {backstay.__version__}, dicompyler-core 0.5.6."
    ]
    if files is None:
        lines += [
            "",
            "The example plan is not here (../shared/examples/dicom_rt): its tables are left out.",
        ]
    else:
        job = {"structures": files.structures, "dose": files.dose, "runs": runs, "most": MOST}
        skip = {BODY: ["interpolated"], **({"Lt Lung": ["interpolated"]} if quick else {})}
        speed, whole = ask(
            {**job, "do": "speed", "modes": MODES, "skip": skip},
            {**job, "do": "from_files", "most": MOST * 3},
        )
        if quick:
            speed["Lt Lung"]["interpolated"] = [float("nan")]
        many = 2 if quick else 20
        lines += ["", *structures_table(files, speed, many), "", seldom(speed, runs)]
        lines += ["", *whole_table(files, whole, many)]
    size = (8, 40) if quick else (60, 300)
    lines += ["", *growth_table(*size)]
    return [*lines, "", *dvh_accuracy.table(dvh_accuracy.groups())]


def main() -> None:
    """Print the tables, and keep them in README.md where asked."""
    print(f"measuring on {machine()}", file=sys.stderr)
    text = "\n".join(measured("--quick" in sys.argv[1:]))
    print(text)
    if "--write" in sys.argv[1:]:
        put_between(README, MARK, text)


if __name__ == "__main__":
    main()
