"""What an entry says of itself, as comment lines above its expression."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from backstay.knowledge import Knowledge
from backstay.knowledge import entries as e

WIDTH = 116


def comment(text: str) -> list[str]:
    """A text as comment lines.

    >>> comment("One sentence.")
    ['// One sentence.']
    """
    return [f"// {line}" for line in wrap(text, WIDTH, break_on_hyphens=False)]


def heading(title: str) -> list[str]:
    """The title of a section."""
    return ["", f"// ---- {title} ----", ""]


def said_of(entry: e.Entry, knowledge: Knowledge) -> Iterator[str]:
    """What it is, why it holds, and on what it rests."""
    for text in (_what(entry), _why(entry), _sources(entry, knowledge)):
        yield from comment(text)


def _what(entry: e.Entry) -> str:
    match entry:
        case e.Rule(about=about, says=says):
            names = [about] if isinstance(about, str) else about
            return f"{says}: {', '.join(names)}"
        case e.Clock(level=level, within_hours=hours):
            return f"{level}, within {hours:g} hours"
        case e.Definition(label=label):
            return f"{label[:1].upper()}{label[1:]}."
        case e.Score(title=title) | e.Intervention(title=title):
            return f"{title}."
        case e.Step(intervention=intervention):
            return f"step: {intervention}"
    return ""


def _why(entry: e.Entry) -> str:
    for key in ("because", "text", "population", "note"):
        found = getattr(entry, key, None)
        if found:
            return str(found)
    return ""


def _sources(entry: e.Entry, knowledge: Knowledge) -> str:
    named: tuple[str, ...] = getattr(entry, "evidence", ())
    checked: e.Checked | None = getattr(entry, "checked", None)
    sources = "; ".join(f"{knowledge.evidence[name].short} ({name})" for name in named)
    status = f" Checked: {checked.status}." if checked else ""
    return f"Sources: {sources}.{status}" if sources else status.strip()
