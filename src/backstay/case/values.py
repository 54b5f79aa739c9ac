"""What a fact's value can be. Unknown is a value of its own: it is never false, zero or empty."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias


class Interval(NamedTuple):
    """A number known only as a range, both ends included."""

    low: float
    high: float


class Members(NamedTuple):
    """What is known of a set: what is in it, what is surely not, whether the list is complete."""

    present: frozenset[str]
    absent: frozenset[str] = frozenset()
    complete: bool = False

    def has(self, name: str) -> bool | None:
        """True, False or None (unknown) for one name.

        >>> Members(frozenset({"diabetes"})).has("diabetes")
        True
        >>> Members(frozenset({"diabetes"})).has("stroke") is None
        True
        >>> Members(frozenset({"diabetes"}), complete=True).has("stroke")
        False
        """
        if name in self.present:
            return True
        return False if self.complete or name in self.absent else None


# None is the value "not known", everywhere in this package.
Value: TypeAlias = (
    bool | float | int | str | Interval | Members | tuple[Any, ...] | dict[str, Any] | None
)
