"""The page of each file of knowledge, and the page that opens each folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial

from backstay.knowledge.data import leading_comment
from backstay.knowledge.patients import Patient
from backstay.present.book.addresses import Key, page_of
from backstay.present.book.cases import case
from backstay.present.book.entries import entry
from backstay.present.book.pieces import entry_line, folded, table
from backstay.present.book.rules import rule_table
from backstay.present.book.shell import Made, Sheet, Trail, page
from backstay.present.book.volume import Leaf, Volume
from backstay.present.book.words import file_title, kind_title, many, say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import status_mark
from backstay.present.words import sentence


def file_pages(volume: Volume) -> Iterator[tuple[str, Made]]:
    """(path, page) of every file with entries or patients."""
    for file, keys in volume.files.items():
        yield page_of(file), partial(_file, Leaf(volume, page_of(file)), file, keys)
    for file, patients in _cases(volume).items():
        yield page_of(file), partial(_case_file, Leaf(volume, page_of(file)), file, patients)


def _file(leaf: Leaf, file: str, keys: list[Key]) -> Sheet:
    statements = [key for key in keys if key[0] == "statements"]
    kinds = dict.fromkeys(kind for kind, _ in keys)
    return page(
        leaf,
        full_title(file),
        _lead(file),
        rule_table(leaf, statements, say("rules_of", title=file_title(file)), summary=True)
        if len(statements) > 1
        else None,
        [_kind(leaf, kind, keys, alone=len(kinds) == 1) for kind in kinds],
        trail=trail(file),
    )


def _kind(leaf: Leaf, kind: str, keys: list[Key], *, alone: bool) -> Markup:
    found = [entry(leaf, key) for key in keys if key[0] == kind]
    return el("section", el("h2", kind_title(kind), cls="vh" if alone else None), found)


def _case_file(leaf: Leaf, file: str, patients: list[Patient]) -> Sheet:
    body = [case(leaf, patient) for patient in patients]
    lead = [_lead(file), el("p", say("cases_lead"), cls="dim")]
    title = say("cases_of", title=full_title(file))
    return page(
        leaf,
        title,
        lead,
        el("section", el("h2", kind_title("cases"), cls="vh"), body),
        trail=trail(file),
    )


def _lead(file: str) -> Markup | None:
    said = leading_comment(file)
    return el("p", sentence(said), cls="lead") if said else None


def _cases(volume: Volume) -> dict[str, list[Patient]]:
    found: dict[str, list[Patient]] = {}
    for patient in volume.patients:
        found.setdefault(patient.file, []).append(patient)
    return found


def trail(file: str) -> Trail:
    """The way to a file: the book, then its folders."""
    above: list[tuple[str, str]] = [(say("brand"), "index.html")]
    folder = posixpath.dirname(file)
    parts = folder.split("/") if folder else []
    for at in range(len(parts)):
        name = "/".join(parts[: at + 1])
        above.append((folder_title(name), f"{name}/index.html"))
    return tuple(above)


def full_title(file: str) -> str:
    """The name of a file with that of the decision it belongs to, where it stands below one."""
    folder = posixpath.dirname(file)
    return f"{folder_title(folder)}: {file_title(file)}" if "/" in folder else file_title(file)


def folder_title(folder: str) -> str:
    """The name of a folder: that of its kind at the top, that of its decision below."""
    return kind_title(folder) if "/" not in folder else file_title(folder)


def folder_pages(volume: Volume) -> Iterator[tuple[str, Made]]:
    """(path, page) of every folder: what stands below it, file by file."""
    patients = _cases(volume)
    files = [*(file for file in volume.files if file.endswith(".yaml")), *patients]
    folders = dict.fromkeys(
        "/".join(parts[:at])
        for file in files
        for parts in [file.split("/")]
        for at in range(1, len(parts))
    )
    for folder in folders:
        path = f"{folder}/index.html"
        leaf = Leaf(volume, path)
        below = [file for file in files if file.startswith(f"{folder}/")]
        yield path, partial(_folder, leaf, folder, below, patients)


def _folder(leaf: Leaf, folder: str, files: list[str], patients: dict[str, list[Patient]]) -> Sheet:
    """A folder with folders lists their files; one with files lists what stands in each."""
    below = dict.fromkeys(posixpath.dirname(file) for file in files)
    body: Child
    if folder == "evidence":
        body = _sources(leaf)
    elif list(below) == [folder]:
        body = [_part(leaf, file, patients) for file in files]
    else:
        body = [
            _shelf(leaf, one, [file for file in files if posixpath.dirname(file) == one])
            for one in below
        ]
    return page(leaf, folder_title(folder), body, trail=trail(folder))


def _shelf(leaf: Leaf, folder: str, files: list[str]) -> Markup:
    """The files of a folder, a line each."""
    head = el("h2", el("a", folder_title(folder), href=leaf.to(f"{folder}/index.html")))
    return el(
        "section",
        head,
        el("ul", [el("li", file_line(leaf, file)) for file in files], cls="entries"),
    )


def file_line(leaf: Leaf, file: str, title: str | None = None) -> Markup:
    """A link to the page of a file, with what the file is."""
    link = el("a", title or file_title(file), href=leaf.to(page_of(file)))
    said = leading_comment(file)
    return join(link, f". {sentence(said)}" if said else None)


def _part(leaf: Leaf, file: str, patients: dict[str, list[Patient]]) -> Markup:
    """A file of the folder and its entries, folded where they are many."""
    keys = leaf.volume.files.get(file, [])
    items = [entry_line(leaf, key) for key in keys] or [
        leaf.case(one) for one in patients.get(file, [])
    ]
    head = el("h2", el("a", file_title(file), href=leaf.to(page_of(file))))
    listed = el("ul", [el("li", item) for item in items], cls="entries")
    shown = listed if len(items) <= SHORT else folded(many("entry", len(items)), listed)
    return el("section", head, _lead(file), shown)


SHORT = 12  # entries of a file that are listed openly


def _sources(leaf: Leaf) -> Child:
    """Every source in one table, by its short name."""
    sources = sorted(leaf.knowledge.evidence.values(), key=lambda one: one.short.lower())
    rows: list[list[Child]] = [
        [
            leaf.entry("evidence", one.id, one.short),
            one.citation,
            join(status_mark(one.status), " ", one.status, ": ", one.read),
            str(len(leaf.volume.citing.get(one.id, ()))),
        ]
        for one in sources
    ]
    heads = [say("head_source"), say("head_citation"), say("was_read"), say("head_cited")]
    return table(heads, rows, caption=kind_title("evidence"))
