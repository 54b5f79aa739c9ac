"""From a record to a sheet: what it says of each fact, who it is about, and what of it was not read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from backstay.case.dates import read_moment
from backstay.exchange import BundleError, Unread, read_bundle
from backstay.exchange.opening import decoded
from backstay.exchange.smart.numbers import numbers
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.whom import whom
from backstay.web.records.importing.sheet import Left, Look, Sheet, Told, Whose
from backstay.web.records.knowledge import knowledge

MOST_BYTES = 5_000_000
CLOCKS_DIFFER = timedelta(minutes=10)
NUL = "Nothing was read: a text in it has a sign (NUL) that no text has. Export the record again."
NO_LESIONS = "it says that there is no lesion of the spine; record that under lesions if it holds"


def of_bundle(data: bytes, *, by: str, about: str, named: str, now: datetime) -> Sheet:
    """What a FHIR bundle says. Raises Refused, in words that say what to do."""
    if not data:
        raise Refused(400, ["The file is empty. Choose the bundle again."])
    if len(data) > MOST_BYTES:
        raise Refused(413, [too_large()])
    try:
        bundle = decoded(data.removeprefix(b"\xef\xbb\xbf"))
        document, unread = read_bundle(data, knowledge().facts, now=now, knowledge=knowledge())
    except BundleError as error:
        raise Refused(
            400, [f"Nothing was read: {problem}." for problem in error.problems]
        ) from None
    if read_moment(document["as_of"]).at > now + CLOCKS_DIFFER:
        when = document["as_of"][:10]
        why = f"Nothing was read: the bundle is dated {when}, which is still to come."
        raise Refused(400, [why])
    resources = [one.resource for one in bundle.entry if bytes(one.resource)]
    digest = hashlib.sha256(data).hexdigest()
    first = Sheet(
        by=by, about=about, source="bundle", named=named[:200], sha256=digest,
        as_of=document["as_of"], whose=whose(resources),
    )  # fmt: skip
    return filled(first, document, unread)


def too_large() -> str:
    """The refusal of a file that is too large."""
    return (
        f"The file has more than {MOST_BYTES // 1_000_000} MB. Export a shorter time of the record, "
        "or fetch it from the record system."
    )


def whose(resources: Sequence[msgspec.Raw]) -> Whose:
    """Who the Patient resource names; of several nobody is sure."""
    if sum(_is_patient(one) for one in resources) > 1:
        return Whose()
    name, born = whom(resources)
    found = numbers(resources)
    return Whose(
        name=name or "",
        born=born or "",
        number=found.likely or "",
        numbers=found.all,
        own=found.own is not None,
    )


class _Kind(msgspec.Struct, frozen=True, rename={"resource_type": "resourceType"}):
    resource_type: str = ""


def _is_patient(raw: msgspec.Raw) -> bool:
    try:
        return msgspec.json.decode(raw, type=_Kind).resource_type == "Patient"
    except msgspec.ValidationError:
        return False


def filled(sheet: Sheet, document: dict[str, Any], unread: Iterable[Unread]) -> Sheet:
    """The sheet with all facts of a document and what was not read."""
    lesions = document.get("lesions")
    left = [Left(resource=one.resource, why=one.why, counted=one.counted) for one in unread]
    if lesions == []:
        left.append(Left(resource="The record", why=NO_LESIONS))
    full = msgspec.structs.replace(
        sheet,
        lesions=tuple(_level(one) for one in lesions or ()),
        told=tuple(_told(document)),
        left=tuple(left),
    )
    if b"\\u0000" in msgspec.json.encode(full):
        raise Refused(400, [NUL])
    return full


def _level(lesion: dict[str, Any]) -> str:
    last = lesion.get("to_level")
    return f"{lesion['level']}-{last}" if last else str(lesion["level"])


def _told(document: dict[str, Any]) -> Iterator[Told]:
    yield from _of_place("", "", document.get("patient", {}), document)
    for lesion in document.get("lesions") or ():
        facts = {name: one for name, one in lesion.items() if name not in ("level", "to_level")}
        yield from _of_place(_level(lesion), f"{lesion['level']}.", facts, document)


def _of_place(
    level: str, start: str, facts: dict[str, Any], document: dict[str, Any]
) -> Iterator[Told]:
    """The facts of the patient or of one lesion; what has several dated values stands under `observed` alone."""
    seen = document.get("observed", {})
    dated = [
        key.removeprefix(start)
        for key, one in seen.items()
        if isinstance(one, list) and key.startswith(start) and "." not in key.removeprefix(start)
    ]
    for name in dict.fromkeys([*facts, *dated]):
        found = seen.get(f"{start}{name}", {})
        each = found if isinstance(found, list) else [{**found, "value": facts[name]}]
        looks = [_look(one, document["as_of"]) for one in each]
        looks.sort(key=lambda look: read_moment(look.at).at)
        yield Told(name=name, level=level, looks=tuple(looks))


def _look(one: dict[str, Any], as_of: str) -> Look:
    """A value without a date was so when the record was made."""
    return Look(value=one["value"], at=one.get("at") or as_of, source=one.get("from", "")[:200])


def minute(now: datetime) -> datetime:
    """The instant to the minute, as cases are dated."""
    return now.astimezone(UTC).replace(second=0, microsecond=0)
