"""What one resource says: a value of one fact, or a cancer, or a course of radiation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from backstay.case.dates import Moment
from backstay.case.facts import Fact, Vocabulary
from backstay.exchange.bindings import Bindings
from backstay.exchange.entries import Found
from backstay.exchange.problems import Unread
from backstay.knowledge import Knowledge


class Reading(NamedTuple):
    """What every reader of a resource needs."""

    vocabulary: Vocabulary
    bindings: Bindings
    as_of: Moment
    own: dict[str, Fact]  # by code in Backstay's own CodeSystem
    shelf: Mapping[str, Found] = {}  # every Medication by the names that refer to it
    knowledge: Knowledge | None = None  # None: that of this edition, where drugs are asked for


class Claim(NamedTuple):
    """One value of one fact as one resource gives it, in the text form of a case."""

    fact: str
    level: str | None  # of the lesion; None for the patient
    value: object  # None: something was given that cannot be read
    source: str
    moment: Moment | None = None
    whole: bool = False  # all that was said of the fact at that time, not a part of a set


class NoLesions(NamedTuple):
    """It was looked for lesions of the spine, and there are none."""

    source: str


class Cancer(NamedTuple):
    """One diagnosis of a cancer; which of several is the primary is settled when all are read."""

    history: str  # current | past | suspected
    primaries: frozenset[str]  # what the code can mean; empty: it says nothing
    facts: dict[str, str]  # of this cancer
    source: str
    moment: Moment | None
    bound: bool = True  # False: a cancer whose code is not known here
    spinal: bool = False  # a metastasis in the spine, or in bone
    origin: str | None = None  # the entry of the primary, where this one names it
    address: str | None = None  # another name of the entry itself


class Radiation(NamedTuple):
    """One earlier course; without a level nobody knows whether it reached the canal."""

    levels: tuple[str, ...]
    course: dict[str, str]
    source: str
    part_of: tuple[str, ...] = ()  # a phase or a fraction: the resources that it belongs to


class Operation(NamedTuple):
    """One operation that was done; it gives facts only of lesions that are listed."""

    levels: tuple[str, ...]
    facts: dict[str, str]
    source: str
    dated: str | None = None  # the fact that tells how long ago
    moment: Moment | None = None  # None: its day is not known


class Medicine(NamedTuple):
    """One medicine as one record tells it; which of several records hold is settled when all are read."""

    drugs: tuple[str, ...]  # ids of ingredients, or the text of a drug that is not certain
    entries: tuple[
        dict[str, str], ...
    ]  # of the list of medicines; none: nobody knows whether it is taken
    source: str
    stated: bool  # told as taken, not only ordered
    taken: bool = True  # False: told as not taken
    moment: Moment | None = None  # None: of the time of the bundle
    doubts: tuple[str, ...] = ()


class Tested(NamedTuple):
    """One result of a test for a biomarker or a receptor; which of several holds is settled later."""

    fact: str
    finds: str
    found: bool | None  # None: the result could not be read
    source: str
    moment: Moment | None = None


class Changed(NamedTuple):
    """A variant as one report tells it; what it means is settled when all judgments are read."""

    found: bool | None  # None: not told, or told in a way that is not read
    genes: frozenset[str]
    protein: frozenset[str]  # changes of the protein, as they are written
    origin: str | None  # somatic | germline; None: not told
    fusion: bool
    judged: frozenset[str]  # pathogenic | other; none: not told here
    names: frozenset[str]  # references to this variant
    source: str
    moment: Moment | None = None


class Judged(NamedTuple):
    """What a report says elsewhere about the significance of variants."""

    about: frozenset[str]
    judged: frozenset[str]
    source: str


class Unbound(NamedTuple):
    """A resource whose code no binding names; listed once for each code."""

    kind: str
    source: str
    label: str


Said = (
    Claim
    | NoLesions
    | Cancer
    | Radiation
    | Operation
    | Medicine
    | Unbound
    | Unread
    | Tested
    | Changed
    | Judged
)
