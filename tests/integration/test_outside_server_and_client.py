"""A FHIR server and a hook client that others wrote: read from one, called by the other."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hook_service import address, service
from sekmet import everything, put, sekmet

import backstay_knowledge
from backstay.case import read_case
from backstay.exchange import read_bundle
from backstay.exchange.write import plan_bundle
from backstay.hooks.invariants import response_problems
from backstay.hooks.settings import Client, Settings
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import assess
from ehr import Ehr

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"
MEDPLUM = Path(__file__).parents[1] / "medplum"
needs_medplum = pytest.mark.skipif(
    shutil.which("node") is None or not (MEDPLUM / "node_modules").exists(),
    reason="Node or the npm packages of tests/medplum are not here",
)


def shipped() -> list[dict[str, Any]]:
    return [one["resource"] for one in json.loads(BUNDLE.read_text(encoding="utf-8"))["entry"]]


PATIENT = next(one["id"] for one in shipped() if one["resourceType"] == "Patient")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sekmet(tmp_path_factory.mktemp("sekmet")) as base:
        put(base, shipped())
        yield base


def given_back(server: str, knowledge: Knowledge) -> dict[str, Any]:
    """What the server holds, read as of the day on which the shipped bundle was made."""
    made = json.loads(BUNDLE.read_text(encoding="utf-8"))["timestamp"]
    held = {**json.loads(everything(server, PATIENT)), "timestamp": made}
    document, _ = read_bundle(json.dumps(held).encode(), knowledge.facts, knowledge=knowledge)
    return document


def test_what_a_server_gives_back_is_the_same_case(server: str, knowledge: Knowledge) -> None:
    ours, _ = read_bundle(BUNDLE.read_bytes(), knowledge.facts, knowledge=knowledge)
    theirs = given_back(server, knowledge)
    assert (theirs["patient"], theirs["lesions"]) == (ours["patient"], ours["lesions"])


def test_a_call_without_prefetch_is_read_from_the_server(server: str, tmp_path: Path) -> None:
    with Ehr([]) as ehr, socket.create_server(("127.0.0.1", 0)) as port:
        base = address(port)
        client = Client(issuer=ehr.client().issuer, keys=ehr.client().keys, fhir_servers=(server,))
        settings = Settings(base_url=base, clients=(client,), store=str(tmp_path), fetch_seconds=20)
        ehr.unfilled["*"] = "absent"
        with service(settings, port):
            ehr.fhir = server
            context = {"userId": "Practitioner/one", "patientId": PATIENT}
            told = ehr.call(base, "patient-view", context, access=True)
    assert told.status_code == 200, told.text
    (card,) = told.json()["cards"]
    assert card["indicator"] in ("warning", "critical")
    assert not response_problems(told.json())


def test_a_plan_goes_into_the_server_and_changes_no_fact(server: str, knowledge: Knowledge) -> None:
    document, _ = read_bundle(BUNDLE.read_bytes(), knowledge.facts, knowledge=knowledge)
    case = read_case(document, knowledge.facts)
    before = given_back(server, knowledge)
    made = plan_bundle(
        case, assess(case, knowledge), knowledge, transaction=True, patient=f"Patient/{PATIENT}"
    )
    for _ in range(2):  # twice is once
        told = httpx.post(server, json=made, timeout=60)
        assert told.status_code == 200, told.text
    plans = httpx.get(f"{server}/CarePlan", params={"patient": PATIENT}, timeout=30).json()
    assert plans["total"] == 1
    after = given_back(server, knowledge)
    assert (after["patient"], after["lesions"]) == (before["patient"], before["lesions"])


@needs_medplum
def test_a_client_that_others_wrote_gets_a_card(server: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as port:
        settings = Settings(base_url=address(port), open=True, store=str(tmp_path))
        with service(settings, port):
            ran = subprocess.run(
                [
                    "node",
                    "client.mjs",
                    f"{address(port)}/cds-services",
                    server,
                    PATIENT,
                    "backstay-patient-view",
                ],
                cwd=MEDPLUM,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["services"] == [
        "backstay-patient-view",
        "backstay-order-select",
        "backstay-order-sign",
    ]
    assert told["prefetched"]["patient"] == "Patient"
    assert told["prefetched"]["conditions"] == "Bundle"
    assert len(told["response"]["cards"]) == 1
    assert not response_problems(told["response"])
