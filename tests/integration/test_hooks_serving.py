"""The service as a hospital runs it: processes, signals, memory, and what it prints."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hooks_process import Process, at_once
from joserfc.jwk import ECKey

import backstay_knowledge
from backstay.hooks.service.logs import ALLOWED
from backstay.hooks.service.serving import bound, serve
from backstay.hooks.settings import OPEN_WARNING, Settings
from ehr import Ehr

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"
RESOURCES = [entry["resource"] for entry in json.loads(BUNDLE.read_bytes())["entry"]]
WHOM = next(one["id"] for one in RESOURCES if one["resourceType"] == "Patient")
CONTEXT = {"userId": "Practitioner/p1", "patientId": WHOM}
VIEW = "/cds-services/backstay-patient-view"
BASE = "https://hooks.example.org"  # as clients know it; tokens are for this address


def settings_file(folder: Path, ehr: Ehr, **more: Any) -> Path:
    client = ehr.client()
    (folder / "key.json").write_text(json.dumps(client.keys[0]))
    told = {
        "issuer": client.issuer,
        "keys": ["key.json"],
        "fhir_servers": list(client.fhir_servers),
    }
    path = folder / "hooks.json"
    path.write_text(json.dumps({"base_url": BASE, "clients": [told], "store": "store", **more}))
    return path


@pytest.fixture(scope="module")
def ehr() -> Iterator[Ehr]:
    with Ehr(RESOURCES) as running:
        yield running


@pytest.fixture(scope="module")
def two(ehr: Ehr, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """Two workers that ask for tokens."""
    folder = tmp_path_factory.mktemp("two")
    with Process(folder, "--settings", str(settings_file(folder, ehr)), "--workers", "2") as one:
        yield one


def signed(ehr: Ehr, path: str) -> dict[str, str]:
    return {"authorization": f"Bearer {ehr.signed(BASE + path)}"}


def body(ehr: Ehr) -> bytes:
    templates = {"patient": f"Patient/{WHOM}", "conditions": f"Condition?patient={WHOM}",
                 "observations": f"Observation?patient={WHOM}"}  # fmt: skip
    return json.dumps(ehr.request("patient-view", CONTEXT, templates)).encode()


def test_a_token_counts_once_over_all_workers(ehr: Ehr, two: Process) -> None:
    assert len(two.workers()) == 2
    for _ in range(5):
        headers = signed(ehr, "/cds-services")
        url = f"{two.address}/cds-services"
        told = at_once(
            8, lambda url=url, headers=headers: httpx.get(url, headers=headers).status_code
        )
        assert Counter(told) == {200: 1, 401: 7}


def test_counts_are_those_of_all_workers(ehr: Ehr, two: Process) -> None:
    def asked() -> float:
        text = httpx.get(f"{two.address}/metrics").text
        start = 'backstay_requests_total{route="discovery",service="other",status="200"} '
        lines = [line for line in text.splitlines() if line.startswith(start)]
        return float(lines[0].removeprefix(start)) if lines else 0

    before = asked()
    for _ in range(20):
        answer = httpx.get(f"{two.address}/cds-services", headers=signed(ehr, "/cds-services"))
        assert answer.status_code == 200
    assert {asked() for _ in range(6)} == {before + 20}


def test_a_call_through_the_process(ehr: Ehr, two: Process) -> None:
    headers = {**signed(ehr, VIEW), "content-type": "application/json"}
    answer = httpx.post(two.address + VIEW, content=body(ehr), headers=headers, timeout=30)
    assert answer.json()["cards"][0]["indicator"] == "critical"
    assert WHOM not in two.out.read_text() + two.err.read_text()
    assert all(set(line) <= set(ALLOWED) for line in two.lines())


def test_a_call_that_has_begun_is_finished_before_the_end(ehr: Ehr, tmp_path: Path) -> None:
    with Process(tmp_path, "--open", "--workers", "1") as one:
        assert OPEN_WARNING in one.err.read_text()
        host, port = one.address.removeprefix("http://").split(":")
        sent = body(ehr)
        head = (
            f"POST {VIEW} HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(sent)}\r\n\r\n"
        )
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(head.encode() + sent[:1000])
            time.sleep(0.3)
            one.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            line.sendall(sent[1000:])
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert b'"cards"' in answer
        assert one.process.wait(30) == 0
    left = one.err.read_text()
    assert "Traceback" not in left
    with pytest.raises(httpx.ConnectError):
        httpx.get(one.address)


def test_several_workers_end_in_order(ehr: Ehr, tmp_path: Path) -> None:
    with Process(tmp_path, "--open", "--workers", "2") as one:
        workers = one.workers()
        assert one.stop() == 0
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def memory(pids: list[int]) -> float:
    """Megabytes that processes hold."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_stays_flat(ehr: Ehr, tmp_path: Path) -> None:
    """A bounded version of what benchmarks/hooks.py measures over 100,000 calls."""
    sent, url = body(ehr), ""
    with Process(tmp_path, "--open", "--workers", "1") as one, httpx.Client(timeout=30) as client:
        url = one.address + VIEW
        headers = {"content-type": "application/json"}

        def ask(number: int) -> float:
            for _ in range(number):
                assert client.post(url, content=sent, headers=headers).status_code == 200
            return memory(one.workers())

        start = ask(60)
        end = ask(240)
    assert end - start < 8, f"{start:.1f} MB, then {end:.1f} MB"


