"""Every kind of event that the application records is told in words, to an administrator and to the patient."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import backstay.web
from backstay.web.audit.sentences import WORDS

WEB = Path(backstay.web.__file__).parent
RECORDING = {"record", "record_read"}


def recorded() -> Iterator[tuple[str, str, bool]]:
    """Each place of an event: where, its action, and whether it is about a patient."""
    for path in sorted(WEB.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            node.targets[0].id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in RECORDING and path.name not in ("record.py", "reads.py"):
                about = any(keyword.arg == "patient" for keyword in node.keywords)
                first = node.args[1 if node.func.id == "record_read" else 0]
                for action in texts(first, named):
                    yield f"{path.relative_to(WEB)}:{node.lineno}", action, about


def texts(node: ast.expr, named: dict[str, object]) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and isinstance(named.get(node.id), str):
        yield str(named[node.id])
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, named)
        yield from texts(node.orelse, named)


def test_every_event_has_words() -> None:
    found = list(recorded())
    assert len(found) > 10
    lacking = [f"{where}: {action}" for where, action, _ in found if action not in WORDS]
    assert not lacking, "add words to audit/sentences.py for: " + ", ".join(lacking)


def test_what_is_done_with_a_record_has_words_for_the_patient() -> None:
    lacking = [
        f"{where}: {action}"
        for where, action, about in recorded()
        if about and not action.startswith("audit_") and not WORDS[action].to_patient
    ]
    assert not lacking, "add words to the patient in audit/sentences.py for: " + ", ".join(lacking)
