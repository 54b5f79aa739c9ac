"""What the server does before its first page and between pages. No test here may ask the database."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from backstay.web.library import shelf
from backstay.web.site import warm


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


class Kept:
    """Something that holds itself, as requests do: counting references never lets go of it."""

    def __init__(self) -> None:
        self.itself = self


def left(number: int) -> list[weakref.ref[Kept]]:
    return [weakref.ref(Kept()) for _ in range(number)]


def test_the_library_is_there_before_the_first_reader() -> None:
    shelf.page.cache_clear()
    warm.warm()
    made = shelf.page.cache_info().misses
    assert shelf.page("index.html") and shelf.page("review.html")
    assert shelf.page.cache_info().misses == made
    assert gc.get_freeze_count() > 10_000, "what is loaded is walked no more"


def test_what_a_page_leaves_behind_goes_when_it_is_sent() -> None:
    gc.disable()
    gc.collect()
    few = left(10)
    warm.tidy()
    assert all(one() for one in few), "not worth to look for so little"
    many = left(2 * warm.ENOUGH)
    warm.tidy()
    assert not any(one() for one in [*few, *many])


def test_what_stayed_for_long_goes_too() -> None:
    gc.disable()
    gc.collect()
    held = [Kept() for _ in range(10)]
    old = [weakref.ref(one) for one in held]
    gc.collect(1)  # a page was using them while another one was tidied away
    held.clear()
    warm.tidy()
    assert all(one() for one in old)
    for _ in range(warm.OFTEN + 1):
        kept = left(2 * warm.ENOUGH)
        warm.tidy()
    assert not any(one() for one in [*old, *kept])
