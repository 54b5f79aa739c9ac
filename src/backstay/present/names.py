"""The names of what an assessment refers to by id."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.present.knows import Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import known, plain, say, word


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


def asked(knowledge: Knowledge, name: str) -> str:
    """What a fact is called where it is asked for: "whether death is near".

    A statement of the whole person may wait for the fact of a lesion, written "L3.escc".
    """
    lesion, _, bare = name.rpartition(".")
    told = known("checks", bare) or fact(knowledge, bare)
    return say("at_lesion", what=told, lesion=clean(lesion)) if lesion else told


def all_asked(knowledge: Knowledge, names: Iterable[str]) -> list[str]:
    """The same for several facts, in the order given, each once."""
    return list(dict.fromkeys(asked(knowledge, name) for name in names))


def option(knowledge: Knowledge, name: str, lesion: str | None = None) -> str:
    entry = knowledge.interventions.get(name)
    title = clean(entry.title if entry else plain(name))
    return say("at_lesion", what=title, lesion=clean(lesion)) if lesion else title


def short_option(knowledge: Knowledge, name: str, lesion: str | None = None) -> str:
    """An option as it is named in passing: its title up to a first bracket."""
    title = option(knowledge, name)
    brief = title.partition(" (")[0] or title
    return say("at_lesion", what=brief, lesion=clean(lesion)) if lesion else brief


def title(knowledge: Knowledge, entry: Entry) -> str:
    """The title of an option or a step of the assessment."""
    given = entry.get("title")
    return clean(str(given)) if given else option(knowledge, str(entry["id"]))


def role(name: str | None) -> str:
    return clean(word("roles", name)) if name else say("owner_not_known")


def source(knowledge: Knowledge, name: str) -> str:
    entry = knowledge.evidence.get(name)
    return clean(entry.short if entry else plain(name))


def score(knowledge: Knowledge, name: str) -> str:
    entry = knowledge.scores.get(name)
    return clean(entry.title if entry else plain(name))
