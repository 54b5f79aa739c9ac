"""The settings file: what it may say, and that everything wrong with it is said at once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tokens import BASE, ISSUER, elliptic, public, rsa

from backstay.exchange.smart.registration import Registration
from backstay.hooks.service.configure import SettingsError, read_settings
from backstay.hooks.service.preparing import loaded
from backstay.hooks.settings import Settings
from backstay.hooks.trust.seen import FILE, Seen

OVERLAY = """
overlay: north
owner: board
reason: local habit
on: 2026-01-01
"""


def written(folder: Path, document: Any) -> Path:
    path = folder / "hooks.yaml"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def minimal(**more: Any) -> dict[str, Any]:
    return {"base_url": BASE, "clients": [{"issuer": ISSUER, "keys": [public(elliptic())]}], **more}


def problems(folder: Path, document: Any) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_settings(written(folder, document))
    return refused.value.problems


def problem(folder: Path, document: Any) -> str:
    (only,) = problems(folder, document)
    return only


def test_yaml_gives_every_setting(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [public(elliptic()), public(rsa())]}))
    (tmp_path / "key.json").write_text(json.dumps(public(elliptic("third"))))
    (tmp_path / "north.yaml").write_text(OVERLAY)
    text = f"""
# of the north hospital
base_url: {BASE}
clients:
  - issuer: {ISSUER}
    keys: [keys.json, key.json]
    jku: https://ehr.example/keys
    tenants: [north]
    fhir_servers: [https://ehr.example/fhir]
launches:
  - issuer: https://ehr.example/fhir
    client_id: backstay
    scopes: [launch]
    authorize: https://ehr.example/authorize
    token: https://ehr.example/token
origins: [https://sandbox.example, "http://127.0.0.1:8080"]
overlay: north.yaml
store: kept
most_bytes: 1000000
fetch_seconds: 2.5
most_pages: 7
open: false
"""
    read = read_settings(written(tmp_path, text))
    assert [key["kid"] for key in read.clients[0].keys] == ["ec", "rsa", "third"]
    assert read.clients[0].tenants == ("north",)
    assert read.launches == (
        Registration(
            issuer="https://ehr.example/fhir",
            client_id="backstay",
            scopes=("launch",),
            authorize="https://ehr.example/authorize",
            token="https://ehr.example/token",  # noqa: S106
        ),
    )
    assert (read.overlay, read.store) == (OVERLAY, str(tmp_path / "kept"))
    assert (read.most_bytes, read.fetch_seconds, read.most_pages, read.open) == (
        1_000_000,
        2.5,
        7,
        False,
    )


def test_json_with_little_has_the_defaults(tmp_path: Path) -> None:
    read = read_settings(written(tmp_path, minimal()))
    usual = Settings(base_url=BASE)
    assert read.clients[0].issuer == ISSUER
    assert (read.store, read.most_bytes, read.fetch_seconds, read.origins) == (
        usual.store, usual.most_bytes, usual.fetch_seconds, usual.origins
    )  # fmt: skip


def test_open_mode_needs_no_clients_and_no_keys(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, {"base_url": BASE, "open": True})).open
    nobody = minimal(clients=[{"issuer": ISSUER, "keys": []}])
    assert read_settings(written(tmp_path, nobody), open_mode=True).open


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "base_uri": BASE, "clients": [{"issuer": 7, "keys": "none"}, 3], "most_bytes": "many", "store": None,
        "open": "perhaps", "launches": {"a": "b"}, "most_pages": None, "origins": [1],
        "launche": "x",
    }  # fmt: skip
    told = "\n".join(problems(tmp_path, wrong))
    for said in (
        "base_uri: there is no such setting; there are base_url, clients",
        "base_url: this is missing",
        "clients[0].issuer: Expected `str`",
        "clients[0].keys: Expected `array`",
        "clients[1]: a map is wanted",
        "most_bytes: ",
        "most_pages: this is empty; leave it out or fill it in",
        "open: ",
        "launches: Expected `array`",
        "origins: ",
        "launche: there is no such setting",
    ):
        assert said in told
    assert "store" not in told.replace("store,", "")


SENSES: dict[str, tuple[dict[str, Any], str]] = {
    "no address": ({"base_url": "hooks"}, "base_url: an address such as"),
    "no host": ({"base_url": "https://"}, "base_url: an address such as"),
    "broken": ({"base_url": "https://[::1"}, "base_url: an address such as"),
    "spaces": ({"base_url": "https://a b"}, "base_url: an address such as"),
    "other kind": ({"base_url": "ftp://a.example"}, "base_url: an address such as"),
    "not safe": ({"base_url": "http://hooks.example.org"}, "https: is needed"),
    "slash": ({"base_url": f"{BASE}/"}, "without a slash at the end"),
    "query": ({"base_url": f"{BASE}?a=b"}, "without a slash at the end"),
    "password": ({"base_url": "https://a:b@c.example"}, "without a name or password"),
    "other letters": ({"base_url": "https://hôpital.example"}, "base_url: an address such as"),
    "nobody": ({"clients": []}, "clients: none is named, so nobody could call"),
    "star": ({"origins": ["*"]}, "origins[0]: an origin is scheme://host"),
    "any host": ({"origins": ["https://*"]}, "origins[0]: an origin is scheme://host"),
    "capitals": ({"origins": ["https://EHR.example"]}, "origins[0]: an origin is scheme://host"),
    "usual port": ({"origins": ["https://a.example:443"]}, "origins[0]: browsers leave out :443"),
    "more of the policy": (
        {
            "launches": [
                {
                    "issuer": "https://a.example",
                    "client_id": "b",
                    "shown_in": ["https://a.example;script-src"],
                }
            ]
        },
        "launches[0].shown_in[0]: an origin is scheme://host",
    ),
    "half of signing in": (
        {
            "launches": [
                {
                    "issuer": "https://a.example",
                    "client_id": "b",
                    "authorize": "https://a.example/a",
                }
            ]
        },
        "launches[0]: authorize and token stand together",
    ),
    "one system twice": (
        {"launches": [{"issuer": "https://a.example", "client_id": one} for one in ("b", "c")]},
        "launches: the issuer https://a.example is named twice",
    ),
    "path": ({"origins": ["https://a.example/b"]}, "origins[0]: an origin is scheme://host"),
    "frame": (
        {"launches": [{"issuer": "https://a.example/f", "client_id": "b", "shown_in": ["*"]}]},
        "launches[0].shown_in[0]: an origin is scheme://host",
    ),
    "name": ({"origins": ["https://me@a.example"]}, "origins[0]: an origin is scheme://host"),
    "nothing": ({"most_bytes": 0}, "most_bytes: 1 to 20,000,000"),
    "too much": ({"most_bytes": 20_000_001}, "most_bytes: 1 to 20,000,000"),
    "at once": ({"fetch_seconds": 0}, "fetch_seconds: more than 0"),
    "too long": ({"fetch_seconds": 60.5}, "fetch_seconds: more than 0"),
    "no page": ({"most_pages": 0}, "most_pages: 1 to 1000"),
    "launch": ({"launches": [{"issuer": "x", "client_id": "a"}]}, "launches[0].issuer: an address"),
    "launcher": (
        {"launches": [{"issuer": "https://a.example/fhir", "client_id": ""}]},
        "launches[0].client_id: this is empty",
    ),
    "end": (
        {
            "launches": [
                {
                    "issuer": "https://a.example",
                    "client_id": "a",
                    "authorize": "https://a.example",
                    "token": "http://a.example",
                }
            ]
        },
        "launches[0].token: https: is needed",
    ),
}


@pytest.mark.parametrize("which", sorted(SENSES))
def test_what_makes_no_sense_is_refused(tmp_path: Path, which: str) -> None:
    changed, said = SENSES[which]
    assert said in problem(tmp_path, minimal(**changed))


@pytest.mark.parametrize(
    "address",
    ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000", "https://a.example/b"],
)
def test_addresses_that_are_safe(tmp_path: Path, address: str) -> None:
    assert read_settings(written(tmp_path, minimal(base_url=address))).base_url == address


CLIENTS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "private": (
        [{"issuer": "a", "keys": [elliptic().as_dict(private=True)]}],
        "clients[0].keys: this holds a private key",
    ),
    "none": ([{"issuer": "a", "keys": []}], "clients[0].keys: none is given"),
    "nameless": ([{"issuer": "", "keys": [public(elliptic())]}], "clients[0].issuer: this is empty"),
    "twice": ([{"issuer": "a", "keys": [public(elliptic())]}] * 2, "the issuer a is named twice"),
    "server": (
        [{"issuer": "a", "keys": [public(elliptic())], "fhir_servers": ["http://fhir.example"]}],
        "clients[0].fhir_servers[0]: https: is needed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", sorted(CLIENTS))
def test_clients_who_cannot_be_trusted_are_refused(tmp_path: Path, which: str) -> None:
    clients, said = CLIENTS[which]
    assert said in problem(tmp_path, minimal(clients=clients))


def test_a_private_key_is_not_repeated(tmp_path: Path) -> None:
    key = dict(elliptic().as_dict(private=True))
    told = problem(tmp_path, minimal(clients=[{"issuer": "a", "keys": [key]}]))
    assert str(key["d"]) not in told
    assert "public part" in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{", "not JSON"),
        (b"[1]", "neither a JWK nor a JWK set"),
        (b'{"keys": 3}', "neither a JWK nor a JWK set"),
    ],
)
def test_a_key_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "keys.json").write_bytes(content)
    told = problems(tmp_path, minimal(clients=[{"issuer": "a", "keys": ["keys.json"]}]))
    assert "clients[0].keys[0]: " in told[0]
    assert said in told[0]


def test_an_overlay_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "overlay: " in problem(tmp_path, minimal(overlay="none.yaml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "settings are a map"),
        ("a: [", "not YAML"),
        ('{"a": 1, "a": 2}', "a"),
        ("", "a map"),
    ],
)
def test_a_file_that_holds_no_settings_is_refused(tmp_path: Path, text: str, said: str) -> None:
    told = problem(tmp_path, text)
    assert str(tmp_path) in told
    assert said in told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        read_settings(tmp_path / "none.yaml")


def test_the_store_and_the_overlay_are_tried_first(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = Settings(base_url=BASE, store=str(tmp_path / "file"), overlay="overlay: 7")
    with pytest.raises(SettingsError) as refused:
        loaded(told)
    assert [one.partition(":")[0] for one in refused.value.problems] == ["overlay", "store"]
    with pytest.raises(SettingsError, match="store: "):
        loaded(Settings(base_url=BASE, store=str(tmp_path / "file")))


def test_a_good_store_and_overlay_give_the_knowledge(tmp_path: Path) -> None:
    assert loaded(Settings(base_url=BASE)).overlay is None
    assert (
        loaded(Settings(base_url=BASE, overlay=OVERLAY, store=str(tmp_path / "a"))).overlay
        == "north"
    )


def test_a_store_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstay.hooks.trust.seen.WAIT", 0.05)
    Seen(tmp_path).close()
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # another program that holds it and does not let go
    with pytest.raises(SettingsError, match="this cannot be written"):
        loaded(Settings(base_url=BASE, store=str(tmp_path)))
    other.close()
