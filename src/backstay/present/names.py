"""The names of what an assessment refers to by id."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.present.knows import Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import plain, say, word


def fact(knowledge: Knowledge, name: str) -> str:
    """The short label of a fact, a definition, a score or a setting."""
    named = (
        knowledge.facts.find(name)
        or knowledge.definitions.get(name)
        or knowledge.settings.get(name)
    )
    if named is not None:
        return clean(named.label)
    score = knowledge.scores.get(name)
    return clean(score.title) if score else clean(plain(name))


def facts(knowledge: Knowledge, names: Iterable[str]) -> list[str]:
    """Labels in the order given, each once."""
    return list(dict.fromkeys(fact(knowledge, name) for name in names))


def option(knowledge: Knowledge, name: str, lesion: str | None = None) -> str:
    known = knowledge.interventions.get(name)
    title = clean(known.title if known else plain(name))
    return say("at_lesion", what=title, lesion=clean(lesion)) if lesion else title


def title(knowledge: Knowledge, entry: Entry) -> str:
    """The title of an option or a step of the assessment."""
    given = entry.get("title")
    return clean(str(given)) if given else option(knowledge, str(entry["id"]))


def role(name: str | None) -> str:
    return clean(word("roles", name)) if name else say("owner_not_known")


def source(knowledge: Knowledge, name: str) -> str:
    known = knowledge.evidence.get(name)
    return clean(known.short if known else plain(name))


def score(knowledge: Knowledge, name: str) -> str:
    known = knowledge.scores.get(name)
    return clean(known.title if known else plain(name))
