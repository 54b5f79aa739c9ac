"""The functions that give computed facts, by the name under which knowledge declares them.

A name that no room gives yet stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backstay.case import derived, symptoms

COMPUTED: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "case.span_levels": derived.span_levels,
    "case.previously_irradiated": derived.previously_irradiated,
    "case.radiation_courses": derived.radiation_courses,
    "case.months_since_radiation": derived.months_since_radiation,
    "case.esas_pain": symptoms.edmonton("pain"),
    "case.esas_tiredness": symptoms.edmonton("tiredness"),
    "case.esas_drowsiness": symptoms.edmonton("drowsiness"),
    "case.esas_nausea": symptoms.edmonton("nausea"),
    "case.esas_appetite": symptoms.edmonton("appetite"),
    "case.esas_breathlessness": symptoms.edmonton("breathlessness"),
    "case.esas_depression": symptoms.edmonton("depression"),
    "case.esas_anxiety": symptoms.edmonton("anxiety"),
    "case.esas_wellbeing": symptoms.edmonton("wellbeing"),
}
