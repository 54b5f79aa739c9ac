"""The book of this server's knowledge, whose pages are made when somebody asks for them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from backstay.knowledge.coverage import read_coverage
from backstay.knowledge.editions import read_editions
from backstay.knowledge.patients import read_patients
from backstay.present.book import site
from backstay.present.book.shell import Made, Sheet, way
from backstay.present.book.volume import Volume
from backstay.present.markup import Markup
from backstay.web.records.knowledge import knowledge

ALONE = "Tests, and challenge it"  # the link from an entry to the page of it alone


class Shown(NamedTuple):
    """A page as a template shows it."""

    title: str
    way: SafeString
    body: SafeString


@cache
def volume() -> Volume:
    """All that the pages draw on, with the site's own protocol."""
    return site.volume(knowledge(), read_coverage(), read_editions(), read_patients(), ALONE)


@cache
def _pages() -> dict[str, Made]:
    return dict(site.pages(volume()))


@lru_cache(maxsize=128)
def page(path: str) -> Shown | None:
    """The page at a path of the book, or None where there is none."""
    made = _pages().get(path)
    return shown(made()) if made else None


def shown(sheet: Sheet) -> Shown:
    """What stands on a sheet."""
    return Shown(sheet.title, safe(way(sheet)), safe(sheet.body))


def safe(markup: Markup | None) -> SafeString:
    """Markup is escaped where it is made."""
    return mark_safe(str(markup or ""))  # noqa: S308
