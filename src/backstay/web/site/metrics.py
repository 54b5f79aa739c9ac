"""Counts for Prometheus, added up over all workers; no label can hold anything about a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where workers keep their counts; set before this module is imported
SECONDS_OF = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
QUERIES_OF = (1, 5, 10, 15, 20, 30, 50)

OWN = CollectorRegistry()
REQUESTS = Counter("backstay_web_requests", "Requests", ("route", "method", "status"), registry=OWN)
SECONDS = Histogram(
    "backstay_web_request_seconds", "Time to an answer", ("route",), buckets=SECONDS_OF, registry=OWN
)  # fmt: skip
QUERIES = Histogram(
    "backstay_web_request_queries", "Queries of a request", ("route",), buckets=QUERIES_OF, registry=OWN
)  # fmt: skip


def counted(route: str, method: str, status: int, seconds: float, queries: int) -> None:
    """Add one request to the counts."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    QUERIES.labels(route).observe(queries)


def exposed(now: dict[str, float], knowledge: dict[str, str]) -> bytes:
    """The text that Prometheus reads: the counts of all workers, what is so now, and the knowledge in use."""
    registry: Any = OWN
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    at_once = CollectorRegistry()
    at_once.register(_Now(now, knowledge))
    return generate_latest(registry) + generate_latest(at_once)


class _Now:
    """What is read at the moment of asking and belongs to no worker."""

    def __init__(self, now: dict[str, float], knowledge: dict[str, str]) -> None:
        self.now = now
        self.knowledge = knowledge

    def collect(self) -> Iterator[Any]:
        for name, value in self.now.items():
            yield GaugeMetricFamily(f"backstay_web_{name}", name.replace("_", " "), value=value)
        yield InfoMetricFamily("backstay_web_knowledge", "Knowledge in use", value=self.knowledge)
