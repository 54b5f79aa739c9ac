"""What the services tell about themselves, and the answer to a call."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from backstay.exchange.smart.queries import PREFETCH
from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked import Call, case_of
from backstay.hooks.invariants import response_problems
from backstay.hooks.messages import Cards
from backstay.hooks.offered import SERVICES, Service
from backstay.hooks.settings import OPEN_WARNING, Settings
from backstay.knowledge import Knowledge

Specification = Literal["2.0.1", "3.0.0"]
SPOKEN: Specification = "2.0.1"  # what 3.0 adds goes out only when this says so


def discovery(settings: Settings, specification: Specification = SPOKEN) -> bytes:
    """The body that tells which services there are and which data each asks for."""
    listed = [_listed(service, settings, specification) for service in SERVICES]
    return msgspec.json.encode({"services": listed})


def _listed(service: Service, settings: Settings, specification: Specification) -> dict[str, Any]:
    warned = f"{OPEN_WARNING} " if settings.open else ""
    needed = " and ".join(data.key for data in PREFETCH if data.needed)
    told = {
        "hook": service.hook,
        "title": service.title,
        "description": service.description,
        "id": service.id,
        "prefetch": {data.key: data.query for data in PREFETCH},
        "usageRequirements": f"{warned}Needs the data of {needed}, as prefetch or from a FHIR server that is "
        "registered here for the client. What else is missing is named on the cards.",
    }
    return told | ({"version": "STU3"} if specification == "3.0.0" else {})


def answer(call: Call, knowledge: Knowledge, settings: Settings, now: datetime) -> bytes:
    """The body with the cards for a call whose data is complete.

    Raises Refused 400 for data of another person, 500 when the answer breaks the specification itself: then the
    problems name what is broken and nothing of the patient, and no card is given.
    """
    from backstay.hooks.cards.answer import cards_for

    case, unread = case_of(call, knowledge, now)
    cards = cards_for(call, case, unread, knowledge, settings)
    body = msgspec.json.encode(Cards(cards=tuple(cards)))
    broken = response_problems(msgspec.json.decode(body))
    if broken:
        raise Refused(500, broken)
    return body
