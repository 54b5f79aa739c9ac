"""Feedback: checked strictly, kept once, by several processes at once, and without anybody's words."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calling import SIGN, VIEW

from backstay.exchange.smart.refused import Refused
from backstay.hooks import feedback
from backstay.hooks.feedback import Count, counts, kept
from backstay.hooks.feedback.shape import MOST_BYTES, MOST_CARDS, MOST_SUGGESTIONS

CARD = "4e0a3a1e-3283-4575-ab82-028d55fe2719"
OTHER = "9368d37b-283f-44a0-93ea-547cebab93ed"
CHOSEN = "e56e1945-20b3-4393-8503-a1a20fd73152"
AT = "2026-03-14T09:30:00Z"
LATER = "2026-03-14T09:31:00Z"
REASON = {"code": "patient-refused", "system": "https://backstay.example/reasons"}


def told(
    card: str = CARD, outcome: str = "overridden", at: str = AT, **more: Any
) -> dict[str, Any]:
    chosen = {"acceptedSuggestions": [{"id": CHOSEN}]} if outcome == "accepted" else {}
    return {"card": card, "outcome": outcome, "outcomeTimestamp": at, **chosen, **more}


def tell(folder: Path, *entries: Any, service: str = VIEW) -> None:
    feedback.store(service, json.dumps({"feedback": list(entries)}).encode(), folder)


def rows(folder: Path) -> list[tuple[Any, ...]]:
    store = sqlite3.connect(folder / kept.FILE)
    try:
        return store.execute("SELECT * FROM feedback ORDER BY number").fetchall()
    finally:
        store.close()


def outcomes(folder: Path) -> list[str]:
    return [row[3] for row in rows(folder)]


def refusal(body: bytes, folder: Path, service: str = VIEW) -> tuple[int, list[str]]:
    with pytest.raises(Refused) as caught:
        feedback.store(service, body, folder)
    return caught.value.status, caught.value.problems


def test_an_entry_is_kept_without_words(tmp_path: Path) -> None:
    tell(tmp_path, told(overrideReason={"reason": REASON, "userComment": "Ms Smith says no"}))
    system, code = REASON["system"], REASON["code"]
    at = "2026-03-14T09:30:00+00:00"
    assert rows(tmp_path) == [(1, VIEW, CARD, "overridden", at, "", system, code, 1)]
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Smith" not in everything


def test_what_is_told_again_is_kept_once(tmp_path: Path) -> None:
    for at in (AT, AT, LATER, "2026-03-14T09:29:00.5Z"):
        tell(tmp_path, told(at=at), told(CARD.upper(), at=at))
    assert outcomes(tmp_path) == ["overridden"]


def test_a_change_of_mind_is_kept_as_history(tmp_path: Path) -> None:
    tell(tmp_path, told(at=AT), told(outcome="accepted", at=LATER))
    tell(tmp_path, told(at=AT), told(outcome="accepted", at=LATER))
    assert outcomes(tmp_path) == ["overridden", "accepted"]
    tell(tmp_path, told(at="2026-03-14T09:32:00Z"))
    assert outcomes(tmp_path) == ["overridden", "accepted", "overridden"]
    assert counts(tmp_path) == [Count(VIEW, "overridden", "", "", 1)]


def test_what_is_told_late_is_held_against_its_own_time(tmp_path: Path) -> None:
    tell(tmp_path, told(at=AT), told(outcome="accepted", at="2026-03-14T09:33:00Z"))
    tell(tmp_path, told(at=LATER))
    assert outcomes(tmp_path) == ["overridden", "accepted"]


def test_another_reason_is_not_the_same(tmp_path: Path) -> None:
    tell(tmp_path, told(), told(overrideReason={"reason": REASON}, at=LATER))
    assert [row[7] for row in rows(tmp_path)] == ["", REASON["code"]]


def test_services_and_cards_are_told_apart(tmp_path: Path) -> None:
    tell(tmp_path, told(), told(OTHER))
    tell(tmp_path, told(), service=SIGN)
    assert len(rows(tmp_path)) == 3


def test_counts_are_of_the_last_word_on_each_card(tmp_path: Path) -> None:
    assert counts(tmp_path) == []
    tell(tmp_path, told(), told(OTHER, overrideReason={"reason": {"code": "c"}}), told(CHOSEN))
    tell(tmp_path, told(CHOSEN, "accepted", LATER))
    assert counts(tmp_path) == [
        Count(VIEW, "accepted", "", "", 1),
        Count(VIEW, "overridden", "", "", 1),
        Count(VIEW, "overridden", "", "c", 1),
    ]


def test_the_file_is_for_nobody_else(tmp_path: Path) -> None:
    tell(tmp_path, told())
    assert stat.S_IMODE((tmp_path / kept.FILE).stat().st_mode) == 0o600


def test_a_card_and_a_store_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flips = [
        told(outcome=("accepted", "overridden")[n % 2], at=f"2026-03-14T09:30:{n:02}Z")
        for n in range(30)
    ]
    tell(tmp_path, *flips)
    assert len(rows(tmp_path)) == kept.MOST_OF_CARD
    monkeypatch.setattr(kept, "MOST_ROWS", 21)
    tell(tmp_path, told(OTHER))
    body = json.dumps({"feedback": [told(CHOSEN)]}).encode()
    assert refusal(body, tmp_path)[0] == 503
    assert len(rows(tmp_path)) == 21


def test_a_message_is_kept_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_ROWS", 1)
    body = json.dumps({"feedback": [told(), told(OTHER)]}).encode()
    assert refusal(body, tmp_path)[0] == 503
    assert rows(tmp_path) == []


WRITER = """
import json, sys
from pathlib import Path
from backstay.hooks import feedback
folder, who = Path(sys.argv[1]), int(sys.argv[2])
for n in range(25):
    card = f"4e0a3a1e-3283-4575-ab82-{n:012}"
    one = {"card": card, "outcome": "overridden", "outcomeTimestamp": f"2026-03-14T09:30:{who:02}Z"}
    feedback.store("backstay-patient-view", json.dumps({"feedback": [one]}).encode(), folder)
