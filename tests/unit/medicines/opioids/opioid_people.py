"""People for tests of changes of opioid, by what decides the cut."""

from __future__ import annotations

from typing import Any

# Everything that decides is known: nothing makes them sensitive, the pain is not held, the organs are sound.
STURDY: dict[str, Any] = {
    "old_or_frail": False,
    "kidney_failure": False,
    "weak_liver": False,
    "other_depressant": False,
    "rotation_for_toxicity": False,
    "organs_sound": True,
    "pain_controlled": False,
    "opioid_toxicity": False,
    "opioid_tolerant": True,
}
HELD = STURDY | {"pain_controlled": True}
SENSITIVE = (
    "old_or_frail",
    "kidney_failure",
    "weak_liver",
    "other_depressant",
    "rotation_for_toxicity",
)
