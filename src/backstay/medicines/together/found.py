"""What is said of drugs that do not go together."""

from __future__ import annotations

from typing import Literal

import msgspec

from backstay.knowledge.entries import Status
from backstay.knowledge.tables.interactions import SEVERITIES, Severity


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row of the knowledge that catches some drugs."""

    rule: str  # id of an entry of `interactions`
    severity: Severity
    truth: Literal["true", "unknown"]  # unknown: it holds if what is in check_first says so
    state: tuple[str, ...]  # facts or definitions of the patient that make it so, or may
    check_first: tuple[str, ...]  # facts to ask
    action: str
    because: str
    evidence: tuple[str, ...]
    checked: Status


class Found(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Drugs that do not go together. The worst reason stands here whole, the others in `also`."""

    pair: tuple[str, str]  # of one drug and a state of the patient: the drug and that state
    beside: tuple[str, ...]  # a third drug, where it takes three
    proposed: tuple[str, ...]  # which of these the plan proposes
    rule: str
    severity: Severity
    truth: Literal["true", "unknown"]
    state: tuple[str, ...]
    check_first: tuple[str, ...]
    action: str
    because: str
    evidence: tuple[str, ...]
    checked: Status
    also: tuple[Reason, ...]


class Together(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All that was found. Where the list is not complete, nothing found means none among what is known."""

    interactions: tuple[Found, ...]
    complete: bool
    not_recognized: tuple[str, ...]


def worse_first(one: Reason | Found) -> tuple[int, bool]:
    """Sorts by severity, and within it what is sure before what must be asked."""
    return SEVERITIES.index(one.severity), one.truth == "unknown"