@pytest.fixture
def own_signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a server of this process does to signals and to the environment is undone."""
    numbers = [one for one in signal.Signals if one not in (signal.SIGKILL, signal.SIGSTOP)]
    before = {number: signal.getsignal(number) for number in numbers}
    signal.signal(signal.SIGTERM, lambda *_: None)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    yield
    for number, handler in before.items():
        if handler is not None:
            signal.signal(number, handler)


@pytest.mark.parametrize("workers", [1, 2])
def test_serving_ends_with_the_signal(
    own_signals: None, tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstay.hooks.service.app.begin_logs", lambda: None)
    sock = bound("127.0.0.1", 0)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    told: list[int] = []

    def stop() -> None:
        until = time.monotonic() + 60
        while not told and time.monotonic() < until:
            try:
                told.append(httpx.get(f"{address}/healthz", timeout=30).status_code)
            except httpx.HTTPError:
                time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    stopper = threading.Thread(target=stop)
    stopper.start()
    with sock:
        serve(Settings(base_url=address, open=True), sock, workers)
    stopper.join()
    assert told == [200]


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that should fail must not go on for ever instead."""
    monkeypatch.setattr("backstay.hooks.service.serving._run", lambda *_: pytest.fail("it runs"))


def test_wrong_settings_end_the_command(run: Any, tmp_path: Path, nothing_runs: None) -> None:
    path = tmp_path / "hooks.yaml"
    path.write_text("base_url: hooks\nmost_bytes: 0\nwhat: ever\n")
    for command in ("serve", "check"):
        status, out, err = run("hooks", command, "--settings", str(path))
        assert (status, out) == (2, "")
        assert "what: there is no such setting" in err
    path.write_text("base_url: hooks\nmost_bytes: 0\n")
    status, out, err = run("hooks", "serve", "--settings", str(path))
    assert (status, out) == (2, "")
    for said in ("base_url", "most_bytes", "clients"):
        assert said in err


def test_a_wrong_overlay_ends_the_command(run: Any, tmp_path: Path) -> None:
    (tmp_path / "north.yaml").write_text("overlay: 7\n")
    path = tmp_path / "hooks.yaml"
    path.write_text("base_url: https://a.example\nopen: true\noverlay: north.yaml\n")
    status, out, err = run("hooks", "check", "--settings", str(path))
    assert (status, out) == (2, "")
    assert "overlay: " in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "0"], "--settings FILE says who may call"),
        (["--open", "--port", "0", "--host", "0.0.0.0"], "so it is for loopback only"),  # noqa: S104
        (["--open", "--workers", "0"], "--workers: 1 to 64"),
        (["--open", "--host", "no such host"], "cannot listen on no such host port 8000"),
        (
            ["--open", "--port", "70000", "--workers", "65"],
            "--port: 0 to 65535\n--workers: 1 to 64",
        ),
    ],
)
def test_what_cannot_be_served_ends_the_command(
    run: Any, arguments: list[str], said: str, nothing_runs: None
) -> None:
    status, out, err = run("hooks", "serve", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_settings_in_open_mode_are_for_loopback_too(
    run: Any, tmp_path: Path, nothing_runs: None
) -> None:
    path = tmp_path / "hooks.yaml"
    path.write_text("base_url: https://a.example\nopen: true\n")
    arguments = ("--settings", str(path), "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert run("hooks", "serve", *arguments)[0] == 2


def test_what_is_served_is_said(
    run: Any, tmp_path: Path, ehr: Ehr, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[int] = []
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(
        "backstay.hooks.service.serving._run", lambda config, _: served.append(config.workers)
    )
    status, out, err = run("hooks", "serve", "--open", "--port", "0", "--workers", "3")
    assert (status, out) == (0, "")
    assert "listening on http://127.0.0.1:" in err
    assert OPEN_WARNING in err
    path = str(settings_file(tmp_path, ehr))
    status, out, err = run("hooks", "serve", "--settings", path, "--port", "0")
    assert (status, out) == (0, "")
    assert f"with 2 workers, as {BASE}" in err
    assert "OPEN" not in err
    assert served == [3, 2]


def test_a_port_that_is_taken_ends_the_command(run: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, out, err = run("hooks", "serve", "--open", "--port", str(taken.getsockname()[1]))
    assert (status, out) == (2, "")
    assert "cannot listen on" in err


def test_what_is_missing_is_named(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backstay.cli.hooks.needs.find_spec", lambda name: None)
    status, out, err = run("hooks", "serve", "--open")
    assert (status, out) == (3, "")
    assert 'pip install "backstay[hooks]"' in err
    assert "starlette and uvicorn" in err


def test_check_says_what_would_be_served(run: Any, tmp_path: Path, ehr: Ehr) -> None:
    path = settings_file(tmp_path, ehr, origins=["https://sandbox.example"])
    status, out, err = run("hooks", "check", "--settings", str(path))
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert told["mode"] == "tokens"
    assert told["services"][0] == f"{BASE}{VIEW}"
    assert told["clients"][0]["keys"] == {ehr.key.kid: "ES384"}
    assert told["store"] == str(tmp_path / "store")
    assert told["knowledge"]["fingerprint"].startswith("sha256:")


def test_check_refuses_a_private_key(run: Any, tmp_path: Path, ehr: Ehr) -> None:
    key = ECKey.generate_key("P-384", {"kid": "a"}).as_dict(private=True)
    path = settings_file(tmp_path, ehr, clients=[{"issuer": "i", "keys": [key]}])
    status, out, err = run("hooks", "check", "--settings", str(path))
    assert (status, out) == (2, "")
    assert "private key" in err
    assert str(key["d"]) not in err
