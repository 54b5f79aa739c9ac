"""What can be done with an order in one click: take it away, or take the whole spine in place of a part."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.exchange.binding_kinds import Ordered
from backstay.exchange.bindings import Bindings, load_bindings
from backstay.hooks.asked.call import Call
from backstay.hooks.cards.made import Indicator
from backstay.hooks.cards.proposed import Proposed
from backstay.hooks.messages import Action, Suggestion
from backstay.present.words import told

PRIORITIES = ("routine", "urgent", "asap", "stat")
WHOLE_SPINE = "whole-spine-mri"


def suggestions(call: Call, order: Proposed, indicator: Indicator) -> tuple[Suggestion, ...]:
    """Only what can be drafted without a guess; nothing for an order without an id."""
    if not order.reference:
        return ()
    remove = told("cards", "remove")
    away = Action(type="delete", description=remove, resource_id=order.reference)
    if order.partial:
        label = told("cards", "replace_mri")
        made = Action(type="create", description=label, resource=_whole_spine(call, order))
        return (Suggestion(label=label, actions=(away, made)),)
    return (Suggestion(label=remove, actions=(away,)),) if indicator == "critical" else ()


def _whole_spine(call: Call, order: Proposed) -> dict[str, Any]:
    """A draft of the order for the whole spine, as soon as the old one; contrast is left to who signs."""
    system, code, display = _code(load_bindings())
    return {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "code": {
            "coding": [{"system": system, "code": code, "display": display}],
            "text": told("cards", "whole_spine"),
        },
        "subject": {"reference": f"Patient/{call.patient_id}"},
        **_carried(call, order),
    }


def _carried(call: Call, order: Proposed) -> dict[str, Any]:
    """How soon the old draft was meant, which the new one must not lose: an emergency stays one."""
    drafts = [msgspec.json.decode(raw) for raw in call.drafts]
    old = next(one for one in drafts if order.reference == f"{one['resourceType']}/{one.get('id')}")
    return {"priority": old["priority"]} if old.get("priority") in PRIORITIES else {}


def _code(bindings: Bindings) -> tuple[str, str, str]:
    """The code of the whole spine that says nothing of contrast: the one with the shortest words."""
    row = next(one for one in bindings.entries["ordered"] if one.id == WHOLE_SPINE)
    assert isinstance(row, Ordered)
    (system, found), *_ = row.codes.items()
    code = min(found, key=lambda one: len(found[one]))
    return next(url for url, name in bindings.systems.items() if name == system), code, found[code]
