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
from backstay.present.book.shell import STYLE, Made, document, sheet
from backstay.present.book.volume import Volume


def build(
    knowledge: Knowledge,
    coverage: Coverage,
    editions: tuple[Edition, ...],
    patients: tuple[Patient, ...],
) -> dict[str, str]:
    """Every file of the site, path and text; the same knowledge gives the same bytes."""
    found = pages(volume(knowledge, coverage, editions, patients))
    return {STYLE: sheet(), **{path: document(made()) for path, made in found}}


def volume(
    knowledge: Knowledge,
    coverage: Coverage,
    editions: tuple[Edition, ...],
    patients: tuple[Patient, ...],
    alone: str = "",
) -> Volume:
    """All that the pages draw on; `alone` is what links to the pages of single entries say."""
    numbers = counts(knowledge, coverage)
    return Volume(knowledge, coverage, numbers, total(numbers), editions, patients, alone)


def pages(volume: Volume) -> Iterator[tuple[str, Made]]:
    """Every page with its path; each is made when it is asked for."""
    yield from overview_pages(volume)
    yield from coverage_pages(volume)
    yield from folder_pages(volume)
    yield from file_pages(volume)
