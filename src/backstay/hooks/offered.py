"""The services that are offered: a table, read by discovery and by `asked`."""

from __future__ import annotations

from typing import Literal, NamedTuple

Hook = Literal["patient-view", "order-select", "order-sign"]


class Service(NamedTuple):
    """One service as discovery tells it."""

    id: str
    hook: Hook
    title: str
    description: str


SERVICES = (
    Service(
        "backstay-patient-view",
        "patient-view",
        "Backstay: spinal metastases",
        "Says how urgent it is, which treatments fit and what is missing, for a person with spinal "
        "metastases. Gives no card where nothing is to be done.",
    ),
    Service(
        "backstay-order-select",
        "order-select",
        "Backstay: selected orders",
        "Holds selected orders against the plan for a person with spinal metastases: what speaks "
        "against them, what must be checked first, and what fits better.",
    ),
    Service(
        "backstay-order-sign",
        "order-sign",
        "Backstay: orders to be signed",
        "Holds orders against the plan for a person with spinal metastases before they are signed: "
        "what speaks against them, what must be checked first, and what fits better.",
    ),
)
BY_ID = {service.id: service for service in SERVICES}
