"""The whole book as pages by path."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.knowledge import Knowledge
from backstay.knowledge.coverage import Coverage
from backstay.knowledge.covered import counts, total
from backstay.knowledge.editions import Edition
from backstay.knowledge.patients import Patient
from backstay.present.book.covering import coverage_pages
from backstay.present.book.files import file_pages, folder_pages
from backstay.present.book.overview import overview_pages
from backstay.present.book.shell import STYLE, sheet
from backstay.present.book.volume import Volume


def build(
    knowledge: Knowledge,
    coverage: Coverage,
    editions: tuple[Edition, ...],
    patients: tuple[Patient, ...],
) -> dict[str, str]:
    """Every file of the site, path and text; the same knowledge gives the same bytes."""
    numbers = counts(knowledge, coverage)
    volume = Volume(knowledge, coverage, numbers, total(numbers), editions, patients)
    return {STYLE: sheet(), **dict(_pages(volume))}


def _pages(volume: Volume) -> Iterator[tuple[str, str]]:
    yield from overview_pages(volume)
    yield from coverage_pages(volume)
    yield from folder_pages(volume)
    yield from file_pages(volume)
