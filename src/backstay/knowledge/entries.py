"""The kinds of entry that knowledge is made of. Each struct lists the keys a YAML entry may have."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from backstay.case.facts import Kind, Scope

Says = Literal["recommend", "consider", "caution", "avoid", "contraindicated"]
Status = Literal["primary", "secondary", "unverified"]
Level = Literal["emergency", "urgent", "soon"]
Modality = Literal[
    "urgent", "diagnosis", "pain", "radiation", "ablation", "surgery", "systemic",
    "bone_health", "palliative", "rehabilitation", "follow_up", "coordination",
]  # fmt: skip
# The order in which options of one stance are shown.
MODALITIES: tuple[str, ...] = get_args(Modality)
Points = dict[str, float | tuple[float, float]]


class Reviewed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A clinician's word on one entry. `mark` is what `knowledge show` printed when they read it."""

    by: str
    role: str  # "spine surgeon", "radiation oncologist" ...
    on: str
    mark: str  # another mark now: the entry has changed since, and awaits review again
    verdict: Literal["agrees", "objects"] = "agrees"
    note: str | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    reviewed: tuple[Reviewed, ...] = ()


class Checked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was read of a source, and when; the reader sees it beside every statement."""

    status: Status
    read: str  # abstract | table | guideline page | digest | from memory ...
    on: str
    note: str | None = None


class Source(Entry, frozen=True, kw_only=True):
    """One source. `citation` is ours, `read` says what of it was seen."""

    citation: str
    short: str  # "Patchell 2005", shown beside a reason
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    design: str | None = None
    population: str | None = None
    read: str
    status: Status
    note: str | None = None


class Setting(Entry, frozen=True, kw_only=True):
    """A switch that a site may turn: which named list or convention holds."""

    values: tuple[str, ...]
    default: str
    label: str
    note: str
    alternatives: dict[
        str, str
    ] = {}  # value -> the definition it selects, so that lists can be compared
    about: str | None = None  # the definition that reads this switch
    evidence: tuple[str, ...] = ()


class Definition(Entry, frozen=True, kw_only=True):
    """A named expression shared by rules; or, with `by`, a computed fact of another room."""

    scope: Scope = "patient"
    kind: Literal["yes_no", "number", "count", "choice", "many"]
    label: str
    value: str | None = None
    either: tuple[str, ...] = ()  # several ways to know it: the first that is known holds
    by: str | None = None  # "dose.prior_cord_eqd2"
    inputs: tuple[str, ...] = ()  # of `by`: facts it reads
    of: tuple[str, ...] = ()  # of `by`: the names it looks for, such as drugs
    within_days: float | None = None  # of `by`: how far back it looks
    unit: str | None = None
    values: tuple[str, ...] = ()
    ordered: bool = False
    decimals: int = 1
    shown: bool = True
    evidence: tuple[str, ...] = ()
    checked: Checked | None = None
    note: str | None = None


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of a score: points for each value of a fact, or an expression that gives points."""

    fact: str  # what the line is about; named as missing while unknown
    label: str
    points: Points = {}  # value of the fact -> points, or [low, high]
    value: str | None = None
    range: tuple[float, float] | None = None  # with `value`: the points it can give
    partial: str | None = None  # what of this item was not seen in a source


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    label: str
    min: float | None = None  # both ends included
    max: float | None = None
    outcome: str | None = None  # published figure in our words
    evidence: tuple[str, ...] = ()
    status: Status | None = None


