"""HTML and SVG that is escaped by construction: plain text becomes markup only through `el`."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias, Union

from backstay.present.values import clean


class Markup(str):
    """Text that is already markup. Any other string is escaped where it enters."""

    __slots__ = ()

    def __html__(self) -> str:
        """Templates that escape what they are given take it as it is."""
        return str(self)


Child: TypeAlias = Union[str, Iterable["Child"], None]  # noqa: UP007  (a name that stands for itself)

_VOID = frozenset({"meta", "br", "link", "hr"})
_DRAWN = frozenset({"path", "rect", "circle", "ellipse", "use", "line"})


def el(tag: str, *children: Child, **attributes: object) -> Markup:
    """One element. `cls` is class; other names lose a last underscore and take hyphens for the rest.

    >>> el("p", "a < b", cls="note")
    '<p class="note">a &lt; b</p>'
    """
    head = f"<{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}"
    if tag in _VOID:
        return Markup(f"{head}>")
    inside = join(*children)
    if not inside and tag in _DRAWN:
        return Markup(f"{head}/>")
    return Markup(f"{head}>{inside}</{tag}>")


def join(*children: Child) -> Markup:
    """Children one after the other, each escaped unless it is markup."""
    return Markup("".join(_escaped(child) for child in children))


def _escaped(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return html.escape(clean(child))
    return join(*child)


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f' {_shown(name)}="{html.escape(clean(str(value)))}"'


@lru_cache(maxsize=256)
def _shown(name: str) -> str:
    return "class" if name == "cls" else name.rstrip("_").replace("_", "-")


def num(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> num(3.04), num(-0.01)
    ('3', '0')
    """
    shown = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown
