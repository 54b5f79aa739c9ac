"""A token counts once, whichever process it reaches."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tokens import BASE, NOW, bearer, claims, settings, signed

from backstay.exchange.smart.refused import Refused
from backstay.hooks.trust import Seen, Untrusted, admit, known_clients
from backstay.hooks.trust.seen import FILE

HERE = f"{BASE}/cds-services"
# Every process tries the same tokens; each tells which it was the first to use.
RACER = """
import sys, pathlib
from backstay.hooks.trust import Seen
seen = Seen(pathlib.Path(sys.argv[1]))
sys.stdin.readline()
print(*(jti for jti in range(200) if seen.first_time("i", str(jti), 2e9, 1.9e9)))
"""


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    return Seen(tmp_path / "store")


def test_a_token_counts_once(seen: Seen) -> None:
    token, known = bearer(signed()), known_clients(settings())
    assert admit(token, HERE, known, seen, NOW).issuer
    with pytest.raises(Untrusted) as refused:
        admit(token, HERE, known, seen, NOW)
    assert refused.value.reason == "replayed"


def test_a_name_is_one_of_its_issuer(seen: Seen) -> None:
    assert seen.first_time("a", "1", NOW + 1, NOW)
    assert seen.first_time("b", "1", NOW + 1, NOW)
    assert not seen.first_time("a", "1", NOW + 1, NOW)
    assert seen.count() == 2


def test_a_token_is_kept_until_it_ends_and_no_longer(seen: Seen) -> None:
    known = known_clients(settings())
    admit(bearer(signed(claims(jti="a"))), HERE, known, seen, NOW)
    admit(bearer(signed(claims(jti="b", now=NOW + 330))), HERE, known, seen, NOW + 330)
    assert seen.count() == 2
    admit(bearer(signed(claims(jti="c", now=NOW + 331))), HERE, known, seen, NOW + 331)
    assert seen.count() == 2


def test_a_refused_token_is_not_kept(seen: Seen) -> None:
    with pytest.raises(Untrusted):
        admit(
            bearer(signed(claims(aud="https://x.example"))),
            HERE,
            known_clients(settings()),
            seen,
            NOW,
        )
    assert seen.count() == 0


def test_of_many_processes_one_is_first(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, tmp_path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    found = [racer.communicate(timeout=60)[0].split() for racer in racers]
    firsts = [jti for one in found for jti in one]
    assert sorted(firsts, key=int) == [str(jti) for jti in range(200)]


def held(folder: Path) -> sqlite3.Connection:
    """Another program that has just made the file and has not let go of it."""
    other = sqlite3.connect(folder / FILE, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE held (a)")
    other.execute("BEGIN EXCLUSIVE")
    return other


def test_a_register_that_others_hold_is_waited_for(tmp_path: Path) -> None:
    other = held(tmp_path)
    waiting = threading.Timer(0.2, other.rollback)
    waiting.start()
    Seen(tmp_path).close()
    waiting.join()
    other.close()


def test_processes_that_exclude_each_other_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, False, True])
    monkeypatch.setattr("backstay.hooks.trust.seen._is_shared", lambda _: next(answers))
    Seen(tmp_path).close()
    assert next(answers, None) is None


def test_a_register_that_others_keep_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstay.hooks.trust.seen.WAIT", 0.05)
    other = held(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="hold this file"):
        Seen(tmp_path)
    other.close()


def test_what_cannot_be_kept_is_not_allowed(tmp_path: Path, seen: Seen) -> None:
    assert seen.writable()
    assert seen.count() == 0
    with sqlite3.connect(tmp_path / "store" / FILE) as other:
        other.execute("DROP TABLE seen")
    other.close()
    assert not seen.writable()
    with pytest.raises(Refused) as refused:
        admit(bearer(signed()), HERE, known_clients(settings()), seen, NOW)
    assert refused.value.status == 503
    seen.close()


def test_the_register_is_for_nobody_else_on_the_machine(tmp_path: Path) -> None:
    Seen(tmp_path).first_time("i", "1", NOW + 1, NOW)
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}
