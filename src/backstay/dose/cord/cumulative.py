"""Several courses at one point of one tissue: EQD2 adds up, physical dose does not."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.course import Dose
from backstay.dose.cord.effect import equivalent, known, together
from backstay.dose.cord.tissue import alpha_beta, least_read
from backstay.dose.limits.biology import Number, as_interval, eqd2_sum
from backstay.dose.limits.ratio import tissue_named
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.reirradiation import RecoveryStep


class Counted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One course in a sum."""

    text: str
    dose: Interval | None  # Gy, physical, to the tissue; None is not known
    fractions: int | None
    eqd2: Interval | None
    share: float | None = (
        None  # of it that a recovery rule still counts; None where no rule was asked for
    )


class Cumulative(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one tissue got of several courses."""

    tissue: str
    alpha_beta: Number
    courses: tuple[Counted, ...]
    total: Interval | None  # EQD2 in Gy; open above where a course is not known, None where none is
    evidence: tuple[str, ...]
    checked: Checked


def cumulative(courses: Iterable[Dose], tissue: str, knowledge: Knowledge) -> Cumulative:
    """What one tissue got of several courses, as EQD2 by its alpha/beta.

    Gy; nothing is taken off for time. A course that is not known leaves the sum open above. Raises ValueError for a
    tissue that `tissues` of the knowledge does not have.

    >>> from backstay.knowledge import load_knowledge
    >>> first = Dose(text="30/10", dose=Interval(30, 30), fractions=10)
    >>> second = Dose(text="9/1", dose=Interval(9, 9), fractions=1)
    >>> cumulative([first, second], "thecal_sac", load_knowledge()).total
    Interval(low=62.25, high=62.25)
    """
    listed, ratio = tuple(courses), alpha_beta(tissue, knowledge)
    entry = tissue_named(tissue, knowledge)
    return Cumulative(
        tissue=tissue, alpha_beta=ratio, total=known(_total(listed, ratio)),
        courses=tuple(_counted(one, ratio) for one in listed),
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _counted(one: Dose, ratio: Number) -> Counted:
    return Counted(
        text=one.text,
        dose=known(one.dose),
        fractions=one.fractions,
        eqd2=known(equivalent(one, ratio)),
    )


def _total(listed: tuple[Dose, ...], ratio: Number) -> Interval:
    closed = [(one.dose, one.fractions) for one in listed if one.fractions and one.dose.high < inf]
    if len(closed) == len(listed):
        return as_interval(eqd2_sum(closed, ratio))
    return together([equivalent(one, ratio) for one in listed])


def with_recovery(courses: Iterable[Dose], tissue: str, knowledge: Knowledge) -> Cumulative:
    """The same sum with a part of earlier courses taken off for the months since, by `recovery_steps`.

    No published limit is in such terms, so no rule is judged by it. A course without a date counts in full.

    >>> from backstay.knowledge import load_knowledge
    >>> listed = [Dose(text="30/10", dose=Interval(30, 30), fractions=10, months=Interval(14, 14))]
    >>> with_recovery(listed, "thecal_sac", load_knowledge()).total
    Interval(low=18.75, high=18.75)
    """
    listed = tuple(courses)
    plain = cumulative(listed, tissue, knowledge)
    table: dict[str, RecoveryStep] = knowledge.tables["recovery_steps"]
    left = [1 - _recovered(one, table) for one in listed]
    spans = [equivalent(one, plain.alpha_beta) for one in listed]
    counted = [
        Interval(span.low * part, span.high * part) for span, part in zip(spans, left, strict=True)
    ]
    return Cumulative(
        tissue=tissue, alpha_beta=plain.alpha_beta, total=known(together(counted)),
        courses=tuple(
            msgspec.structs.replace(one, eqd2=known(span), share=part)
            for one, span, part in zip(plain.courses, counted, left, strict=True)
        ),
        evidence=tuple(dict.fromkeys(name for one in table.values() for name in one.evidence)),
        checked=least_read(one.checked for one in table.values()),
    )  # fmt: skip


def _recovered(one: Dose, table: dict[str, RecoveryStep]) -> float:
    """The part of a course that counts no more, by the months that have surely passed."""
    months = 0.0 if one.months is None else one.months.low
    return max((step.share for step in table.values() if months >= step.from_months), default=0.0)
