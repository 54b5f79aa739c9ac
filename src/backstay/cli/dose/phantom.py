"""`backstay dose phantom`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.needs import needs_dicom
from backstay.cli.fail import CHECK_FAILED, Failed
from backstay.cli.source import write_out

if TYPE_CHECKING:
    from backstay.dose.phantom.commissioning import Plan
    from backstay.dose.phantom.measured import Difference

ANSWERS = "answers.json"


@dose_app.command
def phantom(
    folder: str,
    /,
    *,
    check: Annotated[bool, Parameter(negative=())] = False,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
) -> None:
    """Write plans as DICOM whose volumes and doses are known exactly, to test any program that reads plans.

    Shapes, slices, orientations and stored forms differ from plan to plan; README.md and answers.json in the folder
    hold the right answers. Exit status 1: a number of the check is too far from its answer.

    Example: backstay dose phantom out/phantoms --check

    Parameters
    ----------
    folder:
        where to write; it is made, or is empty, or holds an older set.
    check:
        read the plans with Backstay itself and compare its numbers with the answers.
    """
    needs_dicom()
    from backstay.dose.phantom.commissioning import plans, write_one
    from backstay.dose.phantom.told import data, page

    place, every = _free(folder), plans()
    try:
        written = [write_one(place, plan) for plan in every]
        (place / "README.md").write_text(page(every), encoding="utf-8")
        (place / ANSWERS).write_text(data(every), encoding="utf-8")
    except OSError as error:
        raise Failed(f"{folder}: {error.strerror or error}; name a folder to write to") from None
    found: list[Difference] | None = None
    if check:
        from backstay.dose.phantom.measured import differences

        found = [
            one
            for plan, files in zip(every, written, strict=True)
            for one in differences(plan, files)
        ]
    show = _json if format == "json" else _text
    write_out(show(folder, every, found), None)
    wrong = [one for one in found or () if not one.passed]
    if wrong:
        raise Failed(
            f"{len(wrong)} of {len(found or ())} numbers are too far from their answers",
            CHECK_FAILED,
        )


def _free(folder: str) -> Path:
    """The folder, where nothing of anybody else would be mixed with the plans."""
    place = Path(folder)
    if place.is_dir() and any(place.iterdir()) and not (place / ANSWERS).is_file():
        raise Failed(f"{folder}: holds other files; name a new or an empty folder")
    return place


def _json(folder: str, every: list[Plan], found: list[Difference] | None) -> str:
    import json

    import msgspec

    from backstay.dose.phantom.commissioning import as_document

    document: dict[str, Any] = {
        "folder": folder,
        "plans": [as_document(one) for one in every],
        "checked": None if found is None else [msgspec.to_builtins(one) for one in found],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(folder: str, every: list[Plan], found: list[Difference] | None) -> str:
    lines = [f"{len(every)} plans with their answers (README.md, {ANSWERS}) in {folder}"]
    for plan in every:
        here = [one for one in found or () if one.plan == plan.folder]
        lines.append(f"  {plan.folder:20}  {plan.about}")
        lines += [f"      {_worst(here, name)}" for name in dict.fromkeys(o.measure for o in here)]
    if found is not None:
        passed = sum(one.passed for one in found)
        lines.append(f"{passed} of {len(found)} numbers are near enough to their answers")
    return "\n".join(lines) + "\n"


def _worst(here: list[Difference], name: str) -> str:
    """The number of one kind that is farthest from its answer."""
    worst = max((one for one in here if one.measure == name), key=_how_far)
    unit = "%" if name == "volume_cc" else "Gy"
    verdict = "near enough" if worst.passed else "TOO FAR"
    return (
        f"{name:10} off by at most {worst.off:+.3f} {unit:2} ({worst.structure}: {worst.found:.3f}, "
        f"right {worst.right:.3f}; allowed {worst.allowed:g}): {verdict}"
    )


def _how_far(one: Difference) -> tuple[bool, float]:
    """Unknown numbers come first."""
    return one.off != one.off, abs(one.off)
