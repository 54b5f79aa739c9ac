"""The document on bringing in a record names buttons, headings and links by the words that pages have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/bring-in-a-record.md").read_text("utf-8")
TEMPLATES = "\n".join(
    path.read_text("utf-8") for path in (ROOT / "src/backstay/web").rglob("templates/**/*.html")
)
NAMED = re.findall(r"\*\*(.+?)\*\*", PAGE)


@pytest.mark.parametrize("words", sorted(set(NAMED)))
def test_what_it_names_stands_on_a_page(words: str) -> None:
    text = words.removesuffix(" ...")
    assert re.search(rf">\s*{re.escape(text)}|\}}{re.escape(text)}", TEMPLATES), words
