"""The functions that give computed facts, by the name under which knowledge declares them.

A name that no room gives yet stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backstay.case import derived

COMPUTED: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "case.span_levels": derived.span_levels,
    "case.irradiated_stereotactically": derived.irradiated_stereotactically,
    "case.previously_irradiated": derived.previously_irradiated,
    "case.radiation_courses": derived.radiation_courses,
    "case.months_since_radiation": derived.months_since_radiation,
}
