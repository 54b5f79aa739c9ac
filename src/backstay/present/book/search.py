"""A field that narrows the list of all entries. Without a script the list is whole and the browser finds in it."""

from __future__ import annotations

from backstay.present.book.words import say
from backstay.present.markup import Markup, el

SEARCH = """
const box = document.getElementById("page-search"), lines = document.querySelectorAll(".index > li");
const texts = Array.from(lines, line => line.textContent.toLowerCase());
box.hidden = false;
box.querySelector("input").addEventListener("input", event => {
  const words = event.target.value.toLowerCase().split(/\\s+/);
  lines.forEach((line, at) => { line.hidden = !words.every(word => texts[at].includes(word)); });
});
"""


def search_field() -> Markup:
    """Hidden until the script runs."""
    label = el("label", say("search"), for_="page-search-words")
    field = Markup('<input type="search" id="page-search-words" autocomplete="off">')
    return el("div", label, " ", field, id="page-search", cls="search", hidden="hidden")
