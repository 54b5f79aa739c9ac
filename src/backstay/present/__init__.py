"""One plan for its readers: text for a terminal, one HTML page, one option explained.

Each form is imported when it is asked for: a terminal that prints text does not wait for the page.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from backstay.present.explain import explain  # its module has the same name, so it cannot wait

if TYPE_CHECKING:
    from backstay.present.page.document import html
    from backstay.present.terminal.coverage import coverage_text, row_text
    from backstay.present.terminal.page import text
    from backstay.present.terminal.rich_text import print_text
    from backstay.present.terminal.scores import scores_text
    from backstay.present.terminal.shelf import entry_lines, entry_text

WHERE = {
    "coverage_text": "terminal.coverage", "entry_lines": "terminal.shelf", "entry_text": "terminal.shelf",
    "html": "page.document", "print_text": "terminal.rich_text",
    "row_text": "terminal.coverage", "scores_text": "terminal.scores", "text": "terminal.page",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{WHERE[name]}"), name)


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
