"""The page of how the public example files of CDS Hooks are answered; written only where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backstay.exchange.smart.refused import Refused
from backstay.hooks import services
from backstay.hooks.asked import open_call
from backstay.hooks.invariants import response_problems
from backstay.hooks.offered import SERVICES
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"
FOLDERS = ("cdshooks_official_tests", "cdshooks_crd_kit", "observed_sandbox")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = Settings(base_url="https://backstay.example")
BY_HOOK: dict[str, str] = {service.hook: service.id for service in SERVICES}


def answered(knowledge: Knowledge) -> list[str]:
    """The lines of the page."""
    files = [
        (path, json.loads(path.read_bytes()))
        for folder in FOLDERS
        for path in sorted((EXAMPLES / folder).glob("*.json"))
    ]
    requests = [(path, body) for path, whole in files if (body := _request(whole)) is not None]
    answers = [(path, body) for path, whole in files if (body := _answer(path, whole)) is not None]
    return [
        "# How the public examples of CDS Hooks are answered",
        "",
        "Each request was sent to our service of its hook, or to `backstay-patient-view` where we serve none.",
        "Requests were written for other services: a correct one whose data stand under other keys gets 412,",
        "for the patient and the diagnoses are needed. With its data under our keys it gets an answer.",
        "",
        "| request | status | why |",
        "|---|---|---|",
        *(f"| {path.stem} | {' | '.join(_told(body, knowledge))} |" for path, body in requests),
        "",
        "Answers of other services were held to the invariants that our own answers are held to.",
        "",
        "| answer | judged |",
        "|---|---|",
        *(f"| {path.stem} | {_judged(body)} |" for path, body in answers),
        "",
    ]


def _request(whole: Any) -> dict[str, Any] | None:
    """The body of a call, where the file holds one."""
    body = whole.get("body") if isinstance(whole, dict) and "jwt" in whole else whole
    return body if isinstance(body, dict) and "hook" in body else None


def _answer(path: Path, whole: Any) -> dict[str, Any] | None:
    """An answer, where the file holds one, or a part of one."""
    if isinstance(whole, list):
        return {"cards": whole}
    if "summary" in whole:
        return {"cards": [whole]}
    if "response" in path.stem:
        return dict(whole)
    action = whole.get("type") in ("create", "update", "delete")
    return {"cards": [], "systemActions": [whole]} if action else None


def _told(body: dict[str, Any], knowledge: Knowledge) -> Iterator[str]:
    service = BY_HOOK.get(body["hook"], "backstay-patient-view")
    try:
        call = open_call(service, json.dumps(body).encode(), None, SETTINGS)
        cards = json.loads(services.answer(call, knowledge, SETTINGS, NOW))["cards"]
    except Refused as refused:
        yield from (str(refused.status), _cell(refused.problems))
    else:
        yield from ("200", f"{len(cards)} cards" if cards else "no card: nothing is to be done")


def _judged(body: dict[str, Any]) -> str:
    problems = response_problems(body)
    return _cell(problems) if problems else "right"


def _cell(problems: list[str]) -> str:
    return "<br>".join(dict.fromkeys(problems)).replace("|", "/")
