"""The text of a plan with weight and color for terminals that have them."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from backstay.present.knows import Assessment, Knowledge
from backstay.present.terminal.page import text
from backstay.present.words import say, word

WIDEST = 100  # lines stay readable on a wide terminal


def print_text(
    assessment: Assessment,
    knowledge: Knowledge,
    console: Console | None = None,
    *,
    details: bool = True,
) -> None:
    """Print the plan; the words are the same without color."""
    console = console or Console()
    width = min(console.width, WIDEST)
    shown = Text(text(assessment, knowledge, width=width, details=details))
    for pattern, style in _styles():
        shown.highlight_regex(pattern, style)
    console.print(shown, end="", soft_wrap=True)


def _styles() -> list[tuple[str, str]]:
    checks = re.escape(say("after_checking", facts=""))
    red = "|".join(re.escape(word("levels", name).upper()) for name in ("emergency", "urgent"))
    return [
        (r"(?m)^[^\n]+(?=\n-{3,}$)", "bold"),
        (r"(?m)^\[[A-Z ]+\]", "bold"),
        (rf"(?m)^({red})\b.*$", "bold red"),
        (rf"{checks}[^\n]*", "bold yellow"),
        (r"(?m)^! [^\n]*", "bold"),
    ]
