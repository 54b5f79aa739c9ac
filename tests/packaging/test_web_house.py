"""House rules of the web application, read off its modules and templates. A failure names the cure."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from repository import CODE, modules, said

WRITES = {"save", "create", "update", "delete", "bulk_create", "get_or_create", "update_or_create"}
# Modules that change the database; everything else reads and shows.
CHANGES = re.compile(
    r"(actions|record|notices|migrations|management|commands|demonstration|models|triggers)"
)
WEB = Path("web")


def web_modules() -> list[tuple[Path, ast.Module]]:
    return [(path, tree) for path, tree in modules() if path.parts[0] == "web"]


def templates() -> list[tuple[str, str]]:
    found = sorted((CODE / "web").rglob("*.html"))
    return [(str(path.relative_to(CODE)), path.read_text("utf-8")) for path in found]


def is_change(node: ast.AST) -> bool:
    """A call of a method that writes, other than of a set or a mapping that is built with a literal."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and "objects" in ast.unparse(node.func)
    )


def test_only_actions_change_the_database() -> None:
    wrong = [
        f"src/backstay/{path}:{node.lineno}: {ast.unparse(node.func)}"  # type: ignore[attr-defined]
        for path, tree in web_modules()
        if not any(CHANGES.search(part) for part in path.with_suffix("").parts[1:])
        for node in ast.walk(tree)
        if is_change(node)
    ]
    assert not wrong, said(
        wrong, "put it into an actions module: by=, one transaction, one audit event"
    )


def test_actions_say_who_acts() -> None:
    """Every public function of an actions module takes `by` by its name."""
    wrong = [
        f"src/backstay/{path}:{node.lineno}: {node.name}"
        for path, tree in web_modules()
        if path.stem.endswith("actions")
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "by" not in [argument.arg for argument in node.args.kwonlyargs]
    ]
    assert not wrong, said(wrong, "add a keyword-only `by`, the person who acts")


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"  # data is not run
        r"|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:",
        re.I,
    )
    wrong = [f"{name}: {match[0]}" for name, text in templates() for match in inline.finditer(text)]
    assert not wrong, said(wrong, "the content policy refuses it: use a file below ui/static")


def test_forms_that_post_are_protected() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.I | re.S)
    wrong = [
        f"{name}: {match[0][:80]}"
        for name, text in templates()
        for match in form.finditer(text)
        if "csrf_token" not in match[0] and not name.startswith("web/emergency/")
    ]
    assert not wrong, said(wrong, "put {% csrf_token %} into the form")


def test_nothing_is_loaded_from_elsewhere() -> None:
    wrong = [
        f"{name}: {match[0]}"
        for name, text in templates()
        for match in re.finditer(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*", text)
        if "doi.org" not in match[0]
    ]
    assert not wrong, said(wrong, "serve it from here")
