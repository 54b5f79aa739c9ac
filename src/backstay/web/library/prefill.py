"""A case to start a challenge from: facts alone, nobody's identity, no date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from backstay.case.text import write_yaml
from backstay.knowledge.patients import Patient
from backstay.medicines.reading.listed import as_entry, listed
from backstay.present.values import number
from backstay.web.library.shelf import volume
from backstay.web.records.case import case_document
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode

OLDEST = 90  # an age above 89 can point at somebody; it is told as 90
MEDICINES, COMPLETE = "medicines", "medicines_known"
NOT_TOLD = ("text", "date")  # kinds of fact that could name a person or a day


def of_patient(place: int) -> str:
    """The facts of an executable patient, by its place among them. Raises IndexError."""
    return written(volume().patients[place].document)


def place_of(patient: Patient) -> int:
    """The place of an executable patient."""
    return volume().patients.index(patient)


def of_episode(episode: Episode) -> str:
    """The facts of a case without whose they are and when they were seen."""
    document = case_document(episode, datetime.now(UTC))
    kept: dict[str, Any] = {"patient": _told(_as_read(document.get("patient") or {}))}
    if "lesions" in document:
        kept["lesions"] = [_told(one) for one in document["lesions"]]
    return written(kept)


def _as_read(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Medicines as they were understood. A line that was not may be a letter head with a name, so it stays here;
    what is left of the list is not all of it then.
    """
    found = listed(facts.get(MEDICINES) or (), knowledge())
    read: dict[str, Any] = {MEDICINES: [as_entry(line) for line in found.lines]}
    if found.unread:
        return {
            name: value
            for name, value in {**facts, **read}.items()
            if name != COMPLETE and (name != MEDICINES or value)
        }
    return {**facts, **read} if MEDICINES in facts else dict(facts)


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in facts.items() if _may_tell(name, value)}


def _may_tell(name: str, value: Any) -> bool:
    fact = knowledge().facts.find(name)
    return name in ("level", "to_level") or (fact is not None and fact.kind not in NOT_TOLD)


def _value(name: str, value: Any) -> Any:
    try:
        return min(float(value), OLDEST) if name == "age" else value
    except (TypeError, ValueError):
        return value


def written(document: Any) -> str:
    """Facts, or what is expected of them, as the cases of the knowledge write them.

    >>> written({"patient": {"ecog": "1", "age": 63.0, "comorbidities": []}, "lesions": [{"walks": True}]})
    'patient:\\n  ecog: 1\\n  age: 63\\n  comorbidities: []\\nlesions:\\n- walks: true\\n'
    """
    return write_yaml(_spelled(document))


def _spelled(value: Any) -> Any:
    """All scalars as text."""
    if isinstance(value, Mapping):
        return {str(name): _spelled(part) for name, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_spelled(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, int | float) else str(value)
