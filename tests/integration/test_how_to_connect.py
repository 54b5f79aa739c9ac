"""The requests of the page on connecting, sent as they stand there, get the answers that stand there."""

from __future__ import annotations

import json
import re
import shlex
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hook_service import address, service

from backstay.hooks.service.configure import read_settings
from backstay.hooks.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "connect-to-the-record.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
THERE = "http://127.0.0.1:8000"


def curls() -> list[list[str]]:
    lines = [line for kind, body in BLOCK.findall(PAGE.read_text()) for line in body.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("curl ")]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as port:
        store = str(tmp_path_factory.mktemp("store"))
        with service(Settings(base_url=address(port), open=True, store=store), port):
            yield address(port)


def sent(arguments: list[str], here: str) -> dict[str, Any]:
    """The request that curl would send."""
    url = arguments[-1].replace(THERE, here)
    if "-d" not in arguments:
        told = httpx.get(url, timeout=30)
    else:
        body = (ROOT / arguments[arguments.index("-d") + 1].removeprefix("@")).read_bytes()
        name, _, value = arguments[arguments.index("-H") + 1].partition(": ")
        told = httpx.post(url, content=body, headers={name: value}, timeout=30)
    assert told.status_code == 200, told.text
    found: dict[str, Any] = told.json()
    return found


def test_every_answer_is_the_one_on_the_page(here: str) -> None:
    discovery, *calls = curls()
    assert [one["id"] for one in sent(discovery, here)["services"]] == [
        "backstay-patient-view",
        "backstay-order-select",
        "backstay-order-sign",
    ]
    shown = [json.loads(body) for kind, body in BLOCK.findall(PAGE.read_text()) if kind == "json"]
    assert len(calls) == len(shown) == 2
    for call, expected in zip(calls, shown, strict=True):
        (card,), (there,) = sent(call, here)["cards"], expected["cards"]
        assert {name: card[name] for name in ("summary", "indicator")} == {
            name: there[name] for name in ("summary", "indicator")
        }
        assert card["source"]["label"] == there["source"]["label"]


def test_the_settings_on_the_page_are_taken(tmp_path: Path) -> None:
    from joserfc.jwk import ECKey

    body = next(body for kind, body in BLOCK.findall(PAGE.read_text()) if kind == "yaml")
    (tmp_path / "hooks.yaml").write_text(body)
    key = ECKey.generate_key("P-384", auto_kid=True).as_dict(private=False)
    (tmp_path / "ehr-keys.json").write_text(json.dumps({"keys": [key]}))
    settings = read_settings(tmp_path / "hooks.yaml")
    assert settings.clients[0].fhir_servers == (settings.launches[0].issuer,)
