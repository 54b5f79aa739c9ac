"""Pictures of the application with its invented patients, for the README and the documents: `make screenshots`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 120.0  # seconds until the server must answer
PATIENT = "Daniel Ferro"


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
            _pictures(browser, address, password)
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
            stdout=subprocess.DEVNULL, stderr=err,
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


def _pictures(browser: Any, address: str, password: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", "ines")
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.goto("/cases/")
    _take(page, "cases")
    page.click(f"text={PATIENT}")
    page.wait_for_load_state("networkidle")
    _take(page, "case")
    page.goto("/library/")
    _take(page, "library")
    context.close()
    nobody = browser.new_context(base_url=address, viewport={"width": 1280, "height": 1000})
    page = nobody.new_page()
    page.goto("/emergency/")
    _take(page, "emergency")
    nobody.close()


def _take(page: Any, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")
    print(f"written: docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
