"""What pages of the application take on the demonstration data: time, processor time, queries and bytes of each.

    .venv/bin/python benchmarks/web.py [--write | --quick]

The application runs in this process, as the server has it, and answers one request after another. Nothing that it
keeps of a case is kept between two requests: each assesses the case anew, as the first page of a minute does.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, process_time, sleep
from typing import Any, NamedTuple

import httpx
import structlog
from machine import machine, put_between
from timing import Timing, spread

import backstay

README = Path(__file__).parent / "README.md"
MARK = "<!-- web -->"
ROUNDS, QUICK = 100, 5
TARGET = 0.1  # seconds for the p95 of a page
QUERIES, BYTES = 20, 60_000
PASSWORD, ADDRESS = re.compile(r"password (\S+)"), re.compile(r"listening on (http://\S+)")
CASE = re.compile(r'href="(/cases/[0-9a-f-]{36}/)"')
PATIENCE = 120.0  # seconds until a server must answer


class Page(NamedTuple):
    """What is measured: an address, who opens it, or one of several that take turns."""

    what: str
    who: str
    paths: list[str]
    target: bool = True  # files to take away are no pages


class Found(NamedTuple):
    wall: Timing
    cpu: Timing
    queries: int  # the most
    size: int  # the largest, compressed as it is sent


def set_up(folder: Path) -> None:
    """The application with the demonstration data, warm as a server is before its first page."""
    more = {"DATA": str(folder), "COLLECTED": "true", "DEMONSTRATION": "true"}
    os.environ |= {f"BACKSTAY_{name}": value for name, value in more.items()}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "backstay.web.site.settings"}
    import django

    django.setup()
    from django.conf import settings

    from backstay.web.records.demonstration.load import load
    from backstay.web.site.prepare import prepare
    from backstay.web.site.warm import warm

    settings.ALLOWED_HOSTS = ["testserver"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger("django.request").setLevel(logging.ERROR)  # which pages exist is tried
    prepare()
    load()
    warm()


def pages() -> Iterator[Page]:
    """The pages that people open most, and those that take the longest."""
    from backstay.web.people.models import Person
    from backstay.web.records.access import visible_to

    cases = [f"/cases/{one.key}/" for one in visible_to(Person.objects.get(username="cole"))]
    yield Page("/healthz, which asks and renders nothing", "", ["/healthz"], target=False)
    yield Page("list of cases", "cole", ["/cases/"])
    yield Page("list of cases, no row kept", "cole", ["/cases/?page=1"])
    yield Page(f"case, {len(cases)} in turn", "cole", cases)
    for what, path in {
        "what is missing": "missing/", "why an option": "why/option/separation_surgery/",
        "why a score": "why/score/sins/?lesion=T8", "the plan in time": "plan/", "medicines": "medicines/all/",
        "cord dose": "dose/", "next questions": "next/", "history": "history/", "care team": "team/",
    }.items():  # fmt: skip
        yield Page(f"{what}, in turn", "cole", _opening([f"{one}{path}" for one in cases], "cole"))
    later = [f"{one}changes/" for one in cases]
    yield Page("what would change it, after the page", "cole", later, target=False)
    yield Page("try a change", "cole", [f"{one}try/" for one in cases])
    yield Page("report to take away", "cole", [f"{one}take/report/" for one in cases], target=False)
    yield Page("library", "", ["/library/"])
    yield Page("library: search", "", ["/library/search/?q=cord+dose"])
    yield Page("library: an entry", "", ["/library/entry/scores/sins.html"])
    yield Page("audit", "ada", ["/audit/"])
    yield Page("people", "ada", ["/people/"])
    yield Page("boards", "ada", ["/people/boards/"])
    yield Page("emergency", "", ["/emergency/"])


def _opening(paths: list[str], who: str) -> list[str]:
    """Those that exist: not every case has every option."""
    client = client_of(who)
    return [path for path in paths if client.get(path).status_code == 200]


def client_of(who: str) -> Any:
    """A browser; signed in where somebody is named."""
    from django.test import Client

    from backstay.web.people.models import Person

    client = Client(headers={"accept-encoding": "gzip"})
    if who:
        client.force_login(Person.objects.get(username=who))
    return client


def measured(page: Page, rounds: int) -> Found:
    """Each address in turn, after one unmeasured round."""
    from backstay.web.site.warm import tidy

    client, walls, cpus, sizes, asked = client_of(page.who), [], [], [], []
    for number in range(len(page.paths) + rounds):
        forget(rows="page=1" in page.paths[0])
        wall, cpu, queries, size = once(client, page.paths[number % len(page.paths)])
        tidy()  # as the server does when it has answered
        if number >= len(page.paths):
            walls.append(wall)
            cpus.append(cpu)
        asked.append(queries)
        sizes.append(size)
    return Found(spread(walls), spread(cpus), max(asked), max(sizes))


def once(client: Any, path: str) -> tuple[float, float, int, int]:
    """Seconds on the clock, seconds of the processor, queries and bytes of one answer."""
    from django.db import connection

    from backstay.web.site.around import Queries

    queries = Queries()
    with connection.execute_wrapper(queries):
        wall, cpu = perf_counter(), process_time()
        answer = client.get(path)
        content = answer.getvalue()
        wall, cpu = perf_counter() - wall, process_time() - cpu
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return wall, cpu, queries.asked, len(content)


def forget(*, rows: bool) -> None:
    """What is kept of cases, and where asked the rows of their list, each of which is kept for ten minutes."""
    from backstay.web.records import case, listing

    case._assessed.cache_clear()
    if rows:
        listing._summary.cache_clear()


def row(page: Page, found: Found) -> str:
    """One row; what misses its target is marked."""
    cells = [
        page.what,
        f"{found.wall.p50 * 1e3:.0f} ms",
        _marked(f"{found.wall.p95 * 1e3:.0f} ms", page.target and found.wall.p95 > TARGET),
        f"{found.cpu.p50 * 1e3:.0f} ms",
        _marked(f"{found.cpu.p95 * 1e3:.0f} ms", page.target and found.cpu.p95 > TARGET),
        _marked(str(found.queries), page.target and found.queries > QUERIES),
        _marked(f"{found.size / 1e3:.1f} kB", page.target and found.size > BYTES),
    ]
    return f"| {' | '.join(cells)} |"


def _marked(told: str, missed: bool) -> str:
    return f"{told} (missed)" if missed else told


def firsts(folder: Path) -> Iterator[str]:
    """What the first person waits for when a server has just begun: each page is asked once, over the network."""
    folder.mkdir()
    log = folder / "err.txt"
    options = ["--demonstration", "--port", "0", "--workers", "1", "--data", str(folder)]
    command = [sys.executable, "-m", "backstay", "serve", *options]
    started = perf_counter()
    with log.open("wb") as err:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=err)
    try:
        address = wait_for(lambda: ADDRESS.search(log.read_text()), process)
        with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as client:
            client.get("/healthz")
            yield f"| from the command to the first answer | {perf_counter() - started:.1f} s |"
            sign_in(client, "cole", wait_for(lambda: PASSWORD.search(log.read_text()), process))
            yield f"| library | {_seconds(client, '/library/') * 1e3:.0f} ms |"
            yield f"| list of cases | {_seconds(client, '/cases/') * 1e3:.0f} ms |"
            case = CASE.findall(client.get("/cases/").text)[0]
            yield f"| a case | {_seconds(client, case) * 1e3:.0f} ms |"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(look: Callable[[], re.Match[str] | None], process: subprocess.Popen[bytes]) -> str:
    """What the server tells."""
    until = monotonic() + PATIENCE
    while not (told := look()):
        if monotonic() > until or process.poll() is not None:
            raise RuntimeError("the server does not answer")
        sleep(0.05)
    return told[1]


def sign_in(client: httpx.Client, username: str, password: str) -> None:
    """As people do, by the form."""
    client.get("/account/login/")
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
    told = {"login": username, "password": password, **token}
    headers = {"referer": str(client.base_url)}
    client.post("/account/login/", data=told, headers=headers, follow_redirects=False)


def _seconds(client: httpx.Client, path: str) -> float:
    start = perf_counter()
    client.get(path).raise_for_status()
    return perf_counter() - start


def tables(rounds: int) -> Iterator[str]:
    """All tables, in the order of the page."""
    about = f"Backstay {backstay.__version__}, SQLite, {rounds} requests a row"
    yield f"{datetime.now(UTC):%Y-%m-%d}, {machine()}. {about}."
    with TemporaryDirectory() as folder:
        yield from ("", "| first request to a new server | clock |", "|---|---:|")
        yield from firsts(Path(folder) / "served")
        set_up(Path(folder) / "data")
        yield from ("", "| page | p50 | p95 | processor p50 | processor p95 | queries | bytes |")
        yield "|---|---:|---:|---:|---:|---:|---:|"
        for page in pages():
            yield row(page, measured(page, rounds))


def main() -> None:
    """Print the tables, and keep them in README.md where asked."""
    print(f"measuring on {machine()}", file=sys.stderr)
    text = "\n".join(tables(QUICK if "--quick" in sys.argv[1:] else ROUNDS))
    print(text)
    if "--write" in sys.argv[1:]:
        put_between(README, MARK, text)


if __name__ == "__main__":
    main()
