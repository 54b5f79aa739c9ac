"""House rules, read off the syntax tree. A failure names file and line, and the cure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from repository import CODE, ROOT, modules, said

CORE = ("case", "knowledge", "reason", "plan")
LONGEST, TYPICAL = 500, 120  # lines of a module: the stop, and the median we keep to
KNOWLEDGE_STOP = 300  # lines of a knowledge file: one idea or one topic
VAGUE_MODULE = re.compile(r"^(utils?|helpers?|misc|common|stuff)$")
VAGUE_CLASS = re.compile(r"(Manager|Helper|Utils?|Handler)$")


def room(path: Path) -> str:
    return path.parts[0]


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield path, node


def place(path: Path, node: ast.AST, what: str) -> str:
    return f"src/backstay/{path}:{getattr(node, 'lineno', 1)}: {what}"


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    for path, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in names:
            yield path, node


def test_modules_are_short() -> None:
    lengths = {path: len((CODE / path).read_text().splitlines()) for path, _ in modules()}
    wrong = [f"src/backstay/{path}: {n} lines" for path, n in lengths.items() if n >= LONGEST]
    assert not wrong, said(wrong, f"split it: a module stays under {LONGEST} lines")
    assert median(lengths.values()) <= TYPICAL


def test_knowledge_files_are_short() -> None:
    folder = ROOT / "src" / "backstay_knowledge"
    lengths = {path: len(path.read_text().splitlines()) for path in folder.rglob("*.yaml")}
    wrong = [f"{path.relative_to(ROOT)}: {n}" for path, n in lengths.items() if n > KNOWLEDGE_STOP]
    assert not wrong, said(wrong, "one topic per file: split it")


def test_nothing_is_evaluated_as_python() -> None:
    wrong = [place(path, node, node.func.id) for path, node in calls("eval", "exec", "compile")]  # type: ignore[attr-defined]
    assert not wrong, said(wrong, "expressions are read by knowledge/parse.py, never run as Python")


def test_only_faces_print() -> None:
    wrong = [
        place(path, node, "print(")
        for path, node in calls("print")
        if room(path) not in ("cli", "present")
    ]
    assert not wrong, said(wrong, "return a value; cli and present show it")


def test_one_reader_of_yaml() -> None:
    wrong = [
        place(path, node, "import yaml")
        for path, node in nodes(ast.Import, ast.ImportFrom)
        if "yaml" in imported(node)
        and path.as_posix() != "case/text.py"
        and room(path) != "knowledge"
    ]
    assert not wrong, said(wrong, "use backstay.case.text: it stops at depth, aliases and tags")


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    assert isinstance(node, ast.Import)
    return {alias.name.partition(".")[0] for alias in node.names}


def test_public_functions_of_the_core_say_what_they_do() -> None:
    wrong = [
        place(path, node, node.name)
        for path, tree in modules()
        if room(path) in CORE
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not wrong, said(
        wrong, "one plain sentence on what it gives, or a name that starts with _"
    )


def test_names_say_what_a_thing_is() -> None:
    wrong = [
        place(path, node, node.name)
        for path, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)
    ]
    wrong += [f"src/backstay/{path}" for path, _ in modules() if VAGUE_MODULE.match(path.stem)]
    assert not wrong, said(wrong, "name it after what it holds; where a function will do, no class")


def test_every_function_is_annotated() -> None:
    wrong = [
        place(path, node, node.name)
        for path, node in nodes(ast.FunctionDef)
        if isinstance(node, ast.FunctionDef) and node.returns is None
    ]
    assert not wrong, said(wrong, "annotate what it returns")


def test_nothing_is_caught_blindly() -> None:
    wrong = [
        place(path, node, "except:")
        for path, node in nodes(ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]
    assert not wrong, said(wrong, "name the errors that are expected; others must be seen")


def test_a_missing_fact_never_becomes_false() -> None:
    """`env.get(name, False)` and the like would answer for someone whom nobody asked."""
    wrong = [
        place(path, node, ast.unparse(node))
        for path, node in nodes(ast.Call)
        if room(path) in ("reason", "plan") and isinstance(node, ast.Call) and _answers(node)
    ]
    assert not wrong, said(wrong, "a fact that nobody gave is None: no default answer")


def _answers(node: ast.Call) -> bool:
    """Whether a call reads an environment with a default that is an answer."""
    of_env = (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "setdefault")
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in ("env", "patient", "facts")
    )
    default = node.args[1] if len(node.args) > 1 else None
    return of_env and isinstance(default, ast.Constant) and default.value is not None