"""


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", WRITER, str(tmp_path), str(who)] for who in range(3)]
    running = [subprocess.Popen(command) for command in commands]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert len(rows(tmp_path)) == 25


def test_an_unknown_service_is_not_found(tmp_path: Path) -> None:
    assert refusal(b"{}", tmp_path, "other")[0] == 404


def one(**changed: Any) -> bytes:
    entry = {name: value for name, value in {**told(), **changed}.items() if value is not ...}
    return json.dumps({"feedback": [entry]}).encode()


def reason(**fields: Any) -> bytes:
    return one(overrideReason={"reason": fields})


WRONG: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"x", "the body cannot be read: this is not JSON"),
    "twice": (b'{"feedback": [], "feedback": []}', "the body cannot be read: a name stands twice"),
    "no list": (b'{"feedback": 3}', "feedback must be a list"),
    "too many": (json.dumps({"feedback": [told()] * (MOST_CARDS + 1)}).encode(), "more than 200"),
    "card no uuid": (one(card="Ms SECRET"), "feedback[0].card must be the uuid of a card"),
    "outcome": (one(outcome="SECRET"), "cds-fb-1: feedback[0].outcome must be"),
    "nothing accepted": (one(outcome="accepted"), "cds-fb-2: "),
    "suggestion": (
        one(outcome="accepted", acceptedSuggestions=[{"id": "SECRET"}]),
        "feedback[0].acceptedSuggestions[0].id must be the uuid",
    ),
    "suggestions": (
        one(outcome="accepted", acceptedSuggestions=[{"id": CHOSEN}] * (MOST_SUGGESTIONS + 1)),
        "feedback[0].acceptedSuggestions has more than 50",
    ),
    "time zone": (
        one(outcomeTimestamp="2026-03-14T09:30:00+01:00"),
        "must be a date and time in UTC",
    ),
    "no zone": (one(outcomeTimestamp="2026-03-14T09:30:00"), "must be a date and time in UTC"),
    "a day": (one(outcomeTimestamp="2026-03-14"), "must be a date and time in UTC"),
    "no such day": (one(outcomeTimestamp="2026-02-30T09:30:00Z"), "must be a date and time in UTC"),
    "no time": (one(outcomeTimestamp=...), "feedback[0].outcomeTimestamp must be text"),
    "no reason": (one(overrideReason={}), "cds-fb-3: "),
    "reason no object": (one(overrideReason={"reason": "SECRET"}), "reason must be an object"),
    "no code": (reason(system="https://a.example"), "reason.code is missing"),
    "code of words": (reason(code="SECRET words"), "reason.code must be a code of at most 64"),
    "system of words": (reason(code="c", system="SECRET"), "reason.system must be the address"),
}


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_each_wrong_message_is_refused(body: bytes, said: str, tmp_path: Path) -> None:
    status, problems = refusal(body, tmp_path)
    assert status == 400
    assert [(said in problem, "SECRET" in problem) for problem in problems] == [(True, False)]
    assert counts(tmp_path) == []


def test_a_message_has_a_limit(tmp_path: Path) -> None:
    assert refusal(b" " * (MOST_BYTES + 1), tmp_path)[0] == 413


@pytest.mark.parametrize(
    "at", ["2026-03-14T09:30:00.123456789Z", "2026-03-14t09:30:00z", "2026-03-14T09:30:00+00:00"]
)
def test_moments_in_utc_are_taken(at: str, tmp_path: Path) -> None:
    tell(tmp_path, told(at=at))
    assert rows(tmp_path)[0][4].startswith("2026-03-14T09:30:00")


def test_accepted_suggestions_are_kept_in_order(tmp_path: Path) -> None:
    chosen = [{"id": OTHER.upper()}, {"id": CHOSEN}, {"id": CHOSEN}]
    tell(tmp_path, told(outcome="accepted", acceptedSuggestions=chosen))
    assert rows(tmp_path)[0][5] == f"{OTHER} {CHOSEN}"
