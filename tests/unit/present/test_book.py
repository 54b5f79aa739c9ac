"""The book: every entry once at its address, no dead link, nothing unescaped, and room on a phone."""

from __future__ import annotations

import posixpath
import re
import resource
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from page_reader import Element, read

from backstay.knowledge import Knowledge, load_knowledge
from backstay.knowledge.coverage import read_coverage
from backstay.knowledge.covered import total
from backstay.knowledge.editions import read_editions
from backstay.knowledge.patients import read_patients
from backstay.present.book import build
from backstay.present.book.addresses import addresses

CHROMIUM = shutil.which("chromium")
SECONDS = 5
_HREF = re.compile(r'href="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
HOSTILE = """
overlay: hostile
owner: <b>owner</b>
reason: '"><script>alert(1)</script>'
on: 2026-11-23
add:
  statements:
    - id: hostile-entry
      about: sbrt
      says: consider
      when: cancer
      because: '<img src=x onerror=alert(1)> & <script>alert(2)</script>'
      evidence: [hostile-source]
      checked: {status: unverified, read: '<i>read</i>', on: 2026-11-23}
      framework: '../../<u>framework</u>'
  evidence:
    - {id: hostile-source, citation: '<script>c</script>', short: '<b>s</b>', url: 'javascript:alert(3)',
       read: none, status: unverified}
"""


@cache
def pages(overlay: str | None = None) -> dict[str, str]:
    return build(load_knowledge(overlay), read_coverage(), read_editions(), read_patients())


@cache
def html() -> dict[str, str]:
    return {path: text for path, text in pages().items() if path.endswith(".html")}


def parsed(path: str) -> Element:
    return read(pages()[path])


def test_every_entry_stands_once_at_its_address() -> None:
    ids = {path: Counter(_ID.findall(text)) for path, text in html().items()}
    for key, address in addresses(load_knowledge()).items():
        assert ids[address.page][address.anchor] == 1, key
    twice = {path: [name for name, n in found.items() if n > 1] for path, found in ids.items()}
    assert not {path: names for path, names in twice.items() if names}


def test_every_patient_is_told() -> None:
    for patient in read_patients():
        page = html()[f"{patient.file.removesuffix('.yaml')}.html"]
        assert page.count('class="entry case"') >= 1
    told = sum(text.count('class="entry case"') for text in html().values())
    assert told == len(read_patients())


def test_no_link_inside_the_book_is_dead() -> None:
    ids = {path: set(_ID.findall(text)) for path, text in html().items()}
    dead = []
    for path, text in html().items():
        for href in set(_HREF.findall(text)):
            if href.startswith(("https://", "http://")):
                continue
            target, _, anchor = href.partition("#")
            there = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if target
                else path
            )
            if there not in pages() or (anchor and anchor not in ids[there]):
                dead.append((path, href))
    assert not dead


def test_the_same_knowledge_gives_the_same_book() -> None:
    first = pages()
    pages.cache_clear()
    assert pages() == first


def test_the_book_is_built_quickly(tmp_path: Path) -> None:
    """Measured in a process of its own, so that nothing that watches the tests is counted."""
    command = [sys.executable, "-m", "backstay", "knowledge", "book", "--out", str(tmp_path)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, capture_output=True)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < SECONDS


def test_pages_parse_and_load_nothing_from_elsewhere() -> None:
    for path in ("index.html", "rules/radiation/sbrt.html", "scores/sins.html", "all.html"):
        page = parsed(path)
        assert len(page.all("h1")) == 1 and page.all("main")
        assert not page.all("img") and not page.all("iframe")
        assert [one.attributes["href"] for one in page.all("link")] == [
            posixpath.relpath("book.css", posixpath.dirname(path) or ".")
        ]
        assert "style" not in {name for one in page.all() for name in one.attributes}
    assert "url(" not in pages()["book.css"] and "@import" not in pages()["book.css"]


def test_only_the_list_of_all_has_a_script_and_the_policy_names_it() -> None:
    assert [path for path, text in html().items() if "<script" in text] == ["all.html"]
    assert "script-src 'sha256-" in html()["all.html"].replace("&#x27;", "'")


def test_headings_go_down_one_by_one() -> None:
    for path in html():
        levels = [int(found) for found in re.findall(r"<h([1-6])", html()[path])]
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_nothing_that_an_entry_holds_becomes_markup() -> None:
    for path, text in pages(HOSTILE).items():
        if path.endswith(".html"):
            assert "<img" not in text and "<script>a" not in text and "<script>c" not in text, path
            assert "<b>s</b>" not in text and "<u>framework" not in text and "<i>read" not in text
            assert 'href="javascript:' not in text
    assert "frameworks/u-framework-u.html" in pages(HOSTILE)
    assert not [path for path in pages(HOSTILE) if ".." in path]
    assert "&lt;img src=x onerror=alert(1)&gt; &amp;" in pages(HOSTILE)["overlay.html"]


