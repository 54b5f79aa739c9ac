"""Requests of every wrong shape, made from our own description of the service, sent to a real process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hooks_process import Process
from hypothesis import Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backstay.hooks.openapi import document
from backstay.hooks.settings import Settings

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with Process(tmp_path_factory.mktemp("described"), "--open", "--workers", "1") as one:
        yield one


DESCRIPTION = json.loads(document(Settings(base_url="http://127.0.0.1", open=True)))
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
OPERATIONS = [
    (path, method, mode)
    for path, known in DESCRIPTION["paths"].items()
    for method in known
    for mode in ((RIGHT, WRONG) if method == "post" else (RIGHT,))  # a read has nothing to be wrong
]


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_is_one_that_was_described(
    process: Process, path: str, method: str, mode: GenerationMode
) -> None:
    @settings(
        max_examples=20, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        case.validate_response(case.call(base_url=process.address), checks=CHECKS)

    run()


def test_nothing_failed_on_the_way(process: Process) -> None:
    told = process.lines()
    assert len(told) > 50
    assert not [one for one in told if one.get("status", 0) >= 500 or "error" in one]
    assert httpx.get(f"{process.address}/readyz").status_code == 200
