"""Pictures of the application with its invented patients, for the README and the documents: `make screenshots`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smaller import smaller

FOLDER = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 120.0  # seconds until the server must answer
PATIENT = "Daniel Ferro"
CALL = "Cord compression coordinator, day and night|020 7946 0112"  # a number kept for fiction


def main() -> int:
    """Serve, open each page as the person whom it is for, write the pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is needed: apt-get install chromium", file=sys.stderr)
        return 3
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        address, password, process = _serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            _pictures(Visits(browser, address, password))
        finally:
            browser.close()
            process.terminate()
            process.wait(30)
    return 0


def _serve(folder: Path) -> tuple[str, str, subprocess.Popen[bytes]]:
    log = folder / "err.txt"
    with log.open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "backstay", "serve", "--demonstration", "--port", "0",
             "--data", folder / "data"],
            stdout=subprocess.DEVNULL, stderr=err, env={**os.environ, "BACKSTAY_CALL": CALL},
        )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while True:
        told = log.read_text()
        address, password = (
            re.search(rf"{word} (\S+)", told) for word in ("listening on", "password")
        )
        if address and password:
            return address[1], password[1], process
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(told)
        time.sleep(0.1)


class Visits:
    """A browser at the address of the site, and how people sign in there."""

    def __init__(self, browser: Any, address: str, password: str) -> None:
        self.browser, self.address, self.password = browser, address, password

    @contextmanager
    def visit(self, name: str = "", width: int = 1280, height: int = 800) -> Iterator[Any]:
        """A page of a new visitor, signed in under this name; "" is nobody."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(base_url=self.address, viewport=size)
        page = context.new_page()
        if name:
            page.goto("/account/login/")
            page.get_by_label("Sign-in name").fill(name)
            page.get_by_label("Password").fill(self.password)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda url: "/account/login/" not in url)
        yield page
        context.close()


def _pictures(visits: Visits) -> None:
    with visits.visit() as page:
        page.goto("/account/login/")
        _take(page, "sign-in")
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.goto("/emergency/")
        _take(page, "emergency")
    with visits.visit("ines") as page:
        page.goto("/cases/")
        _take(page, "cases")
        case = _case(page)
        page.emulate_media(color_scheme="dark")
        _take(page, "case-dark")
        page.emulate_media(color_scheme="light")
        page.goto(f"{case}try/")
        page.locator("main input[type=checkbox]").first.check()
        page.wait_for_selector("#tried h2, #tried h3, #tried table, #tried section")
        _take(page, "try-a-change")
        page.goto("/library/")
        _take(page, "library")
        _new_case(page)
    with visits.visit("ines", width=390, height=844) as page:
        page.goto("/cases/")
        page.click(f"text={PATIENT}")
        _take(page, "case-on-a-phone")
    with visits.visit("ada") as page:
        page.goto("/audit/")
        _take(page, "audit")


def _case(page: Any) -> str:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.click(f"text={PATIENT}")
    _take(page, "case")
    return str(page.url)


def _new_case(page: Any) -> None:
    """The case of the tutorial, with its four answers."""
    page.goto("/cases/new/")
    page.get_by_label("Name", exact=True).fill("Maria Stone")
    page.get_by_label("Where in the spine").fill("T8")
    page.click("text=Open the case")
    page.locator("select[name=primary]").select_option(label="Kidney")
    for answer in ("2, cord compressed, CSF visible", "Moves against some resistance"):
        page.get_by_label(answer, exact=True).check()
    asked = page.locator(".ask").filter(has_text="Can the patient walk")
    asked.get_by_label("Yes", exact=True).check()
    _take(page, "ask-next")
    page.click("text=Save and see the plan")
    _take(page, "first-plan")


def _take(page: Any, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    smaller(path)
    print(f"written: docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
