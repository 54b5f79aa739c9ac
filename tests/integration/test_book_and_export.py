"""The book and the export as a person uses them on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest


def test_knowledge_book_writes_pages_that_a_report_links_to(
    run: Any, case: str, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    status, out, _ = run("knowledge", "book", "--out", str(folder))
    assert status == 0 and str(folder / "index.html") in out
    report = tmp_path / "plan.html"
    run("assess", case, "--format", "html", "--book", "book", "--out", str(report))
    links = set(re.findall(r'href="(book/[^"]+)"', report.read_text()))
    assert len(links) > 20
    for link in links:
        page, _, anchor = link.partition("#")
        assert not anchor or f' id="{anchor}"' in (tmp_path / page).read_text(), link


def test_an_assessment_tells_where_its_rules_stand_only_when_asked(run: Any, case: str) -> None:
    _, plain, _ = run("assess", case, "--format", "json", "--no-what-if")
    _, told, _ = run(
        "assess", case, "--format", "json", "--no-what-if", "--book", "https://example.org/b"
    )
    assert '"link"' not in plain and '"book"' not in plain
    document = json.loads(told)
    assert document["book"]["at"] == "https://example.org/b/index.html"
    statements = [one for option in document["options"] for one in option["statements"]]
    assert statements and all(
        one["link"].startswith("https://example.org/b/rules/") for one in statements
    )
    assert all(
        one["link"].startswith("https://example.org/b/scores/") for one in document["scores"]
    )
    _, text, _ = run("assess", case, "--book", "https://example.org/b")
    assert "https://example.org/b/index.html" in text
    _, text, _ = run("explain", case, "mri_whole_spine_24h", "--book", "https://example.org/b")
    assert "https://example.org/b/rules/" in text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://["])
def test_a_book_is_at_an_address_or_a_path(run: Any, case: str, address: str) -> None:
    status, _, err = run("assess", case, "--book", address)
    assert status == 2 and "--book" in err


def test_a_book_needs_a_folder(run: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    status, _, err = run("knowledge", "book", "--out", str(tmp_path / "taken"))
    assert status == 2 and "name a folder" in err


def test_export_writes_a_library(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "backstay.cql"
    status, printed, err = run("knowledge", "export", "--cql", "--out", str(out))
    assert (status, printed) == (0, "")
    assert "written:" in err
    assert 'define "sins":' in out.read_text(encoding="utf-8")


def test_export_asks_for_a_language(run: Any) -> None:
    status, _, err = run("knowledge", "export")
    assert status == 2
    assert "backstay knowledge export --cql" in err


def test_a_book_is_never_written_to_where_one_stands_unasked(run: Any) -> None:
    status, _, err = run("knowledge", "book", "--out", "")
    assert status == 2 and "name of a folder" in err


def test_export_names_a_number_that_the_language_cannot_hold(run: Any, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.yaml"
    notice = "{id: many-decimals, when: age > 50.123456789, text: Hm.}"
    overlay.write_text(
        f"overlay: ours\nowner: A\nreason: B\non: 2026-11-23\nadd: {{notices: [{notice}]}}\n"
    )
    status, out, err = run("knowledge", "export", "--cql", "--overlay", str(overlay))
    assert (status, out) == (2, "")
    assert "50.123456789" in err
