"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import (
    instrument,
    interactions,
    mme,
    renal,
    response,
    rotate,
    steroid,
    taper,
)

__all__ = ["instrument", "interactions", "mme", "renal", "response", "rotate", "steroid", "taper"]
