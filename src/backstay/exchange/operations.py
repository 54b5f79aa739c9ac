"""Operations on the spine: facts of the lesions that are listed at their levels, and questions about the rest."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.binding_kinds import Operated
from backstay.exchange.claims import Claim, Operation, Reading, Said
from backstay.exchange.coding import label, levels
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Procedure
from backstay.exchange.moments import day_of
from backstay.exchange.problems import Unread
from backstay.exchange.spans import Spans

_DONE = "completed"
_NO = ("false", "no")


def operation_of(one: Procedure, bound: Operated, found: Found, reading: Reading) -> Iterator[Said]:
    """One operation that was done, and what its code leaves open. Raises NotReadError."""
    if one.status != _DONE:
        why = f"{label(one.code, reading)}: its status is {one.status or 'not given'}; was it done?"
        yield Unread(found.reference, why)
        return
    where, period = levels(one.body_site, reading), one.performed_period
    ended = day_of(one.performed_date_time or (period.end if period else None), reading.as_of)
    if bound.remark:
        yield Unread(found.reference, bound.remark, counted=bool(where and bound.lesion))
    if not bound.lesion:
        return
    if not where:
        yield Unread(found.reference, f"{label(one.code, reading)}: at which level of the spine?")
    yield Operation(where, bound.lesion, found.reference, bound.dated, ended)


def settle_operations(
    operations: list[Operation], spans: Spans, claims: list[Claim]
) -> tuple[list[Claim], list[Unread]]:
    """All claims with those of the operations, and what is in doubt.

    An operation never makes a lesion, and where another entry says that there was none, the fact is left open.
    """
    doubts = list(_elsewhere(operations, spans))
    for lesion, span in spans.items():
        here = [one for one in operations if set(one.levels) & set(span)]
        for name in sorted({fact for one in here for fact in one.facts}):
            same = [one for one in claims if (one.fact, one.level) == (name, lesion)]
            done = [one for one in here if name in one.facts]
            if any(str(one.value).lower() in _NO for one in same):
                claims = [one for one in claims if one not in same]
                sources = ", ".join([one.source for one in same] + [one.source for one in done])
                why = f"{name} at {lesion} is left open: one says no, an operation says yes"
                doubts.append(Unread(sources, why))
                here = [one for one in here if name not in one.facts]
            else:
                claims = claims + [
                    Claim(name, lesion, one.facts[name], one.source, one.moment) for one in done
                ]
        claims += _since(lesion, [one for one in here if one.dated], doubts)
    return claims, doubts


def _since(lesion: str, here: list[Operation], doubts: list[Unread]) -> list[Claim]:
    """How long ago the last operation was; one without its day may be the last."""
    undated = [one.source for one in here if one.moment is None]
    if undated:
        why = f"the operation at {lesion} has no full date; when was it?"
        doubts.append(Unread(", ".join(undated), why))
        return []
    return [
        Claim(str(one.dated), lesion, "0 d", one.source, one.moment) for one in here
    ]  # it grows from that day by itself


def _elsewhere(operations: list[Operation], spans: Spans) -> Iterator[Unread]:
    placed = {level for span in spans.values() for level in span}
    for one in operations:
        for level in one.levels:
            if level not in placed:
                yield Unread(one.source, f"an operation at {level}, where no lesion is listed")
