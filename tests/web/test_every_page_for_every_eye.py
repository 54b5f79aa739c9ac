"""Every page with large text, in forced colors and with reduced motion; and none breaks its own policy."""

from __future__ import annotations

from typing import Any

import pytest
from served import Served
from test_every_page import is_page, paths

from conftest import sign_in

pytestmark = pytest.mark.browser
WATCH = """window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""
LARGE = "document.documentElement.style.fontSize = '200%'"
LOST = """() => {
    const page = document.documentElement, lost = [];
    if (page.scrollWidth > page.clientWidth) lost.push(`${page.scrollWidth - page.clientWidth} px wider`);
    for (const one of document.querySelectorAll("body *")) {
        const told = getComputedStyle(one);
        if (!one.checkVisibility() || one.matches(".vh *, .skip, svg *, select *, input")) continue;
        if (told.clipPath === "inset(50%)") continue;  // for screen readers alone
        const across = ["hidden", "clip"].includes(told.overflowX) && one.scrollWidth > one.clientWidth + 1;
        const down = ["hidden", "clip"].includes(told.overflowY) && one.scrollHeight > one.clientHeight + 1;
        if (across || down) lost.push(`cut: ${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`);
    }
    return lost;
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const told = getComputedStyle(one);
    const lasts = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
    return lasts(told.transitionDuration) || (told.animationName !== "none" && lasts(told.animationDuration));
}).map((one) => `moves: ${one.tagName}.${one.className}`).concat(
    document.getAnimations().length ? ["an animation runs"] : [],
    getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? ["it scrolls smoothly"] : [])"""
# In forced colors a control has a border or an underline of its own, and what is chosen is marked.
FADED = """() => [...document.querySelectorAll(
    "main button, main .btn, main a[aria-current]:not(svg *)")].filter((one) => {
    if (!one.checkVisibility()) return false;
    const told = getComputedStyle(one);
    const drawn = ["borderTopWidth", "borderBottomWidth", "outlineWidth"].some((name) => parseFloat(told[name]) > 0
        && told[name.replace("Width", "Style")] !== "none");
    return !drawn && !told.textDecorationLine.includes("underline");
}).map((one) => `looks like text: ${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`)"""


WHOSE = {  # the pages that a role opens and no role before it did
    "": ("account_", "emergency:", "library:"),
    "ines": ("account_", "mfa_", "cases:", "records:", "people:", "audit:", "library:challenge", "library:write",
             "usersessions", "socialaccount"),
    "vera": ("library:challenge",),
    "ada": ("people:", "audit:", "records:glass"),
}  # fmt: skip


def problems_of(page: Any) -> list[str]:
    """What is wrong with the page that is open, for eyes that need it otherwise."""
    page.wait_for_selector(".htmx-request", state="detached")  # nothing is being fetched
    found = [*page.evaluate("window.broken"), *page.evaluate(MOVING)]
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found += page.evaluate(FADED)
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    page.evaluate(LARGE)
    return [*found, *page.evaluate(LOST)]


@pytest.mark.parametrize("username", WHOSE)
def test_every_page_with_large_text_in_forced_colors_and_at_rest(
    chromium: Any, full_site: Served, username: str
) -> None:
    context = chromium.new_context(base_url=full_site.address, reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda told: told.type == "debug" or said.append(f"{told.type}: {told.text}")
    )
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    if username:
        sign_in(page, username)
    problems, opened = [], 0
    for name, path in paths(full_site).items():
        if not name.startswith(WHOSE[username]) or not is_page(page, path):
            continue
        said.clear()
        page.goto(path)
        problems += [f"{name} {path}: {told}" for told in (*problems_of(page), *said)]
        opened += 1
    context.close()
    assert opened >= 2
    assert not problems, "\n".join(dict.fromkeys(problems))
