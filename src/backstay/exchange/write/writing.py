"""What everything that is written needs: the names of resources, references, codes, and no empty values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from backstay.case.cases import Case
from backstay.exchange.binding_kinds import Drug, System
from backstay.exchange.bindings import load_bindings
from backstay.exchange.ours import BASE, DERIVED, MARKS
from backstay.exchange.write import facts_codes
from backstay.exchange.write.decision import Decision
from backstay.exchange.write.words import narrative, say
from backstay.knowledge import Knowledge
from backstay.plan import Assessment
from backstay.plan.assessment import Option
from backstay.plan.record import canonical

Resource = dict[str, Any]
Concept = dict[str, Any]
Place = tuple[str, str | None]  # an option and its lesion
TAKEN = "medicines"  # the fact that lists what is taken
_SPACE = uuid5(NAMESPACE_URL, BASE)


class Writing(NamedTuple):
    """One assessment on its way into a record."""

    case: Case
    assessment: Assessment
    knowledge: Knowledge
    decision: Decision | None
    subject: dict[str, str]  # the reference to the patient
    facts: Mapping[
        str, str
    ]  # id of an Observation of a fact -> its address, where facts are written too
    seed: UUID  # names nobody but this case under this knowledge, of this patient

    @property
    def on(self) -> str:
        """When the assessment was made, as an instant."""
        return instant(self.case.as_of)

    def name(self, kind: str, *parts: str | None) -> str:
        """The id of one resource: the same for the same case, another for any other."""
        return str(uuid5(self.seed, "|".join([kind, *(part or "" for part in parts)])))


def seed_of(case: Case, knowledge: Knowledge, subject: str) -> UUID:
    """What the ids of a bundle hang on. Two people never share one: the patient is part of it."""
    told = [case.name, case.document, knowledge.fingerprint, subject]
    return uuid5(_SPACE, canonical(told).decode())


def instant(moment: datetime) -> str:
    """An instant of FHIR, which always has seconds and a zone."""
    return moment.isoformat(timespec="seconds")


def device_id(version: str) -> str:
    """The id of the software of one version, the same in every bundle."""
    return str(uuid5(_SPACE, f"Device|{version}"))


def resource(kind: str, identity: str, said: list[str], **fields: Any) -> Resource:
    """A resource that says of itself that it was proposed by software; empty fields are left out."""
    head = {
        "resourceType": kind,
        "id": identity,
        "meta": {"tag": [{"system": MARKS, "code": DERIVED}]},
        "text": narrative(said),
    }
    return head | filled(fields)


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that hold something, for FHIR knows no empty value."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def to(identity: str, display: str | None = None) -> dict[str, str]:
    """A reference to another resource of the bundle."""
    return filled({"reference": f"urn:uuid:{identity}", "display": display})


def facts_at(writing: Writing, fact: str, lesion: str | None = None) -> list[dict[str, str]]:
    """References to what was seen of a fact, of the lesion or else of the person."""
    dashed = fact.replace("_", "-")
    names = ([f"fact-{lesion}-{dashed}"] if lesion else []) + [f"fact-{dashed}"]
    return [{"reference": writing.facts[name]} for name in names if name in writing.facts][:1]


def taken_at(writing: Writing, names: Collection[str]) -> list[dict[str, str]]:
    """References to the statements of these drugs."""
    entries: Any = writing.case.patient.get(TAKEN) or ()
    numbers = [number for number, one in enumerate(entries, 1) if one.get("drug") in names]
    ids = [f"fact-medicine-{number}" for number in numbers]
    return [{"reference": writing.facts[one]} for one in ids if one in writing.facts]


def conditions(writing: Writing, lesion: str | None = None) -> list[dict[str, str]]:
    """References to the metastasis of a lesion; without a lesion, to every condition."""
    return [
        {"reference": url}
        for name, url in writing.facts.items()
        if "/Condition/" in url and lesion in (None, name.removeprefix("fact-").partition("-")[0])
    ]


@cache
def addresses() -> dict[str, str]:
    """The first address of each code system by its short name."""
    rows = load_bindings().entries["systems"]
    return {one.id: one.urls[0] for one in rows if isinstance(one, System)}


def coding(system: str, code: str, display: str | None = None) -> dict[str, str]:
    return filled({"system": addresses()[system], "code": code, "display": display})


def concept(text: str, *codings: dict[str, str]) -> Concept:
    return filled({"coding": list(codings), "text": text})


def site(level: str | None) -> Concept | None:
    """A vertebral level as a body site."""
    if level is None:
        return None
    return facts_codes.site(level)


def option_concept(option: Option) -> Concept:
    """An option in our own CodeSystem, beside codes that mean no less than it."""
    own = coding("backstay-interventions", option.id, option.title)
    return concept(option.title, own, *_bound("requests", option.id))


def drug_concept(drug: str, title: str) -> Concept:
    """A drug by its words and the RxNorm code of its ingredient, where that was checked."""
    row = _rows("ingredients").get(drug)
    sure = isinstance(row, Drug) and row.status == "primary"
    return concept(title, *(_bound("ingredients", drug) if sure else []))


def own_concept(name: str, text: str) -> Concept:
    """A stance, a role or a kind of issue, by its code in our own CodeSystem."""
    return concept(text, coding("backstay-plan", name, text))


def _bound(kind: str, name: str) -> list[dict[str, str]]:
    row = _rows(kind).get(name)
    return facts_codes.standard(row.codes) if row else []


@cache
def _rows(kind: str) -> dict[str, Any]:
    return {one.id: one for one in load_bindings().entries[kind]}


def place_of(option: Option) -> Place:
    return option.id, option.lesion


def placed(option: Option) -> str:
    """The title of an option, with its lesion."""
    if option.lesion is None:
        return option.title
    return say("where", title=option.title, lesion=option.lesion)
