"""What a reader needs from knowledge: the labels of what an assessment names by id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from backstay.case.facts import Vocabulary
from backstay.knowledge.entries import Definition, Intervention, Rule, Score, Setting, Source

Assessment: TypeAlias = Mapping[str, Any]
Entry: TypeAlias = Mapping[str, Any]  # one option, statement, score ... of an assessment


class Knowledge(Protocol):
    """The part of loaded knowledge that this room reads."""

    @property
    def facts(self) -> Vocabulary: ...
    @property
    def statements(self) -> Mapping[str, Rule]: ...
    @property
    def about(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def interventions(self) -> Mapping[str, Intervention]: ...
    @property
    def evidence(self) -> Mapping[str, Source]: ...
    @property
    def scores(self) -> Mapping[str, Score]: ...
    @property
    def settings(self) -> Mapping[str, Setting]: ...
    @property
    def definitions(self) -> Mapping[str, Definition]: ...
