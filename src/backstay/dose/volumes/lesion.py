"""What volumes and schedules say of one lesion: the door for the assessment."""

from backstay.dose.volumes.figures import control_figures, fracture_hazards
from backstay.dose.volumes.schedules import schedules_for
from backstay.dose.volumes.targets import target_for

__all__ = ["control_figures", "fracture_hazards", "schedules_for", "target_for"]
