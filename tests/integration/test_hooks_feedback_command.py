"""`backstay hooks feedback`: counts of what became of cards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backstay.hooks import feedback

CARD = "4e0a3a1e-3283-4575-ab82-028d55fe27"
REASON = {"reason": {"code": "discussed", "system": "https://backstay.example/reasons"}}


def told(number: int, **more: Any) -> dict[str, Any]:
    at = {"outcomeTimestamp": "2026-03-14T09:30:00Z"}
    return {"card": f"{CARD}{number:02}", "outcome": "overridden", **at, **more}


def kept(folder: Path) -> None:
    entries = [told(1), told(2, overrideReason=REASON), told(3, overrideReason=REASON)]
    feedback.store("backstay-order-sign", json.dumps({"feedback": entries}).encode(), folder)


def test_reasons_are_counted(run: Any, tmp_path: Path) -> None:
    kept(tmp_path)
    assert run("hooks", "feedback", str(tmp_path)) == (
        0,
        "backstay-order-sign  overridden     2  https://backstay.example/reasons|discussed\n"
        "backstay-order-sign  overridden     1\n",
        "",
    )


def test_json_has_every_part(run: Any, tmp_path: Path) -> None:
    kept(tmp_path)
    status, out, _ = run("hooks", "feedback", str(tmp_path), "--format", "json")
    assert (status, [one["cards"] for one in json.loads(out)["feedback"]]) == (0, [2, 1])


def test_a_folder_without_feedback_says_so(run: Any, tmp_path: Path) -> None:
    assert run("hooks", "feedback", str(tmp_path)) == (0, "No feedback was told yet.\n", "")
    status, out, _ = run("hooks", "feedback", str(tmp_path), "--format", "json")
    assert (status, json.loads(out)) == (0, {"feedback": []})


def test_what_is_no_store_ends_with_a_message(run: Any, tmp_path: Path) -> None:
    status, out, said = run("hooks", "feedback", str(tmp_path / "nowhere"))
    assert (status, out, "there is no such folder" in said) == (2, "", True)
    (tmp_path / "feedback.sqlite3").write_text("this is no store of feedback, but a long text " * 9)
    status, out, said = run("hooks", "feedback", str(tmp_path))
    assert (status, out, "cannot be read" in said) == (2, "", True)
