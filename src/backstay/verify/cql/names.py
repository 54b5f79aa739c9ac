"""How names are written in the library, and of what sort the values are that stand under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from backstay.case.facts import Fact
from backstay.knowledge import Knowledge

Sort: TypeAlias = Literal["truth", "text", "number", "range", "set", "told"]
HERE = "here"  # one lesion, in a query over all
AT = "at"  # its place in the list
OPEN = 1e15  # for an upper end that is open: above every number that a rule names
SORTS: Mapping[str, Sort] = {
    "yes_no": "truth", "choice": "text", "number": "number", "count": "number", "many": "set",
    "list": "told", "map": "told", "text": "told", "date": "told", "opaque": "told",
}  # fmt: skip


class Names:
    """Facts are fields of the parameters; all else is an expression, of lesions a list in their order."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.given = given(knowledge)
        self.ranges: set[str] = {
            name for name, sort in self.given.items() if sort == "range"
        }  # grows as definitions are written

    def sort(self, name: str) -> Sort:
        """What kind of value a name has."""
        kind = SORTS[self.knowledge.types[name].kind]
        return "range" if name in self.ranges else kind

    def text(self, name: str) -> str:
        """A name, as an expression of its scope writes it."""
        of_lesion = self.knowledge.scope_of(name) == "lesion"
        if name in self.given:
            return f"{HERE if of_lesion else 'Patient'}.{quoted(name)}"
        return placed(name, "lesion" if of_lesion else "patient")


def given(knowledge: Knowledge) -> dict[str, Sort]:
    """Every fact and every computed one: the fields of the parameters.

    Of a list, map, text or date expressions can only ask whether it was told.
    """
    facts: list[Fact] = [*knowledge.facts.patient.values(), *knowledge.facts.lesion.values()]
    found = {fact.id: SORTS[fact.kind] for fact in facts}
    for definition in knowledge.definitions.values():
        if definition.by:
            sort = SORTS[definition.kind]
            found[definition.id] = "range" if sort == "number" else sort
    return found


def placed(name: str, scope: str) -> str:
    """A reference to an expression; at one lesion, its value there."""
    return f'{quoted(name)}[{HERE}."{AT}"]' if scope == "lesion" else quoted(name)


def quoted(name: str) -> str:
    """An identifier that may hold any characters.

    >>> quoted('statement:pain')
    '"statement:pain"'
    """
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def text_literal(text: str) -> str:
    """A text value.

    >>> text_literal("patient's")
    "'patient\\\\'s'"
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def list_of(texts: Iterable[str]) -> str:
    """A list of text values."""
    return "{ " + ", ".join(map(text_literal, texts)) + " }"
