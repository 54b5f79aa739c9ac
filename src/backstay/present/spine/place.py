"""Where the parts of a spine figure stand."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present.spine.geometry import Box
from backstay.present.spine.labels import Text

OCCIPUT = 16.0  # how far the skull reaches in front of C0


class Layout(NamedTuple):
    """Pixels; lists run over the lesions from the head down."""

    width: float
    height: float
    shift: float  # room made in front for the names of spans
    boxes: dict[str, Box]
    texts: list[list[Text]]  # the lines of each label
    heights: list[float]
    beside: list[float]  # centers of the labels
    names: list[float]  # centers of the names in front of the spine

    def front(self, y: float, room: float) -> float:
        """The foremost edge of bone near a height."""
        near = [
            box.x - (OCCIPUT if level == "C0" else box.depth / 2)
            for level, box in self.boxes.items()
            if abs(box.y - y) < room
        ]
        return min(near, default=self.boxes["T8"].x)
