"""Doses that sources give after an earlier course, shown beside what is computed."""

from __future__ import annotations

from math import isclose

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.kind import schedule
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.reirradiation import Basis, ReirradiationDoses


class Published(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A published row of doses for the same earlier course."""

    id: str
    title: str
    tissue: str
    doses: dict[int, Interval]  # fractions -> total dose in Gy, both ends the same for one dose
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


def rows(
    basis: Basis, prior: tuple[float, int] | None, knowledge: Knowledge
) -> tuple[Published, ...]:
    """The rows of one kind for exactly this earlier course (Gy in total, fractions)."""
    table: dict[str, ReirradiationDoses] = knowledge.tables["reirradiation_doses"]
    found = (one for one in table.values() if one.basis == basis and _same(one.prior, prior))
    return tuple(
        Published(
            id=one.id, title=one.title, tissue=one.tissue, note=one.note, evidence=one.evidence,
            checked=one.checked, doses={n: Interval(*span) for n, span in one.doses.items()},
        )
        for one in found
    )  # fmt: skip


def _same(texts: tuple[str, ...], prior: tuple[float, int] | None) -> bool:
    """Whether a row is one of exactly this earlier course."""
    if prior is None:
        return False
    named = [schedule(text) for text in texts if text != "none"]
    return any(isclose(dose, prior[0]) and fractions == prior[1] for dose, fractions in named)
