"""A form filler for tests: answers a Questionnaire at random, and says what a case of these answers holds."""

from __future__ import annotations

from typing import Any

from cases import KNOWLEDGE, value_of
from hypothesis import strategies as st

from backstay.case import Fact
from backstay.case.levels import span
from backstay.case.structures import field_of
from backstay.case.units import factor

Item = dict[str, Any]
Facts = dict[str, Any]
Draw = st.DrawFn
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
MADE = "2026-03-14T08:00:00Z"


class Filled:
    """The answers so far, and the facts that they give."""

    def __init__(self) -> None:
        self.patient: Facts = {}
        self.lesions: dict[str, Facts] | None = None


@st.composite
def responses(draw: Draw, form: Item) -> tuple[Item, Facts]:
    """A response to a form, and the document of the case that it makes."""
    filled = Filled()
    items = group(draw, form["item"], filled.patient, filled)
    lesions = filled.lesions
    document: Facts = {"case": "p1", "as_of": "2026-03-14T12:00:00Z", "patient": filled.patient}
    if lesions is not None:
        document["lesions"] = [{"level": name, **facts} for name, facts in lesions.items()]
    dated: Facts = dict.fromkeys(filled.patient, MADE)
    for level, facts in (lesions or {}).items():
        dated |= {f"{level}.{name}": MADE for name in facts if name != "to_level"}
    response = {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "questionnaire": f"{form['url']}|{form['version']}",
        "status": draw(st.sampled_from(["completed", "amended"])),
        "subject": {"reference": "Patient/p1"},
        "authored": MADE,
        **({"item": items} if items else {}),
    }
    return response, {**document, "observed": dated} if dated else document


def group(draw: Draw, items: list[Item], facts: Facts, filled: Filled) -> list[Item]:
    """The answers to the questions of one group, as far as each is asked."""
    given: list[Item] = []
    for item in items:
        if item["type"] == "display" or not is_asked(item, given):
            continue
        if item["type"] == "group":
            given += groups(draw, item, facts, filled)
        elif draw(st.booleans()) or item.get("required"):
            given.append({"linkId": item["linkId"], "answer": answers(draw, item, facts, filled)})
    return given


def groups(draw: Draw, item: Item, facts: Facts, filled: Filled) -> list[Item]:
    link = item["linkId"]
    if link.endswith(".entry"):
        return entries(draw, item, facts)
    if any(one["linkId"] == "level" for one in item["item"]):
        return lesions(draw, item, filled)
    inside = group(draw, item["item"], facts, filled)
    return [{"linkId": link, "item": inside}] if inside else []


def is_asked(item: Item, given: list[Item]) -> bool:
    told = {one["linkId"]: one.get("answer", []) for one in given}
    found = [met(one, told.get(one["question"], [])) for one in item.get("enableWhen", ())]
    return any(found) if found else True


def met(condition: Item, told: list[Item]) -> bool:
    if condition["operator"] == "exists":
        return bool(told) == condition["answerBoolean"]
    code = condition["answerCoding"]["code"]
    return any(one.get("valueCoding", {}).get("code") == code for one in told)


def answers(draw: Draw, item: Item, facts: Facts, filled: Filled) -> list[Item]:
    """What is answered; the fact goes to `facts`, where it gives one."""
    link = item["linkId"]
    if "answerOption" in item:
        options = [one["valueCoding"] for one in item["answerOption"]]
        chosen = draw(chosen_of(item, options))
        note(link, chosen, facts, filled)
        return [{"valueCoding": one} for one in chosen]
    fact = KNOWLEDGE.facts.find(link)
    assert fact is not None
    answer, facts[link] = draw(measured(item, fact))
    return [answer]


def chosen_of(item: Item, options: list[Item]) -> st.SearchStrategy[list[Item]]:
    if not item.get("repeats"):
        return st.sampled_from(options).map(lambda one: [one])
    alone = [one["valueCoding"] for one in item["answerOption"] if "extension" in one]
    several = [one for one in options if one not in alone]
    sets = st.lists(
        st.sampled_from(several), min_size=1, max_size=4, unique_by=lambda one: one["code"]
    )
    return st.sampled_from(alone).map(lambda one: [one]) | sets


