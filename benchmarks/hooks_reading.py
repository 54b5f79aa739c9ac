"""Reading bundles: decoding of the fields that are needed, and the way to a case document, beside orjson.

Run alone it prints its table. The 80 kB record and those of Synthea are measured where they are present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from gc import freeze
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import msgspec
import orjson
from measures import Row
from run import HEAD, line
from subject import BUNDLE, KNOWLEDGE
from timing import Timing, spread

from backstay.exchange import read_bundle
from backstay.exchange.conditions import Condition
from backstay.exchange.fhir import Bundle, Observation, Patient, Peek, Procedure
from backstay.exchange.fhir_medicines import Request, Statement

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"
RECORD = EXAMPLES / "mcode_stu4" / "Bundle-mcode-patient-bundle-jenny-m.json"
LEAST_RATE = 250e6  # bytes of JSON a second on one core, for typed decoding
MOST_TIMES = 2.0  # the CPU of orjson.loads alone, for the way to a case document
TYPED: dict[str, type[Any]] = {
    "Condition": Condition,
    "MedicationRequest": Request,
    "MedicationStatement": Statement,
    "Observation": Observation,
    "Patient": Patient,
    "Procedure": Procedure,
}
_BUNDLE = msgspec.json.Decoder(Bundle)
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in TYPED.items()}
_PEEK = msgspec.json.Decoder(Peek)


def records() -> list[Path]:
    """The bundles to be read: what is shipped, and the examples as far as they are here."""
    more = [RECORD, *sorted((EXAMPLES / "synthea_cancer").glob("*.json"))]
    return [BUNDLE, *(path for path in more if path.exists())]


def typed(data: bytes) -> list[Any]:
    """Every resource with the fields that its reader needs; of other kinds whom they are about."""
    raws = [entry.resource for entry in _BUNDLE.decode(data).entry]
    found = [(_PEEK.decode(raw), raw) for raw in raws]
    return [
        _DECODERS[peek.resource_type].decode(raw) if peek.resource_type in _DECODERS else peek
        for peek, raw in found
    ]


def to_case(data: bytes) -> object:
    """The case document of a bundle, and what was not read."""
    return read_bundle(data, KNOWLEDGE.facts, knowledge=KNOWLEDGE)


def reading(rounds: int = 40) -> Iterator[Row]:
    """For each bundle: orjson alone, typed decoding with its rate, and the way to a case document."""
    freeze()  # as the service does: knowledge is never looked through for garbage
    for path in records():
        data = path.read_bytes()
        peer, fields, case = alternating(data, orjson.loads, typed, to_case, rounds=rounds)
        name, size = path.stem.split("_")[0][:28], f"{len(data) / 1e3:,.0f} kB"
        rate = f"{len(data) / fields.p50 / 1e6:.0f} MB/s"
        yield Row(f"orjson.loads of {name} ({size})", peer)
        yield Row(f"typed decoding of the fields needed: {rate}", fields, len(data) / LEAST_RATE,
                  "orjson.loads", fields.p50 / peer.p50)  # fmt: skip
        yield Row("bundle to case document", case, peer.p50 * MOST_TIMES,
                  "orjson.loads", case.p50 / peer.p50)  # fmt: skip


def alternating(
    data: bytes, *ways: Callable[[bytes], object], rounds: int = 40, warm_up: int = 5
) -> list[Timing]:
    """CPU seconds of one call of each way, in turns, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in ways]
    calls = max(1, 400_000 // len(data))
    for at in range(rounds + warm_up):
        for way, listed in zip(ways, times, strict=True):
            start = process_time()
            for _ in range(calls):
                way(data)
            if at >= warm_up:
                listed.append((process_time() - start) / calls)
    return [spread(listed) for listed in times]


def table(quick: bool = False) -> Iterator[str]:
    """The rows as a table, and the middle of the ratios over all records."""
    rows = list(reading(3 if quick else 40))
    yield from (HEAD, "|---|---:|---:|---:|---|---:|", *(line(row) for row in rows))
    ratios = [row.ratio for row in rows if row.what.startswith("bundle") and row.ratio]
    middle = f"{median(ratios):.1f} times orjson.loads (middle of {len(ratios)})"
    yield from ("", f"Bundle to case document: {middle}.")


if __name__ == "__main__":
    print("\n".join(table()))
