"""The page of one entry: itself, what was read of its sources, where it is used, and what tests it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from backstay.knowledge.covered import file_of
from backstay.knowledge.reviews import awaits
from backstay.plan.expected import ASKED
from backstay.present import names
from backstay.present.book.addresses import Key, alone, page_of
from backstay.present.book.entries import entry
from backstay.present.book.files import full_title, trail
from backstay.present.book.pieces import title_of
from backstay.present.book.shell import Sheet
from backstay.present.book.volume import Leaf
from backstay.present.book.words import kind_title
from backstay.present.markup import join
from backstay.present.page.parts import status_mark
from backstay.present.times import as_of
from backstay.present.words import capital, word
from backstay.web.library.prefill import place_of
from backstay.web.library.results import cases_of
from backstay.web.library.shelf import Shown, safe, shown, volume


class Status(NamedTuple):
    """What stands beside an entry."""

    read: SafeString
    read_what: str
    read_on: str
    reviewed: str
    used: int
    edition: str
    place: str
    file: str


def entry_page(kind: str, name: str) -> dict[str, Any] | None:
    """The context of the page, or None where there is no such entry."""
    key = kind, name
    if key not in volume().addresses:
        return None
    leaf = Leaf(volume(), alone(key))
    return {
        "shown": _shown(leaf, key),
        "kind": kind,
        "kind_title": kind_title(kind),
        "name": name,
        "status": _status(leaf, key),
        "tests": len(cases_of(key)),
        "places": [(place_of(one), one.sentence) for one in cases_of(key)] if kind in ASKED else [],
        "challenged": kind in ASKED,
    }


def heading(leaf: Leaf, key: Key) -> str:
    """What the page is called: for a statement, what it says of what."""
    kind, name = key
    if kind != "statements":
        return capital(title_of(leaf, key))
    known = leaf.knowledge
    about = ", ".join(names.short_option(known, one) for one in known.about[name][:3])
    return f"{word('verdicts', known.statements[name].says)}: {about}"


def _shown(leaf: Leaf, key: Key) -> Shown:
    file = file_of(leaf.knowledge.where[key])
    above = trail(file) if file.endswith(".yaml") else ()
    title = full_title(file) if above else "Local protocol"
    way = (*above, (title, page_of(file)))
    return shown(Sheet(leaf, heading(leaf, key), entry(leaf, key), way))


def _status(leaf: Leaf, key: Key) -> Status:
    found, place = leaf.volume.entry(key), leaf.knowledge.where[key]
    checked = getattr(found, "checked", None)
    status = getattr(checked, "status", None) or getattr(found, "status", None)
    told = word("status", status).partition(",")[0] if status else "no source of its own"
    return Status(
        read=safe(join(status_mark(status), " ", told)) if status else safe(join(told)),
        read_what=getattr(checked, "read", "") or getattr(found, "read", "") or "",
        read_on=as_of(str(checked.on)) if checked else "",
        reviewed=_reviewed(found),
        used=len(_users(leaf, key)),
        edition=leaf.knowledge.edition,
        place=place,
        file=leaf.to(page_of(file_of(place)), leaf.volume.addresses[key].anchor),
    )


def _reviewed(found: Any) -> str:
    if not hasattr(found, "reviewed"):
        return ""
    return "awaits a clinician" if awaits(found) else "a clinician agreed"


def _users(leaf: Leaf, key: Key) -> list[Key]:
    """What reads an entry, cites it, or speaks about it."""
    kind, name = key
    known = leaf.knowledge
    if kind == "interventions":
        return [("statements", rule) for rule, about in known.about.items() if name in about]
    if kind == "evidence":
        return leaf.volume.citing.get(name, [])
    return leaf.volume.readers.get(name, [])
