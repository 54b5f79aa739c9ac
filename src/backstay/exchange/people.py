"""Whose bundle it is: exactly one patient, and nothing about another one."""

from __future__ import annotations

from typing import Literal, NamedTuple

from backstay.exchange.entries import Found
from backstay.exchange.problems import BundleError, NotReadError, printable

READ_FROM = ("Observation", "Condition", "Procedure", "DiagnosticReport")


class Owner(NamedTuple):
    """The one patient of a bundle, and the references that mean this patient."""

    found: Found
    names: frozenset[str]
    absolute: bool  # the patient has an address, so another address is another patient


def the_owner(found: list[Found]) -> Owner:
    """The patient of the bundle. Raises BundleError for none, for two, and for a nameless one."""
    patients = [one for one in found if one.kind == "Patient" and not one.contained]
    if not patients:
        raise BundleError(["the bundle holds no Patient; add the one whom it is about"])
    if len(patients) > 1:
        names = printable(", ".join(one.reference for one in patients))
        raise BundleError(
            [f"the bundle holds {len(patients)} patients ({names}); one is read at a time"]
        )
    one = patients[0]
    own = {one.full_url or "", f"Patient/{one.peek.id}" if one.peek.id else ""} - {""}
    if not own:
        raise BundleError(["the Patient has neither id nor fullUrl, so nothing can be tied to it"])
    absolute = bool(one.full_url and one.full_url.startswith(("http:", "https:")))
    return Owner(one, frozenset(own), absolute)


def refuse_others(found: list[Found], owner: Owner) -> None:
    """Raise BundleError when any resource, of whatever kind, is about someone else."""
    others = [one for one in found if _about(one.subject, owner) == "other"]
    if others:
        raise BundleError(
            [
                " ".join(
                    [
                        f"{printable(one.reference)} is about {printable(str(one.subject))},",
                        f"not {printable(owner.found.reference)}",
                    ]
                )
                for one in others[:20]
            ]
        )


def check_subject(one: Found, owner: Owner) -> None:
    """Raise NotReadError unless the resource says that it is about the patient."""
    if one.subject is None:
        raise NotReadError("it does not say whom it is about")
    if _about(one.subject, owner) != "ours":
        raise NotReadError(f"it is about {one.subject[:60]}, which is not the patient")


def _about(subject: str | None, owner: Owner) -> Literal["ours", "other", "unclear"]:
    if subject is None:
        return "unclear"
    plain = subject.split("/_history/")[0]
    if plain in owner.names:
        return "ours"
    start, named, tail = plain.rpartition("Patient/")
    if not named or not tail or "/" in tail or (start and not start.endswith("/")):
        return "unclear"
    if start and not owner.absolute and f"Patient/{tail}" in owner.names:
        return "ours"
    return "other"