class Score(Entry, frozen=True, kw_only=True):
    """A published point score. Its total is an interval while an item is missing."""

    title: str
    scope: Scope = "patient"
    measures: Literal[
        "stability", "compression", "survival", "ambulation", "surgical_risk", "comorbidity"
    ]
    prognostic: bool  # never read by a rule
    higher: Literal["better", "worse"]
    applies: str | None = None  # population, as an expression
    population: str
    items: tuple[Item, ...] = ()
    grade: str | None = None  # instead of items: the ordinal fact that is the result (ESCC)
    cap: float | None = None
    range: tuple[float, float] | None = None
    bands: tuple[Band, ...] = ()
    partial: str | None = None
    pitfalls: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One regimen that an authority or a guideline allows, and when what it says was seen."""

    drugs: tuple[str, ...]  # given together
    by: str  # FDA, ASCO, from memory ...
    line: str  # for whom, in the words of the label
    on: str | None = None  # the approval, or the edition of the label or guideline
    seen: str | None = None  # when the text was taken: a year and a month
    kind: Literal["regular", "accelerated", "guideline", "off_label", "withdrawn"] = "regular"


class Rule(Entry, frozen=True, kw_only=True):
    """A statement for or against an intervention."""

    scope: Scope = "patient"
    about: str | tuple[str, ...]
    says: Says
    when: str
    because: str
    evidence: tuple[str, ...]
    checked: Checked
    framework: str | None = None
    note: str | None = None
    approvals: tuple[Approval, ...] = ()
    oncotree: tuple[str, ...] = ()  # tumor types, by the codes of systemic/oncotree.tsv
    civic: tuple[str, ...] = ()  # evidence items of systemic/civic.tsv


class Clock(Entry, frozen=True, kw_only=True):
    """How soon something must happen. `unless` sets it aside only when surely true, at its own lesion."""

    scope: Scope = "patient"
    level: Level
    within_hours: float
    when: str
    unless: str | None = None
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class Notice(Entry, frozen=True, kw_only=True):
    """Something every reader must see. The one kind of rule that may ask `known(...)`."""

    scope: Scope = "patient"
    when: str
    text: str
    about: tuple[str, ...] = ()  # facts it is about
    # Where faces show it: beside the clock, or with what differs or what a board needs.
    place: Literal["head", "differ", "board"] = "head"
    out_of_scope: bool = False  # the rules do not speak for this lesion: nothing there is ready
    evidence: tuple[str, ...] = ()
    checked: Checked | None = None


class Constraint(Entry, frozen=True, kw_only=True):
    """What must hold between facts; when surely false the case contradicts itself."""

    scope: Scope = "patient"
    holds: str
    text: str


class Step(Entry, frozen=True, kw_only=True):
    """Timing, order or owner of an intervention once it is in the plan."""

    scope: Scope = "patient"
    intervention: str
    when: str
    within_hours: float | None = None
    after: tuple[str, ...] = ()
    owner: str | None = None
    because: str
    evidence: tuple[str, ...]
    checked: Checked


class Intervention(Entry, frozen=True, kw_only=True):
    """Something that can be done, who does it and how it stands to the others."""

    modality: Modality
    title: str
    scope: Scope = "patient"
    owner: str
    team: tuple[str, ...] = ()  # who else must be there
    within_hours: float | None = None
    timing: str | None = None  # source id of within_hours, or "service" for a local convention
    after: tuple[str, ...] = ()  # not before these, where they are in the plan too
    excludes: tuple[str, ...] = ()  # other local treatments of the same lesion
    declined_by: str | None = None  # the accepts_ fact that refuses it
    done_when: str | None = None  # surely true: done already, so no step of the plan
    only_with: tuple[str, ...] = ()  # a step only where one of these is one of this lesion too
    alone_when: str | None = None  # surely true: a step without them
    meanwhile: bool = False  # checks must not delay it
    patient: str | None = None  # one plain sentence for the patient


class Ingredient(Entry, frozen=True, kw_only=True):
    """A drug as lists of medicines name it, and the classes by which rules ask for it."""

    names: tuple[str, ...] = ()  # besides its id: synonyms and common combinations
    classes: tuple[str, ...] = ()
    checked: Checked


class Property(Entry, frozen=True, kw_only=True):
    """What must be so for every person; `backstay knowledge verify` proves it or shows a person."""

    claim: str  # a plain sentence
    kind: Literal[
        "exclusive",  # no framework both recommends and contraindicates
        "answered",  # each lesion has an option about it, or a reason against one
        "raises",  # each of `flags` alone starts a clock of `level`
        "worse",  # a worse value of `fact` never lowers urgency
        "monotone",  # filling in an unknown takes nothing back
        "alive",  # every rule can be true, and can be false
        "no_prognosis",  # no prognostic score is read
        "stance",  # where `when` holds, an option never has one of these stances, or only these
    ]
    scope: Scope = "patient"  # of `when` and `flags`
    when: str | None = None
    flags: tuple[str, ...] = ()
    unless: str | None = None
    level: Level | None = None
    fact: str | None = None
    about: tuple[str, ...] = ()  # interventions, or modality:...
    never: tuple[str, ...] = ()  # stances
    only: tuple[str, ...] = ()
    why: str | None = None
    evidence: tuple[str, ...] = ()


KINDS: dict[str, type[Entry]] = {
    "definitions": Definition,
    "settings": Setting,
    "scores": Score,
    "statements": Rule,
    "clocks": Clock,
    "notices": Notice,
    "constraints": Constraint,
    "steps": Step,
    "interventions": Intervention,
    "ingredients": Ingredient,
    "properties": Property,
    "evidence": Source,
}

__all__ = [kind.__name__ for kind in KINDS.values()] + [
    "KINDS",
    "Checked",
    "Entry",
    "Item",
    "Band",
    "Kind",
]
