"""On paper: the decision of each example on two pages, all of it on six, and nothing true is lost."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backstay import present
from backstay.case import read_case
from backstay.cli.demo import example_bundles
from backstay.exchange import read_bundle
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import as_document, assess

CHROMIUM = shutil.which("chromium")
FACES = ("Arial", "Liberation Sans")  # the style sheet is set in these; others are wider
DECISION, WHOLE = 2, 11  # all true reasons of a thousand rules follow the decision
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_DETAILS = '<div class="details">'


def _has_face() -> bool:
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed) and any(face in listed.stdout for face in FACES)  # type: ignore[union-attr]


pytestmark = pytest.mark.skipif(
    not (CHROMIUM and _has_face()), reason="paper needs Chromium and Arial or Liberation Sans"
)


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load_knowledge()


def _document(bundle: Path, shipped: Knowledge) -> dict[str, Any]:
    facts, _ = read_bundle(bundle.read_bytes(), shipped.facts)
    return as_document(assess(read_case(facts, shipped.facts), shipped))


def _printed(html: str, folder: Path) -> bytes:
    (folder / "page.html").write_text(html, encoding="utf-8")
    subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer", f"--print-to-pdf={folder / 'page.pdf'}",
            (folder / "page.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "page.pdf").read_bytes()


@pytest.mark.parametrize("bundle", example_bundles(), ids=lambda path: path.stem)
def test_a_report_keeps_to_its_pages_and_loses_nothing(
    bundle: Path, shipped: Knowledge, tmp_path: Path
) -> None:
    document = _document(bundle, shipped)
    whole = present.html(document, shipped)
    decision = f"{whole.partition(_DETAILS)[0]}</main></body></html>"
    assert len(_PAGE.findall(_printed(decision, tmp_path))) <= DECISION
    assert len(_PAGE.findall(_printed(whole, tmp_path))) <= WHOLE
    if shutil.which("pdftotext"):
        read = _read(tmp_path / "page.pdf")
        assert not [text for text in _held(document) if _letters(text) not in read]


def _held(document: dict[str, Any]) -> list[str]:
    """Every statement that is true, for, against or of harm."""
    return [
        one["because"]
        for option in document["options"]
        for one in option["statements"]
        if one["truth"] == "true"
    ]


def _read(pdf: Path) -> str:
    """The letters of all pages, without the lines in their margins."""
    done = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    margins = re.compile(
        r"Backstay assessment|case .*, as of .*|Backstay supports.*|Page \d+ of \d+"
    )
    return _letters(margins.sub("", done.stdout))


def _letters(text: str) -> str:
    """Text without the spaces and hyphens that lines put in."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
