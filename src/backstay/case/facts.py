"""The words of a case: what can be known about a patient, and how it is written."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Kind = Literal["choice", "many", "yes_no", "number", "count", "text", "date", "map", "list"]
Scope = Literal["patient", "lesion"]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that can be known; entries of `facts/` in the knowledge package have these keys."""

    id: str
    scope: Scope = "patient"
    kind: Kind
    label: str  # short name for a table or a sentence, lower case
    asks: str  # the question put to a clinician
    help: str | None = None  # how to find out, what counts
    values: tuple[str, ...] = ()  # of a choice or a set, in order where `ordered`
    says: dict[str, str] = {}  # words for a value where its id does not read well
    open: bool = False  # a set that may hold names beyond `values`
    ordered: bool = False
    unit: str | None = None  # UCUM; the case holds the value in this unit
    units: dict[str, str] = {}  # other units: what to multiply by, as "0.0113" or "1/88.42"
    min: float | None = None
    max: float | None = None
    step: float | None = None
    fields: dict[str, Any] = {}  # of a map or a list: name -> {kind, unit, units, min, max, values}
    valid_for_days: float | None = None  # older than this at as_of counts as unknown
    # A time since something: it grows with the time since it was seen. With valid_for_days too, it
    # is unknown after them, for what it counts from may have happened again (a dose).
    elapses: bool = False
    red_flag: bool = False  # never dropped for age, only marked; in a conflict the worse holds
    worse: tuple[str, ...] = ()  # of a red flag: values from bad to good, to settle a conflict
    complete_when: str | None = None  # of a set: "given", or the yes_no fact that says it is all
    excluded_by: str | None = None  # of a set: the twin that lists what is surely absent
    excludes: str | None = None  # the reverse of excluded_by
    changeable: bool = False  # a plan or time can change it; asked in "what would change this"
    group: str = "other"  # heading in a form
    code: str | None = None  # code in Backstay's own CodeSystem; default the id


class Vocabulary(msgspec.Struct, frozen=True):
    """All facts by scope, as knowledge declares them."""

    patient: dict[str, Fact]
    lesion: dict[str, Fact]

    def scope(self, scope: Scope) -> dict[str, Fact]:
        return self.lesion if scope == "lesion" else self.patient

    def find(self, name: str) -> Fact | None:
        return self.patient.get(name) or self.lesion.get(name)
