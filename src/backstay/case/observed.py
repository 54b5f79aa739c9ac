"""When and from where single facts were seen, and the dated values of facts seen repeatedly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from backstay.case.dates import Moment, after, read_moment
from backstay.case.facts import Fact, Scope, Vocabulary
from backstay.case.problems import Refused, Report, shown
from backstay.case.scalars import as_text, plain_text
from backstay.case.structures import read_value, unknown
from backstay.case.text import Path, printable
from backstay.case.values import Value

Given = Mapping[str, frozenset[str]]  # names written in the case, by lesion; "" is the patient


class Observation(NamedTuple):
    """One look at a fact. `value` is None where the case gives it elsewhere."""

    moment: Moment | None
    source: str | None = None
    value: Value = None


Looks = Observation | list[Observation]  # one date for the given value, or dated values
Key = tuple[str, str]  # lesion ("" is the patient), fact


class Reader(NamedTuple):
    """What the reading of `observed` needs at every step."""

    vocabulary: Vocabulary
    given: Given
    as_of: Moment | None
    report: Report


def read_observed(observed: object, reader: Reader) -> dict[Key, Looks]:
    """All dates and dated values; what is wrong is in the report."""
    if not isinstance(observed, dict):
        hint = Refused("a map is expected", "albumin: 2026-03-12, or T8.escc: 2026-03-12")
        reader.report.add(("observed",), hint, shown(observed))
        return {}
    found: dict[Key, Looks] = {}
    for name, raw in observed.items():
        path = ("observed", name)
        key = reader.report.attempt(path, raw, partial(_key, str(name), reader))
        if key is not None:
            looks = _looks(raw, key, path, reader)
            if looks is not None:
                found[key] = looks
    return found


def _key(name: str, reader: Reader) -> Key:
    lesion, _, fact = name.rpartition(".")
    scope: Scope = "lesion" if lesion else "patient"
    if lesion and lesion not in reader.given:
        listed = ", ".join(filter(None, reader.given)) or "none, for no lesion is listed"
        raise Refused(f"there is no lesion at {printable(lesion)}", listed)
    if fact in ("level", "to_level"):
        raise Refused(f"{fact} names the lesion and has no date of its own")
    if fact in reader.vocabulary.lesion and not lesion:
        raise Refused("this is a fact of a lesion", f"its level first, such as T8.{fact}")
    if fact not in reader.vocabulary.scope(scope):
        raise unknown(fact, scope, reader.vocabulary)
    return lesion, fact


def _looks(raw: object, key: Key, path: Path, reader: Reader) -> Looks | None:
    if isinstance(raw, list):
        return _list(raw, key, path, reader)
    if key[1] not in reader.given[key[0]]:
        where = f"the lesion at {key[0]}" if key[0] else "patient"
        reader.report.add(path, f"{where} gives no value for {key[1]}", shown(raw))
        return None
    if isinstance(raw, dict):
        return _observation(raw, ("at", "from"), None, path, reader)
    moment = reader.report.attempt(path, raw, partial(_seen_at, raw, reader))
    return Observation(moment) if moment else None


def _list(raw: list[Any], key: Key, path: Path, reader: Reader) -> Looks | None:
    fact = reader.vocabulary.scope("lesion" if key[0] else "patient")[key[1]]
    if not raw:
        reader.report.add(path, "there is no value in the list; leave it out")
    looks = [_dated(one, fact, (*path, n), reader) for n, one in enumerate(raw)]
    known = [look for look in looks if look is not None]
    return known if known and len(known) == len(looks) else None


def _dated(raw: object, fact: Fact, path: Path, reader: Reader) -> Observation | None:
    if isinstance(raw, dict) and {"at", "value"} <= set(raw):
        return _observation(raw, ("at", "from", "value"), fact, path, reader)
    reader.report.add(path, Refused("a dated value is expected", "at, value, from"), shown(raw))
    return None


def _observation(
    raw: dict[str, Any], keys: tuple[str, ...], fact: Fact | None, path: Path, reader: Reader
) -> Observation | None:
    report = reader.report
    if not raw or set(raw) - set(keys):
        report.add(path, Refused("a date is expected here", ", ".join(keys)), shown(raw))
        return None
    parts: dict[str, Any] = {}
    if "at" in raw:
        at = raw["at"]
        parts["moment"] = report.attempt((*path, "at"), at, partial(_seen_at, at, reader))
    if "from" in raw:
        source = raw["from"]
        parts["source"] = report.attempt((*path, "from"), source, partial(_source, source))
    if fact is not None:
        parts["value"] = read_value(raw["value"], fact, (*path, "value"), report)
    return None if None in parts.values() else Observation(**{"moment": None, **parts})


def _seen_at(given: object, reader: Reader) -> Moment:
    moment = read_moment(as_text(given))
    if reader.as_of is not None and after(moment, reader.as_of):
        raise Refused("this is after as_of", f"up to {reader.as_of.text}")
    return moment


def _source(given: object) -> str:
    return plain_text(as_text(given))
