"""One plan for its readers: text for a terminal, one HTML page, one option explained."""

from __future__ import annotations

from backstay.present.explain import explain
from backstay.present.page.document import html
from backstay.present.terminal.coverage import coverage_text, row_text
from backstay.present.terminal.page import text
from backstay.present.terminal.rich_text import print_text
from backstay.present.terminal.scores import scores_text
from backstay.present.terminal.shelf import entry_lines, entry_text

__all__ = [
    "coverage_text",
    "entry_lines",
    "entry_text",
    "explain",
    "html",
    "print_text",
    "row_text",
    "scores_text",
    "text",
]
