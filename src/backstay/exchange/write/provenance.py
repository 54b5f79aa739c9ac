"""Who made what from what: the software with its knowledge, and the team with its decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from backstay.exchange.ours import BASE
from backstay.exchange.write.goals import team_goals
from backstay.exchange.write.words import say, word
from backstay.exchange.write.writing import Resource, Writing, concept, device_id, resource, to
from backstay.plan.record import canonical
from backstay.version import VERSION

FINGERPRINTS = f"{BASE}/fingerprint"


def device() -> Resource:
    """This software in this version."""
    return resource(
        "Device",
        device_id(VERSION),
        [f"Backstay {VERSION}"],
        status="active",
        deviceName=[{"name": "Backstay", "type": "user-friendly-name"}],
        version=[{"value": VERSION}],
        type={"text": "clinical decision support software"},
        note=[{"text": say("supports")}],
    )


def provenances(writing: Writing, written: Sequence[Resource]) -> Iterator[Resource]:
    """One for all that the software wrote, and one for what the team decided."""
    agreed = {one["id"] for one in team_goals(writing)}
    by_team = [one for one in written if one.get("intent") == "plan" or one["id"] in agreed]
    by_software = [one for one in written if one not in by_team]
    known = writing.knowledge
    entities = [
        _entity(f"Knowledge of Backstay, edition {known.edition}", known.fingerprint),
        _entity(f"Facts of the case {writing.case.name}", _fingerprint(writing)),
    ]
    if known.overlay:
        entities.append(_entity(f"Local protocol {known.overlay}", known.fingerprint))
    yield resource(
        "Provenance",
        writing.name("Provenance", "software"),
        [say("made_with", on=writing.on[:10], edition=known.edition), known.fingerprint],
        target=[_target(one) for one in by_software],
        recorded=writing.on,
        agent=[{"type": concept("author"), "who": to(device_id(VERSION), f"Backstay {VERSION}")}],
        entity=entities,
    )
    if writing.decision:
        decision = writing.decision
        roles = [word("roles", role) for role in decision.by]
        yield resource(
            "Provenance",
            writing.name("Provenance", "team"),
            [say("decided", on=decision.decided_on, roles=", ".join(roles))],
            target=[_target(one) for one in by_team],
            occurredDateTime=decision.decided_on,
            recorded=_recorded(writing, decision.decided_on),
            agent=[{"type": concept("author"), "who": {"display": role}} for role in roles],
        )


def _target(one: Resource) -> dict[str, str]:
    return to(one["id"])


def _recorded(writing: Writing, decided: str) -> str:
    """An instant: of the decision where its time is known, else of the assessment it is about."""
    return decided if "T" in decided else writing.on


def _entity(name: str, fingerprint: str) -> dict[str, object]:
    identifier = {"system": FINGERPRINTS, "value": fingerprint}
    return {"role": "source", "what": {"identifier": identifier, "display": name}}


def _fingerprint(writing: Writing) -> str:
    return f"sha256:{sha256(canonical(writing.case.document)).hexdigest()}"
