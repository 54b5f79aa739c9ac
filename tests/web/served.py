"""The application as a process of its own, on a database that is a copy of a prepared one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

ADDRESS = re.compile(r"Listening at: (http://127\.0\.0\.1:\d+)")
PATIENCE = 60.0  # seconds; a busy machine is slow
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
import world
world.make_daniel(world.make_people())
"""


def environment(data: Path, **more: str) -> dict[str, str]:
    """What the process sees; a site with two numbers to call."""
    here = str(Path(__file__).parent)
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]),
        "DJANGO_SETTINGS_MODULE": "backstay.web.site.settings",
        "BACKSTAY_DATA": str(data),
        "BACKSTAY_SITE": "Northern Spine Center",
        "BACKSTAY_CALL": "Cord compression coordinator, day and night|020 7946 0112",
        **more,
    }


def prepare(data: Path) -> Path:
    """A folder with a database of the invented hospital; copied by every site that is served."""
    data.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment(data), check=True)
    return data


FULL = """
import django; django.setup()
import world
from backstay.web.people.models import Person
from backstay.web.records.models import Episode
world.make_around({one.username: one for one in Person.objects.all()}, Episode.objects.get())
"""


def fill(data: Path) -> None:
    """Beside the case, something of everything else that has a page."""
    subprocess.run([sys.executable, "-c", FULL], env=environment(data), check=True)


class Served:
    """A context manager; `address` is where it listens."""

    def __init__(self, prepared: Path, folder: Path, **more: str) -> None:
        self.data = folder / "data"
        shutil.copytree(prepared, self.data)
        self.log = folder / "log.txt"
        self.env = environment(self.data, **more)
        self.command = [
            sys.executable, "-m", "gunicorn", "backstay.web.site.wsgi", "--bind", "127.0.0.1:0",
            "--worker-class", "gthread", "--threads", "4", "--timeout", "60",
        ]  # fmt: skip
        self.address = ""

    def __enter__(self) -> Served:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        """Whether it serves already."""
        told = ADDRESS.search(self.log.read_text())
        if told is None:
            return False
        self.address = told[1]
        try:
            return httpx.get(f"{self.address}/healthz", timeout=30).status_code == 200
        except httpx.HTTPError:
            return False

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