def note(link: str, chosen: list[Item], facts: Facts, filled: Filled) -> None:
    """The fact of coded answers; a reason why there is none gives none."""
    fact = KNOWLEDGE.facts.find(link)
    codes = [one["code"].partition(".")[2] for one in chosen if one["system"] != ABSENT]
    if link == "lesions":
        filled.lesions = {} if codes == ["none"] else None
    elif fact and codes:
        known = {"yes": True, "no": False}.get(codes[0], codes[0])
        many = [] if codes == ["none"] else codes
        if fact.kind == "list" and codes == ["none"]:
            facts[link] = []
        elif fact.kind != "list":
            facts[link] = many if fact.kind == "many" else known


def measured(item: Item, fact: Fact) -> st.SearchStrategy[tuple[Item, Any]]:
    """An answer with a number, a text or a day, and its value in a case."""
    if item["type"] == "quantity":
        units = [one["valueCoding"] for one in item["extension"] if "valueCoding" in one]
        low, high = (fact.min or 0.0), (fact.max or 1000.0)
        middle = st.integers(1, 99).map(lambda n: low + (high - low) * n / 100)
        return st.tuples(middle, st.sampled_from(units)).map(lambda both: quantity(*both, fact))
    if item["type"] == "date":
        return st.dates().map(str).map(lambda day: ({"valueDate": day}, day))
    if item["type"] == "string":
        return st.sampled_from(["oxycodone", "two words"]).map(
            lambda text: ({"valueString": text}, text)
        )
    key = "valueInteger" if item["type"] == "integer" else "valueDecimal"
    found = value_of(fact)
    assert found is not None
    number = found.map(int) if key == "valueInteger" else found
    return number.map(lambda one: ({key: one}, one))


def quantity(value: float, unit: Item, fact: Fact) -> tuple[Item, str]:
    code = unit["code"]
    number = round(value / float(factor(fact.units.get(code, "1"))), 6)
    given = {"value": number, "unit": code, "system": unit["system"], "code": code}
    return {"valueQuantity": given}, f"{number} {code}"


def entries(draw: Draw, item: Item, facts: Facts) -> list[Item]:
    """One to three entries of a list."""
    fact = KNOWLEDGE.facts.find(item["linkId"].removesuffix(".entry"))
    assert fact is not None
    listed, given = [], []
    for _ in range(draw(st.integers(1, 3))):
        held: Facts = {}
        inside = [one for one in item["item"] if draw(st.booleans())] or item["item"][:1]
        told = [field(draw, one, fact, held) for one in inside]
        listed.append(held)
        given.append({"linkId": item["linkId"], "item": told})
    facts[fact.id] = listed
    return given


def field(draw: Draw, item: Item, fact: Fact, held: Facts) -> Item:
    name = item["linkId"].partition(".")[2]
    if item["type"] == "boolean":
        held[name] = draw(st.booleans())
        return {"linkId": item["linkId"], "answer": [{"valueBoolean": held[name]}]}
    answer, held[name] = draw(measured(item, field_of(fact, name)))
    return {"linkId": item["linkId"], "answer": [answer]}


def lesions(draw: Draw, item: Item, filled: Filled) -> list[Item]:
    """One group for each level; a span only where there is no other lesion."""
    levels = KNOWLEDGE.facts.lesion["level"].values
    named = draw(st.lists(st.sampled_from(levels), max_size=3, unique=True))
    given = []
    for level in named:
        facts: Facts = {}
        questions = [one for one in item["item"] if one["linkId"] not in ("level", "to_level")]
        told = [coded("level", level), *group(draw, questions, facts, filled)]
        if len(named) == 1 and draw(st.booleans()):
            last = draw(st.sampled_from(span(level, levels[-1])[1:] or ["none"]))
            if last != "none":
                facts["to_level"] = last
                told.append(coded("to_level", last))
        filled.lesions = {**(filled.lesions or {}), level: facts}
        given.append({"linkId": item["linkId"], "item": told})
    return given


def coded(link: str, value: str) -> Item:
    own = "https://backstay.example/fhir/CodeSystem/facts"
    return {"linkId": link, "answer": [{"valueCoding": {"system": own, "code": f"{link}.{value}"}}]}
