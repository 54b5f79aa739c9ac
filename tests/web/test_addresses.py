"""The addresses of the application as a whole."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from pages import addresses


def test_no_address_hides_another() -> None:
    """Of two pages at one path, the second could never be opened."""
    sample = {"key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    paths = Counter(
        reverse(one.name, kwargs=sample if one.parts else {})
        for one in addresses()
        if set(one.parts) <= {"key"} and not one.name.startswith("account_")
    )
    assert not [path for path, number in paths.items() if number > 1]
