"""What volumes and schedules say of one lesion: the door for the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.dose.volumes.found import ControlFigures, FractureHazards, Schedules, Target
from backstay.knowledge import Knowledge

Facts = Mapping[str, Any]


def schedules_for(facts: Facts, knowledge: Knowledge) -> Schedules:
    """The schedules that fit a lesion, and those that may."""
    raise NotImplementedError


def target_for(facts: Facts, knowledge: Knowledge) -> Target:
    """The sectors to treat."""
    raise NotImplementedError


def fracture_hazards(
    facts: Facts, knowledge: Knowledge, *, dose: float | None = None, fractions: int | None = None
) -> FractureHazards:
    """The hazard ratios of fracture, for a planned course where one is named."""
    raise NotImplementedError


def control_figures(
    facts: Facts, knowledge: Knowledge, *, dose: float | None = None, fractions: int | None = None
) -> ControlFigures:
    """Local control as cohorts saw it."""
    raise NotImplementedError
