"""The style sheet of the page, with the head of printed pages and the policy that allows only it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from backstay.present.words import heading, say


@cache
def _sheet() -> str:
    assets = files("backstay.present").joinpath("assets")
    names = ("report.css", "print.css")
    return "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in names)


def style(title: str, name: str | None = None, foot: str | None = None) -> str:
    """The style sheet; printed pages carry the title, what this is, and their number."""
    margins = _print_margins(title, name or heading("report"), foot or say("supports"))
    return f"{_sheet()}{margins}"


def policy(css: str) -> str:
    """A content policy under which nothing loads or runs and no other style holds."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def quoted(text: str) -> str:
    """Text as a CSS string in which nothing can end the string or the style element."""
    return '"' + "".join(_css(char) for char in text) + '"'


def _css(char: str) -> str:
    plain = (char.isalnum() and char.isascii()) or char == " "
    return char if plain else f"\\{ord(char):x} "


def _print_margins(title: str, name: str, foot: str) -> str:
    look = "font: 8pt Arial, 'Liberation Sans', Helvetica, Inter, sans-serif; color: #333b39;"
    page = (
        f'{quoted(say("page"))} " " counter(page) " " {quoted(say("page_of"))} " " counter(pages)'
    )
    return (
        "\n@page {"
        f"\n  @top-left {{ content: {quoted(name)}; {look} }}"
        f"\n  @top-right {{ content: {quoted(title)}; {look} }}"
        f"\n  @bottom-left {{ content: {quoted(foot)}; {look} }}"
        f"\n  @bottom-right {{ content: {page}; {look} }}"
        "\n}\n"
    )
