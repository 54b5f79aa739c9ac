"""Load the knowledge of this edition, with an overlay where a site has one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import msgspec

from backstay.case.facts import Vocabulary
from backstay.knowledge import checks
from backstay.knowledge.collect import Raw, build, collect
from backstay.knowledge.data import EDITION, ROOT, KnowledgeError, read_folder
from backstay.knowledge.link import Linker
from backstay.knowledge.linked import Knowledge
from backstay.knowledge.overlay import apply, read_overlay
from backstay.knowledge.tables import KINDS as TABLES

# Folders whose content is not made of entries, but reaches the reader all the same.
OTHER_FOLDERS = ("bindings", "wording")


@lru_cache(maxsize=4)
def load_knowledge(overlay: str | None = None, root: Any = ROOT) -> Knowledge:
    """All knowledge, checked and linked; `overlay` is the YAML text of a local protocol.

    Raises KnowledgeError with every problem found, each with file and line.

    >>> load_knowledge().scores["sins"].range
    (0.0, 18.0)
    """
    raws = collect(root)
    marks: dict[str, str] = {}
    name = None
    if overlay is not None:
        read = read_overlay(overlay)
        name = read.overlay
        raws, marks = apply(read, raws)
    made, where = build(raws)
    return _linked(made, where, raws, root, (name, overlay, marks))


def _linked(
    made: dict[str, dict[str, Any]],
    where: dict[tuple[str, str], str],
    raws: list[Raw],
    root: Any,
    overlay: tuple[str | None, str | None, dict[str, str]],
) -> Knowledge:
    vocabulary = _vocabulary(made["facts"])
    linker = Linker(vocabulary, made, where)
    units = linker.link()
    problems = linker.problems + [
        f"{where.get((kind, name), '?')}: {name}: {text}"
        for kind, name, text in checks.problems(made, units)
    ]
    if problems:
        raise KnowledgeError(problems)
    kinds = {kind: made[kind] for kind in made if kind != "facts" and kind not in TABLES}
    return Knowledge(
        edition=EDITION,
        fingerprint=_fingerprint(raws, root, overlay[1]),
        facts=vocabulary,
        tables={kind: made[kind] for kind in TABLES},
        units=units,
        types={**linker.lesion, **linker.patient},
        chosen={setting.id: setting.default for setting in made["settings"].values()},
        about={rule.id: checks.abouts(made, rule) for rule in made["statements"].values()},
        where=where,
        overlay=overlay[0],
        overlay_text=overlay[1],
        marks=overlay[2],
        **kinds,
    )


def _vocabulary(facts: dict[str, Any]) -> Vocabulary:
    return Vocabulary(
        patient={name: fact for name, fact in facts.items() if fact.scope == "patient"},
        lesion={name: fact for name, fact in facts.items() if fact.scope == "lesion"},
    )


def _fingerprint(raws: list[Raw], root: Any, overlay: str | None) -> str:
    """sha256 over what every entry says, in an order that does not depend on files.

    A sign-off decides nothing, so `reviewed` is no part of it: records stay replayable.
    """
    entries = sorted(
        ((raw.kind, raw.id, _said(raw.value)) for raw in raws), key=lambda raw: raw[:2]
    )
    other = [
        [name, tree.value] for folder in OTHER_FOLDERS for name, tree in read_folder(folder, root)
    ]
    said = msgspec.json.encode([entries, other, overlay], order="sorted")
    return f"sha256:{hashlib.sha256(said).hexdigest()}"


def _said(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != "reviewed"}


__all__ = ["Knowledge", "KnowledgeError", "load_knowledge"]
