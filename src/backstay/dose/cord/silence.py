"""Where a set of limits does not speak, and why."""

from __future__ import annotations

from typing import NamedTuple

from backstay.dose.cord.course import Dose
from backstay.knowledge.tables.reirradiation import ReirradiationSet

NO_EARLIER = "no earlier course: this is no re-irradiation; `backstay dose limits` has the limits"
BELOW = "below the conus there is no cord, and its limits do not apply"


class Silence(NamedTuple):
    """Why a set gives no answer, and what to ask where that could change it."""

    why: str
    asks: tuple[str, ...] = ()


def silence(
    by: ReirradiationSet, earlier: tuple[Dose, ...], cord_here: bool | None
) -> Silence | None:
    """Why a set of limits says nothing of these courses; None where it speaks.

    >>> from backstay.knowledge import load_knowledge
    >>> from backstay.knowledge.tables.reirradiation import default_set
    >>> silence(default_set(load_knowledge()), (), True).why[:17]
    'no earlier course'
    """
    if cord_here is False:
        return Silence(BELOW)
    if not earlier:
        return Silence(NO_EARLIER)
    ablated = [one.text for one in earlier if one.stereotactic]
    if ablated:
        return Silence(
            f"{_listed(ablated)} was stereotactic; these limits were found after {by.after}, not after SBRT"
        )
    open_still = [one.text for one in earlier if one.stereotactic is None]
    if open_still:
        return Silence(
            f"it is not known whether {_listed(open_still)} was conventional or stereotactic; "
            f"these limits were found after {by.after}",
            tuple(f"technique of {text}" for text in open_still),
        )
    return None


def _listed(texts: list[str]) -> str:
    return " and ".join(dict.fromkeys(texts))


def several(earlier: tuple[Dose, ...]) -> tuple[str, ...]:
    """What must be said where more than one course came before."""
    if len(earlier) < 2:
        return ()
    return (
        f"{len(earlier)} earlier courses are added up; the published limits were found after one",
    )
