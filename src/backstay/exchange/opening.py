"""A bundle opened: one quick pass where nothing is unusual, a slow and exact one where anything is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from backstay.case.text import MAX_BYTES, MAX_PARTS, BadText, read_json
from backstay.exchange.claims import Said, Unbound
from backstay.exchange.entries import Found, Opened, open_entries, with_contained
from backstay.exchange.fhir import NOTHING, Bundle
from backstay.exchange.names_once import around, check_names, is_whole
from backstay.exchange.problems import BundleError, Unread, printable
from backstay.exchange.versions import newest_only

_HISTORY = b'"history"'
THROUGH_OTHERS = ("Medication",)  # read where another resource refers to it
_BUNDLE = msgspec.json.Decoder(Bundle)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what makes a text unreadable into BundleError."""
    try:
        yield
    except BadText as error:
        raise BundleError([f"the bundle cannot be read: {error}"]) from None
    except RecursionError:
        raise BundleError(["the bundle cannot be read: the text is nested too deep"]) from None


def decoded(data: bytes) -> Bundle:
    """The bundle with its entries still closed. Raises BundleError."""
    with refusing():
        try:
            bundle = _quick(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            read_json(data)  # what is wrong with the text comes first, and with its line
            raise BundleError([f"this is not a FHIR Bundle: {printable(str(error))}"]) from None
    if bundle.resource_type != "Bundle":
        what = (
            printable(bundle.resource_type, 40)
            if bundle.resource_type
            else "a document without resourceType"
        )
        raise BundleError([f"this is not a FHIR Bundle but {what}"])
    if bytes(bundle.type) == _HISTORY:
        raise BundleError(
            ["this bundle is a history, which holds what was deleted; read what is now"]
        )
    return bundle


def _quick(data: bytes) -> Bundle:
    if len(data) > MAX_PARTS and not _is_small(data):
        read_json(data)
    data.decode()
    bundle = _BUNDLE.decode(data)
    _check_around(data, bundle)
    return bundle


def _is_small(data: bytes) -> bool:
    """Whether it is surely small enough to be read: signs in strings are counted too."""
    return len(data) <= MAX_BYTES and sum(map(data.count, (b",", b"[", b"{"))) <= MAX_PARTS


def _check_around(text: bytes, bundle: Bundle) -> None:
    """Check the names of the bundle itself and of its entries. Raises BadText."""
    shell = around(text, [e.resource for e in bundle.entry if e.resource is not NOTHING])
    if shell is None:
        read_json(text)
    else:
        check_names(shell)


def opened(bundle: Bundle, text: bytes, unread: list[Unread]) -> Opened:
    """All resources in `text`, one version of each, with those inside them. Raises BadText."""
    found, pages = open_entries(bundle.entry, unread)
    for page in pages:
        _check_around(bytes(page.raw), page.bundle)
    whole = with_contained(newest_only(found, unread), unread)
    dropped = len(found) - sum(not one.contained for one in whole)
    outer = bundle.resource_type is not None
    if not is_whole(text, len(whole) + dropped + len(pages) + outer):
        read_json(text)
    for one in whole:
        if one.kind in THROUGH_OTHERS:
            check_names(bytes(one.raw))
    return Opened(whole, pages)


def check_what_tells(told: Sequence[tuple[Found, Sequence[Said]]], owner: Found) -> None:
    """Check the names of the patient, and of each resource that tells more than a code nobody knows.

    What stands inside another resource is about whom that one is about. Raises BadText.
    """
    holding: set[str] = set()
    for each, facts in reversed(told):  # what is inside a resource comes after it
        tells = each is owner or not all(isinstance(one, Unbound) for one in facts)
        if tells and each.contained:
            holding.add(each.reference.partition("#")[0])
        if tells or each.reference in holding:
            check_names(bytes(each.raw))