def test_a_rule_is_told_in_words_with_links_to_what_they_mean() -> None:
    page = parsed("rules/radiation/sbrt.html")
    rule = next(
        one
        for one in page.all("article")
        if one.attributes.get("id") == "sbrt-not-with-cord-compression"
    )
    assert "Holds for a lesion when cord or cauda is compressed." in rule.text
    links = [one.attributes["href"] for one in rule.all("a")]
    assert any(href.endswith("definitions/shared.html#neural_compression") for href in links)
    assert any("interventions/radiation.html#sbrt" in href for href in links)
    assert any("frameworks/noms.html" in href for href in links)
    assert "awaits a clinician" in rule.text


def test_an_intervention_has_every_rule_about_it_and_the_sentence_for_the_patient() -> None:
    knowledge = load_knowledge()
    page = parsed("interventions/radiation.html")
    sbrt = next(one for one in page.all("article") if one.attributes.get("id") == "sbrt")
    links = {one.attributes["href"].partition("#")[2] for one in sbrt.all("a")}
    assert {name for name, about in knowledge.about.items() if "sbrt" in about} <= links
    assert str(knowledge.interventions["sbrt"].patient) in sbrt.text


def test_lists_that_disagree_stand_side_by_side() -> None:
    page = parsed("lists.html")
    thyroid = next(one for one in page.all("tr") if one.text.startswith("Thyroid"))
    assert "*" in thyroid.text and "resistant" in thyroid.text and "sensitive" in thyroid.text


def test_what_awaits_review_is_said_on_every_page() -> None:
    assert all("Draft, not reviewed by clinicians." in text for text in html().values())


LONG = (
    "index.html", "coverage.html", "rules/radiation/sbrt.html", "scores/tomita.html", "lists.html",
    "interventions/surgery.html", "evidence/index.html", "cases/radiation/sbrt.html", "all.html",
    "facts/lesion_cord.html", "definitions/shared.html", "frameworks/noms.html", "review.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book on disk."""
    folder = tmp_path_factory.mktemp("book")
    for path, text in pages().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_no_page_scrolls_sideways_on_a_phone(folder: Path) -> None:
    """Each page in a frame of 360 pixels, which tells its own width."""
    frames = "".join(f'<iframe width="360" height="900" src="{path}"></iframe>' for path in LONG)
    script = (
        "addEventListener('load', () => { document.title = Array.from(document.querySelectorAll('iframe'),"
        " f => f.contentDocument.documentElement.scrollWidth).join(' '); });"
    )
    (folder / "frames.html").write_text(
        f"<!DOCTYPE html><title>x</title>{frames}<script>{script}</script>"
    )
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--allow-file-access-from-files",
            f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=20000", "--dump-dom",
            (folder / "frames.html").as_uri(),
        ],
        check=True, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    widths = re.search(r"<title>([\d ]+)</title>", done.stdout)
    assert widths, done.stdout[:300]
    wide = {
        path: width for path, width in zip(LONG, widths[1].split(), strict=True) if int(width) > 360
    }
    assert not wide


def test_an_entry_of_a_new_kind_is_shown_key_by_key() -> None:
    from backstay.knowledge.entries import Constraint
    from backstay.present.book.addresses import Address
    from backstay.present.book.evidence import generic
    from backstay.present.book.volume import Leaf, Volume

    knowledge: Knowledge = load_knowledge()
    volume = Volume(knowledge, read_coverage(), (), total(()), (), ())
    name = next(iter(knowledge.constraints))
    page = knowledge.where["constraints", name]
    assert isinstance(volume.addresses["constraints", name], Address) and page
    entry: Constraint = knowledge.constraints[name]
    shown = generic(Leaf(volume, "properties/all.html"), "constraints", entry)
    assert entry.text.split()[0] in shown and "Holds" in shown


def test_the_parts_of_an_entry_are_a_table_with_their_sources() -> None:
    from backstay.present.book.evidence import generic
    from backstay.present.book.volume import Leaf, Volume

    knowledge: Knowledge = load_knowledge()
    volume = Volume(knowledge, read_coverage(), (), total(()), (), ())
    entry = knowledge.tables["organ_doses"]["gabapentin_kidney"]
    shown = generic(Leaf(volume, "medicines/kidney_nerve_pain.html"), "organ_doses", entry)
    assert [shown.index(f">{head}</th>") for head in ("From", "To", "Verdict")] == sorted(
        shown.index(f">{head}</th>") for head in ("From", "To", "Verdict")
    )
    assert ">0</th>" in shown and "900 to 3600" in shown
    assert "gabapentin label" in shown and "unverified" in shown
