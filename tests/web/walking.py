"""Walks by keyboard alone: from one thing to the next by Tab, as somebody without a mouse goes."""

from __future__ import annotations

from typing import Any

MOST_TABS = 150
ABOUT = """() => {
    const one = document.activeElement;
    return `${one.tagName} ${one.id} ${one.name || ""} ${one.innerText || ""}`.slice(0, 80);
}"""
RINGED = """() => {
    const told = getComputedStyle(document.activeElement);
    return told.outlineStyle !== "none" && parseFloat(told.outlineWidth) > 0;
}"""
SEEN = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth;
}"""


def tab_to(page: Any, wanted: str, *, back: bool = False) -> None:
    """Press Tab until what the selector names has focus; on the way focus is always to be seen."""
    key = "Shift+Tab" if back else "Tab"
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        passed.append(page.evaluate(ABOUT))
        assert page.evaluate(SEEN), f"focus is outside of the window: {passed[-1]}"
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate(RINGED), f"nothing shows that this has focus: {passed[-1]}"
            return
    raise AssertionError(f"{wanted} is not reached by Tab: {list(dict.fromkeys(passed))}")


def follow(page: Any, wanted: str, to: str) -> None:
    """Go to a link or button, press Enter, and wait for the address that it leads to."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(to)


def type_into(page: Any, wanted: str, text: str) -> None:
    """Go to a field and write into it."""
    tab_to(page, wanted)
    page.keyboard.type(text)
