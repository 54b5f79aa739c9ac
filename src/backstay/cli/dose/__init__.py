"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import (
    available,
    cumulative,
    dvh,
    eqd2,
    fracture,
    heat,
    limits,
    phantom,
    risk,
    schedules,
    targets,
)

__all__ = [
    "available",
    "cumulative",
    "dvh",
    "eqd2",
    "fracture",
    "heat",
    "limits",
    "phantom",
    "risk",
    "schedules",
    "targets",
]
