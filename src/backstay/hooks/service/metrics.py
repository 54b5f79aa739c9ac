"""Counts for Prometheus, added up over all workers; no label can hold anything about a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from backstay.hooks.service.told import Told

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where workers keep their counts; set before this module is imported
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

OWN = CollectorRegistry()
REQUESTS = Counter("backstay_requests", "Requests", ("route", "service", "status"), registry=OWN)
SECONDS = Histogram(
    "backstay_request_seconds", "Time to an answer", ("route", "service"), buckets=BUCKETS, registry=OWN
)  # fmt: skip
CARDS = Counter("backstay_cards", "Cards", ("service", "indicator"), registry=OWN)
REFUSALS = Counter("backstay_refusals", "Requests refused", ("reason",), registry=OWN)
FETCHES = Counter("backstay_fetches", "Reads of FHIR servers", ("outcome",), registry=OWN)


def counted(told: Told, status: int, seconds: float) -> None:
    """Add one request to the counts."""
    REQUESTS.labels(told.route, told.service, str(status)).inc()
    SECONDS.labels(told.route, told.service).observe(seconds)
    for indicator, number in told.cards.items():
        CARDS.labels(told.service, indicator).inc(number)
    for outcome, number in told.fetches.items():
        FETCHES.labels(outcome).inc(number)
    if told.reason:
        REFUSALS.labels(told.reason).inc()


def exposed(tokens: int, knowledge: dict[str, str]) -> bytes:
    """The text that Prometheus reads: the counts of all workers, tokens kept now, and the knowledge in use."""
    registry: Any = OWN
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    now = CollectorRegistry()
    now.register(_Now(tokens, knowledge))
    return generate_latest(registry) + generate_latest(now)


class _Now:
    """What is read at the moment of asking and belongs to no worker."""

    def __init__(self, tokens: int, knowledge: dict[str, str]) -> None:
        self.tokens = tokens
        self.knowledge = knowledge

    def collect(self) -> Iterator[Any]:
        yield GaugeMetricFamily("backstay_tokens_kept", "Used tokens kept", value=self.tokens)
        yield InfoMetricFamily("backstay_knowledge", "Knowledge in use", value=self.knowledge)
