"""Open mode serves this machine alone."""

from __future__ import annotations

import pytest

from backstay.hooks.trust import Untrusted
from backstay.hooks.trust.local import FORWARDED, check_local

OWN = ["localhost", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:8000", "127.8.9.1"]
OTHERS = [
    "",
    "example.org",
    "example.org:80",
    "10.0.0.1",
    "[2001:db8::1]:80",
    "localhost.example.org",
]


@pytest.mark.parametrize("host", OWN)
def test_calls_by_names_of_this_machine_are_taken(host: str) -> None:
    check_local({"host": host})


@pytest.mark.parametrize("host", OTHERS)
def test_calls_by_other_names_are_refused(host: str) -> None:
    with pytest.raises(Untrusted) as refused:
        check_local({"host": host})
    assert refused.value.reason == "not_local"


@pytest.mark.parametrize("name", FORWARDED)
def test_calls_through_a_proxy_are_refused(name: str) -> None:
    with pytest.raises(Untrusted):
        check_local({"host": "127.0.0.1", name: "for=10.0.0.1"})


def test_a_call_without_a_host_is_refused() -> None:
    with pytest.raises(Untrusted):
        check_local({})
