"""Several writers at once, and writers that die: nothing is half written, and of two answers one holds."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import time
from pathlib import Path
from threading import Thread

import httpx
import pytest
from committed import Prepared, started, told
from served import Served
from world import PASSWORD

pytestmark = pytest.mark.db
KILLS = 4
LINES = ("morphine ER 30 mg every 12 h", "dexamethasone 8 mg daily")


@pytest.mark.parametrize("careless", ["", "careless"])
def test_of_two_answers_at_the_same_time_one_is_written(env: dict[str, str], careless: str) -> None:
    """By the action, which looks first; and without looking, where the database alone refuses."""
    outcomes = told(env, "supersede", "12", careless).splitlines()
    assert outcomes == ["refused written"] * 12
    assert_whole(env)


def test_a_writer_that_is_killed_leaves_nothing_half_written(env: dict[str, str]) -> None:
    chance = random.Random(7)  # noqa: S311  (moments, not secrets)
    written = 0
    for _ in range(KILLS):
        with started(env, "answers") as writer:
            assert writer.stdout is not None
            writer.stdout.readline()  # it is writing now
            time.sleep(chance.uniform(0, 0.25))
            writer.kill()
            written += 1 + len(writer.stdout.readlines())
        assert_whole(env)
    assert int(told(env, "count")) >= written > KILLS


def test_a_server_that_is_killed_while_it_saves_leaves_nothing_half_written(
    committed: Prepared, tmp_path: Path
) -> None:
    chance = random.Random(11)  # noqa: S311
    saved = 0
    with committed.copy() as env:
        more = {name: env[name] for name in ("DATABASE_URL",) if name in env}
        site = Served(Path(env["BACKSTAY_DATA"]), tmp_path, **more)
        client = httpx.Client(timeout=30, follow_redirects=True)
        for _ in range(KILLS):
            site.log.unlink(missing_ok=True)  # the address of the last time stands in it
            with site:
                if not saved:
                    sign_in(client, site.address)
                saving = Saving(client, site.address)
                saving.start()
                saving.wait_for_one()
                time.sleep(chance.uniform(0, 0.2))
                os.killpg(site.process.pid, signal.SIGKILL)
                site.process.wait()
                saving.join()
                saved += saving.saved
            assert_whole(site.env)
        assert int(told(site.env, "count")) >= 2 * saved >= 2 * KILLS


class Saving(Thread):
    """Somebody who saves a list of medicines again and again, as a browser sends it, until nobody answers."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        super().__init__()
        self.client, self.saved = client, 0
        home = client.get(f"{address}/cases/").text
        key = re.search(r"/cases/([0-9a-f-]{36})/", home)
        assert key is not None, home
        self.page = f"{address}/cases/{key[1]}/medicines/"

    def run(self) -> None:
        try:
            while True:
                self.save()
        except httpx.TransportError:
            pass  # it was killed

    def save(self) -> None:
        text = LINES[self.saved % 2]
        page = self.client.get(self.page).text
        sent = {
            "lines": text, "complete": "yes", "step": "record", "seen": hidden(page, "seen"),
            "shown": hashlib.sha256(text.encode()).hexdigest(),
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        }  # fmt: skip
        answer = self.client.post(self.page, data=sent, headers={"Referer": self.page})
        assert "List of medicines recorded" in answer.text, answer.text
        self.saved += 1

    def wait_for_one(self) -> None:
        until = time.monotonic() + 60
        while not self.saved:
            assert self.is_alive() and time.monotonic() < until
            time.sleep(0.01)


def sign_in(client: httpx.Client, address: str) -> None:
    page = f"{address}/account/login/"
    sent = {
        "login": "ines", "password": PASSWORD,
        "csrfmiddlewaretoken": hidden(client.get(page).text, "csrfmiddlewaretoken"),
    }  # fmt: skip
    client.post(page, data=sent, headers={"Referer": page})


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def assert_whole(env: dict[str, str]) -> None:
    """Each answer has its event, each event its answer, and the chain holds."""
    assert told(env, "whole") == "whole\n"
