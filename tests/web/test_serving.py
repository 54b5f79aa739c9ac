"""`backstay serve` as it is started: with invented patients, several workers, and an orderly end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from running import Running, backstay, clean_environment

from backstay.web.records.demonstration.read import patients, people

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("serve"), "--demonstration") as running:
        yield running


@contextmanager
def sign_in(address: str, username: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as client:
        client.get("/account/login/")
        told = {"login": username, "password": people().password}
        token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        client.post("/account/login/", data={**told, **token})
        yield client


def test_it_prints_names_that_sign_in(demonstration: Running) -> None:
    told = demonstration.err.read_text()
    assert people().password in told and "ines " in told
    with sign_in(demonstration.address, "ines") as client:
        page = client.get("/cases/")
    assert page.status_code == 200
    assert "Daniel Ferro" in page.text and "Robert Achterberg" in page.text
    assert "Margaret Oyelaran" not in page.text, "Ines does not care for her"


def test_files_of_the_pages_are_collected_compressed_and_kept(demonstration: Running) -> None:
    with httpx.Client(base_url=demonstration.address) as client:
        page = client.get("/account/login/").text
        path = page.split('rel="stylesheet" href="')[1].split('"')[0]
        answer = client.get(path, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert path.count(".") == 2, "its content is in its name"


def test_logs_hold_nobody(demonstration: Running) -> None:
    with sign_in(demonstration.address, "ines") as client:
        listing = client.get("/cases/", params={"q": "Daniel Ferro"})
        keys = {part.split("/")[0] for part in listing.text.split("/cases/")[1:]}
        for key in {key for key in keys if len(key) == 36}:
            client.get(f"/cases/{key}/?lesion=T8")
        client.get("/cases/Daniel-Ferro/nowhere")
        raw = client.get("/cases/", headers={"X-Note": "Daniel Ferro"})
    assert raw.status_code == 200 and keys
    text = demonstration.out.read_text()
    names = {part for one in patients() for part in one.name.split()}
    names |= {part for one in people().people.values() for part in one.name.split()[-2:]}
    for private in names | {key for key in keys if len(key) == 36} | {"?", "/cases", "127.0.0.1"}:
        assert private not in text, private
    requests = [line for line in demonstration.lines() if line["event"] == "request"]
    assert {"cases:list", "cases:case", "other"} <= {line["route"] for line in requests}
    assert all({"id", "status", "ms", "queries"} <= set(line) for line in requests)


def test_logs_of_what_people_write_hold_nobody(demonstration: Running) -> None:
    """Everything that can carry a name: forms, searches, files, addresses that are wrong, and refusals."""
    name, number = "Wilhelmina Quistgaard", "H-77001"
    with sign_in(demonstration.address, "ines") as client:
        token = {
            "X-CSRFToken": client.get("/cases/new/").text.split('csrfmiddlewaretoken" value="')[1][
                :64
            ]
        }
        new = client.post("/cases/new/", data={"name": name, "number": number}, headers=token)
        assert new.status_code == 200 and name in client.get("/cases/").text
        case = f"/cases/{str(new.url).split('/cases/')[1].split('/')[0]}/"
        sent: list[tuple[str, dict[str, str]]] = [
            ("/cases/", {"find": name}), ("/cases/new/", {"name": name, "number": number}),
            (f"{case}fact/ecog/", {"ask": "ecog", "ecog": name}), (f"{case}medicines/", {"lines": name}),
            (f"{case}lesions/", {"level": name}), ("/cases/emergency-access/", {"number": number, "reason": name}),
            ("/library/challenge/scores/sins/", {"case": name, "why": name}), (f"{case}{name}/", {"a": name}),
            ("/people/drafts/keep/", {"_form": "/cases/new/", "name": name}), ("/account/login/", {"login": name}),
            ("/cases/new/", {"name": name + "\0"}),
        ]  # fmt: skip
        for path, data in sent:
            client.post(path, data=data, headers=token)
            client.get(path, params=data)
            client.post(path, data=data)  # refused: no token
        for content in (name.encode(), b"x" * 7_000_000):
            client.post(
                f"{case}import/", files={"bundle": (f"{name}.json", content)}, headers=token
            )
    written = demonstration.out.read_text() + demonstration.err.read_text()
    for private in (*name.split(), number, case.split("/")[2], "ecog"):
        assert private not in written, private
    statuses = {line.get("status") for line in demonstration.lines()}
    assert {200, 403, 404, 413, 422} <= statuses and not {500, 502} & statuses


def test_the_task_worker_works_and_is_started_again(demonstration: Running) -> None:
    demonstration.wait_for(lambda: any(line.get("task") for line in demonstration.lines()))
    first = demonstration.children()["worker"]
    os.kill(first, signal.SIGKILL)
    demonstration.wait_for(lambda: demonstration.children().get("worker", first) != first)


def test_counts_of_all_workers_add_up(demonstration: Running) -> None:
    with httpx.Client(base_url=demonstration.address, timeout=60) as client:
        for _ in range(12):
            assert client.get("/healthz", headers={"Connection": "close"}).status_code == 200
        told = client.get("/metrics").text
        hidden = client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"})
    line = next(
        line for line in told.splitlines()
        if line.startswith("backstay_web_requests_total") and 'route="healthz"' in line
    )  # fmt: skip
    assert float(line.split()[-1]) >= 12
    assert "backstay_web_task_lag_seconds" in told and "Ferro" not in told
    assert hidden.status_code == 404, "what comes through a proxy comes from elsewhere"


def test_it_starts_again_on_the_same_database_and_loads_nothing(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        with Running(tmp_path, "--demonstration") as running:
            with sign_in(running.address, "cole") as client:
                counts.append(client.get("/cases/").text.count("Ferro"))
            assert people().password in running.err.read_text(), "printed at every start"
            assert running.stop() == 0
            assert not running.children()
    assert counts[0] == counts[1] > 0
    files = [tmp_path / "data" / "backstay.sqlite3", tmp_path / "data" / "secret-key"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files), "its owner alone reads it"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_that_has_begun_is_answered_at_the_end(tmp_path: Path, number: int) -> None:
    """Half of a form has arrived when it is told to end; the other half comes a second later."""
    body = b"limb_weakness.yes=1&gait_disturbance.yes=1"
    head = (
        "POST /emergency/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with Running(tmp_path, "--workers", "1") as running:
        with httpx.Client(base_url=running.address, timeout=60) as client:
            assert client.get("/readyz").json()["status"] == "ready"
        port = int(running.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(head.encode() + body[:10])
            time.sleep(1)  # it is being read
            running.process.send_signal(number)
            time.sleep(1)
            assert running.process.poll() is None, "it waits for what has begun"
            line.sendall(body[10:])
            told = b"".join(iter(lambda: line.recv(65536), b""))
        assert told.startswith(b"HTTP/1.1 200") and b"Emergency. Call now." in told
        assert running.process.wait(60) == 0
    logged = [line.get("said", "") for line in running.lines()]
    assert any("Shutting down" in one for one in logged)


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        running.wait_for(lambda: len(running.children()) == 2)
        httpx.get(f"{running.address}/healthz", timeout=60)
        children = running.children().values()
        running.stop(signal.SIGKILL)
    until = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() and not _is_dead(pid) for pid in children):
        assert time.monotonic() < until
        time.sleep(0.1)


def _is_dead(pid: int) -> bool:
    try:
        return ") Z" in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True


def test_it_ends_with_a_word_when_the_server_ends(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        running.wait_for(lambda: "server" in running.children())
        os.kill(running.children()["server"], signal.SIGKILL)
        assert running.process.wait(60) == 1
    assert "the server ended by itself" in running.err.read_text()


@pytest.mark.parametrize(
    ("arguments", "more", "told"),
    [
        (["--host", "0.0.0.0"], {}, "BACKSTAY_HTTPS"),  # noqa: S104
        (["--host", "0.0.0.0"], {"BACKSTAY_HTTPS": "true"}, "BACKSTAY_HOSTS"),  # noqa: S104
        (["--demonstration"], {"BACKSTAY_HTTPS": "true"}, "passwords of the invented people"),
        (["--port", "70000"], {}, "--port: 0 to 65535"),
        (["--workers", "0"], {}, "--workers: 1 to 64"),
        (["--host", "203.0.113.7"], {}, "cannot listen on 203.0.113.7"),
        ([], {"BACKSTAY_HTTPS": "perhaps"}, "BACKSTAY_HTTPS"),
        ([], {"BACKSTAY_OVERLAY": "/nowhere.yaml"}, "/nowhere.yaml"),
        ([], {"DATABASE_URL": "postgresql://127.0.0.1:1/none"}, "the database cannot be used"),
    ],
)
def test_what_cannot_be_served_is_refused_with_a_reason(
    tmp_path: Path, arguments: list[str], more: dict[str, str], told: str
) -> None:
    port = [] if "--port" in arguments else ["--port", "0"]
    done = backstay(tmp_path / "data", "serve", *port, *arguments, **more)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr and "Traceback" not in done.stderr
    assert "listening" not in done.stderr


def test_invented_patients_do_not_go_to_real_ones(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert backstay(data, "manage", "migrate", "--verbosity", "0").returncode == 0
    add = (
        "from backstay.web.people.models import Person;"
        "Person.objects.create_user('real', 'x', name='Somebody real')"
    )
    assert backstay(data, "manage", "shell", "--no-imports", "-c", add).returncode == 0
    done = backstay(data, "serve", "--port", "0", "--demonstration")
    assert done.returncode == 2 and "this database holds people" in done.stderr


@pytest.mark.parametrize("command", ["serve", "manage"])
def test_what_is_missing_is_named(tmp_path: Path, command: str) -> None:
    without = (
        "import sys; sys.modules['gunicorn'] = None; sys.argv = ['backstay', sys.argv[1]];"
        "from backstay.cli import start; start()"
    )
    done = subprocess.run(
        [sys.executable, "-c", without, command],
        env=clean_environment(tmp_path), capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert 'missing: gunicorn; install with: pip install "backstay[web]"' in done.stderr


def test_manage_hands_everything_to_the_framework(tmp_path: Path) -> None:
    listed = backstay(tmp_path, "manage", "--help")
    assert "backup" in listed.stdout and "restore" in listed.stdout
    helped = backstay(tmp_path, "manage", "migrate", "--help")
    assert "backstay manage migrate" in helped.stdout and "--fake" in helped.stdout
    wrong = backstay(tmp_path, "manage", "nonsense")
    assert wrong.returncode == 1 and "Unknown command" in wrong.stderr
