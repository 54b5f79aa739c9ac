"""A case as a plain document: what a record keeps, and what reads back to the same case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backstay.case.dates import Moment
from backstay.case.lesions import Listed
from backstay.case.observed import Key, Looks, Observation
from backstay.case.plain import key, plain
from backstay.case.values import Value

_FIRST = ("level", "to_level")


def canonical(
    name: str,
    as_of: Moment,
    patient: Mapping[str, Value],
    lesions: Sequence[Listed] | None,
    looks: Mapping[Key, Looks],
) -> dict[str, object]:
    """The case as JSON values in one order; lesions stay in the order given."""
    document: dict[str, object] = {"case": name, "as_of": as_of.text, "patient": _facts(patient)}
    if lesions is not None:
        document["lesions"] = [_facts(lesion.facts) for lesion in lesions]
    if looks:
        named = {".".join(filter(None, place)): seen for place, seen in looks.items()}
        document["observed"] = {place: _seen(named[place]) for place in sorted(named)}
    return document


def _facts(facts: Mapping[str, Value]) -> dict[str, object]:
    first = [name for name in _FIRST if name in facts]
    rest = sorted(set(facts) - set(first))
    return {name: plain(facts[name]) for name in [*first, *rest]}


def _seen(looks: Looks) -> object:
    if isinstance(looks, Observation):
        parts = _parts(looks)
        return parts["at"] if set(parts) == {"at"} else parts
    entries = {key(parts): parts for parts in map(_parts, looks)}
    return [entries[text] for text in sorted(entries)]


def _parts(look: Observation) -> dict[str, object]:
    parts = {
        "at": look.moment.text if look.moment else None,
        "from": look.source,
        "value": plain(look.value),
    }
    return {name: part for name, part in parts.items() if part is not None}
