"""`backstay dose heat`."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.lesions import as_json
from backstay.cli.fail import Failed
from backstay.cli.source import the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.heat.distances import HeatNearSpine
    from backstay.dose.heat.reading import Heating
    from backstay.dose.heat.thermal import Reached, ThermalFound
    from backstay.knowledge import Knowledge
    from backstay.knowledge.tables.heat import DeviceZone

WORDS = {
    (True, "harm"): "reached",
    (None, "harm"): "may be reached",
    (False, "harm"): "not reached",
    (True, "ceiling"): "passed",
    (None, "ceiling"): "may be passed",
    (False, "ceiling"): "kept",
}


@dose_app.command
def heat(
    *parts: Annotated[str, Parameter(allow_leading_hyphen=True)],
    distance: float | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """Thermal dose (CEM43) of a heating at one point, what it reaches, and what was seen of heat near the spine.

    Example: backstay dose heat 45C:10min 50C:60s --distance 8

    Parameters
    ----------
    parts:
        temperature in degrees Celsius and time in s, min or h, one after the other, such as 45C:10min.
    distance:
        from the lesion to the spinal canal in mm.
    overlay:
        a local protocol (YAML) to apply; it may add the zones that makers give for their devices.
    """
    from backstay.dose.heat.distances import DISTANCE, heat_near_spine
    from backstay.dose.heat.thermal import thermal_dose

    knowledge = the_knowledge(overlay)
    read = _read(parts, distance)
    try:
        found = thermal_dose(read, knowledge)
    except ValueError as error:
        raise Failed(str(error)) from None
    near = heat_near_spine({DISTANCE: distance}, knowledge)
    write_out(_json(found, near) if format == "json" else _text(found, near, knowledge), None)


def _read(parts: tuple[str, ...], distance: float | None) -> tuple[Heating, ...]:
    """What was heated, or one refusal that names everything that was not read."""
    from backstay.dose.heat.reading import read_heating

    problems: list[str] = []
    read: tuple[Heating, ...] = ()
    try:
        read = read_heating(parts)
    except ValueError as error:
        problems.append(str(error))
    if distance is not None and not (isfinite(distance) and distance >= 0):
        problems.append(f"--distance {distance:g}: expected mm, 0 or more")
    if problems:
        raise Failed("\n".join(problems))
    return read


def _json(found: ThermalFound, near: HeatNearSpine) -> str:
    return as_json(
        {
            "cem43": found.total,
            "parts": [
                {"celsius": part.celsius, "minutes": part.minutes, "cem43": minutes}
                for part, minutes in found.parts
            ],
            "highest_celsius": found.highest,
            "thresholds": found.thresholds,
            "near_spine": near,
            "cautions": found.cautions,
            "evidence": found.evidence,
            "checked": found.checked,
        }
    )


def _text(found: ThermalFound, near: HeatNearSpine, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import in_words, sources, wrapped

    total = f"{in_words(found.total)} equivalent minutes at {found.reference:g} degrees (CEM43)"
    lines = [f"{total} {sources(found.evidence, found.checked.status, knowledge)}"]
    for part, minutes in found.parts:
        lines.append(f"  {part.celsius:g} degrees for {part.minutes:g} min: {in_words(minutes)}")
    for one in found.thresholds:
        lines += wrapped(f"  {_threshold(one)}", (_said(one, knowledge),))
    lines += _near(near, knowledge)
    return "\n".join([*lines, *wrapped("Caution", (*found.cautions, *near.cautions))]) + "\n"


def _threshold(one: Reached) -> str:
    unit = "minutes" if one.of == "thermal_dose" else "degrees"
    return f"{one.value:g} {unit} {WORDS[one.reached, one.sense]}"


def _said(one: Reached, knowledge: Knowledge) -> str:
    from backstay.cli.medicines.one_line import sources

    note = f" {one.note}" if one.note else ""
    return f"{one.says}{note} {sources(one.evidence, one.checked.status, knowledge)}"


def _near(near: HeatNearSpine, knowledge: Knowledge) -> list[str]:
    """What speaks of a lesion this close, what was measured elsewhere, and zones of devices."""
    from backstay.cli.medicines.one_line import asked, sources, wrapped

    lines = []
    for one in near.findings:
        if one.about != "distance" or one.speaks is not False:
            head = "  At this distance" if one.speaks else "  Seen"
            source = sources(one.evidence, one.checked.status, knowledge)
            lines += wrapped(head, (f"{one.says} {source}",))
    lines += wrapped("  Zone", tuple(map(_zone, near.zones)))
    lines += wrapped("  Zones", (near.zones_missing,)) if near.zones_missing else []
    asks = asked(near.check_first, knowledge)
    return lines + (wrapped("Ask", (asks,)) if asks else [])


def _zone(one: DeviceZone) -> str:
    size = f"{one.length_mm:g} x {one.width_mm:g} mm in {one.measured_in}"
    at = f" at {one.at_celsius:g} degrees" if one.at_celsius is not None else ""
    return f"{one.device}, {one.setting}: {size}{at}; {one.source} [{one.checked.status}]"
