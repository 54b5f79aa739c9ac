"""Which code means which fact: the `bindings` folder, checked and indexed by code."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

from backstay.exchange.marker_bindings import Biology, Gene, Marker, Token, Variant, Withheld
from backstay.knowledge.data import KnowledgeError, read_folder

Code = tuple[str, str]  # address of the code system, code
Codes = dict[str, dict[str, str]]  # short name of the system -> code -> display


class Binding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every binding has: a name that stands in messages."""

    id: str


class System(Binding, frozen=True):
    """A code system and the addresses under which it occurs in records."""

    name: str
    urls: tuple[str, ...]


class Level(Binding, frozen=True):
    """One vertebral level as a body site; the id is the level."""

    codes: Codes


class Person(Binding, frozen=True):
    """A field of the Patient resource; `values` translates its codes."""

    fact: str
    path: str
    values: dict[str, str] = {}


class Observed(Binding, frozen=True):
    """Observation codes that give one fact; `answers` translates coded values."""

    fact: str
    codes: Codes
    answers: Codes = {}
    words: Codes = {}  # answers by their display, in small letters: system -> words -> value
    remark: str | None = None


class Diagnosed(Binding, frozen=True):
    """Condition codes that give facts: of the patient, or of the lesion where bodySite lies."""

    codes: Codes
    cancer: bool = False  # also gives cancer_history, by the status of the entry
    primary: tuple[str, ...] = ()  # the primaries that the code can mean
    sets: dict[str, str] = {}  # with `primary`: facts of that cancer, also in remission
    many: dict[str, tuple[str, ...]] = {}  # names that go into a set of the patient
    lesion: dict[str, str] = {}
    remark: str | None = None


class Reported(Binding, frozen=True):
    """Report codes whose existence is the fact."""

    codes: Codes
    sets: dict[str, str]


class Course(Binding, frozen=True):
    """How an earlier course of radiation is recognized, and where its dose stands."""

    fact: str
    dose_to_volume: str  # address of the extension
    total_dose: str
    fractions: str
    uniform: str = ""  # address of the extension that tells whether all fractions were equal
    given_by: str = ""  # address of the extension that holds modality and technique
    modality: str = ""
    technique: str = ""
    beams: Codes = {}  # modalities whose dose is read
    techniques: Codes = {}  # with the words of the technique
    profiles: tuple[str, ...] = ()
    codes: Codes = {}


class Portion(Binding, frozen=True):
    """How a part of a course of radiation is recognized: never a course of its own."""

    profiles: tuple[str, ...]
    codes: Codes


class Operated(Binding, frozen=True):
    """Procedure codes that give facts of a lesion that is listed at their level."""

    codes: Codes
    lesion: dict[str, str] = {}
    dated: str | None = None  # the fact that tells how many days ago
    remark: str | None = None


class Allergen(Binding, frozen=True):
    """What an allergy is to; the id is the name in the list of allergies, `none` for no allergy at all."""

    codes: Codes
    drug: str | None = None  # the ingredient that the list calls by another name


class Suspect(Binding, frozen=True):
    """Signs that an entry whose code is not bound is a cancer; read only to hold a guess back."""

    profiles: tuple[str, ...] = ()
    prefixes: dict[str, tuple[str, ...]] = {}  # system -> how its codes begin
    except_prefixes: dict[str, tuple[str, ...]] = {}
    words: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()


class Hedge(Binding, frozen=True):
    """Words, in small letters, that take back what a code beside them says."""

    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


class Drug(Binding, frozen=True):
    """An ingredient by its codes; one that is unverified is read only beside words that agree."""

    codes: Codes
    status: Literal["primary", "unverified"]


class Form(Binding, frozen=True):
    """A form by the words of records; with `pieces` its strength is that of one piece."""

    words: tuple[str, ...]
    form: str | None = None  # as a case says it; some forms are told by their route alone
    route: str | None = None
    pieces: bool = False


class Words(Binding, frozen=True):
    """A route or a unit, by the words that records use for it."""

    words: tuple[str, ...]


class Times(Binding, frozen=True):
    """How often, by an abbreviation."""

    codes: Codes
    per_day: str | None = None
    every_hours: str | None = None


class Order(Binding, frozen=True):
    """How long an order counts that nobody closed."""

    counts_for_days: float


class Request(Binding, frozen=True):
    """Codes with which an option is written: each means the option itself or something wider, never less."""

    codes: Codes


class Written(Binding, frozen=True):
    """How a fact is written beside our own code; the id is the fact."""

    codes: Codes
    category: str
    form: Literal["integer"] | None = None
    profiles: tuple[str, ...] = ()  # that the result satisfies
    dated: bool = False  # the code asks for a date


class Ordered(Binding, frozen=True):
    """Which interventions an order can mean. Its words count only where no code of the order is known."""

    options: tuple[str, ...]
    also: tuple[str, ...] = ()  # what it may be part of: it fits the plan where these do
    says: str = ""  # what it is called on a card
    codes: Codes = {}
    words: tuple[str, ...] = ()  # the whole of the text, in lower case
    drugs: tuple[str, ...] = ()  # ingredients
    classes: tuple[str, ...] = ()  # of ingredients
    spine: bool = False  # nothing but the spine is treated or imaged so
    partial: bool = False  # less than what the options ask for: one part of the spine


class Region(Binding, frozen=True):
    """A body site that is several levels of the spine."""

    levels: tuple[str, ...]
    codes: Codes


class Override(Binding, frozen=True):
    """A reason that can be given for going another way than a card advises."""

    display: str


class Diagnosis(Binding, frozen=True):
    """The code that says a primary, with `sets` only where these facts are known too."""

    primary: str
    codes: Codes
    sets: dict[str, str] = {}


class Restated(Binding, frozen=True):
    """A kind of resource in which facts are written once more."""

    profiles: tuple[str, ...]
    codes: Codes = {}


KINDS: dict[str, type[Binding | Biology]] = {
    "systems": System,
    "levels": Level,
    "patients": Person,
    "observations": Observed,
    "conditions": Diagnosed,
    "reports": Reported,
    "courses": Course,
    "portions": Portion,
    "operations": Operated,
    "allergens": Allergen,
    "suspects": Suspect,
    "hedges": Hedge,
    "ingredients": Drug,
    "forms": Form,
    "routes": Words,
    "units": Words,
    "times": Times,
    "orders": Order,
    "requests": Request,
    "written": Written,
    "ordered": Ordered,
    "regions": Region,
    "overrides": Override,
    "withheld": Withheld,
    "spellings": Words,
    "markers": Marker,
    "tokens": Token,
    "genes": Gene,
    "variants": Variant,
    "restated": Restated,
    "diagnoses": Diagnosis,
}


class Bindings(msgspec.Struct, frozen=True, kw_only=True):
    """All bindings, found by code; `entries` holds them as written."""

    entries: dict[str, tuple[Binding | Biology, ...]]
    own: frozenset[str]  # addresses of Backstay's own CodeSystem
    levels: dict[Code, str]
    observations: dict[Code, Observed]
    answers: dict[
        tuple[str, Code], str
    ]  # id of the binding, code of the value -> value of the fact
    answer_words: dict[tuple[str, Code], str]  # the same by words in place of the code
    conditions: dict[Code, Diagnosed]
    reports: dict[Code, Reported]
    courses: dict[Code, Course]
    beams: dict[Code, str]
    techniques: dict[Code, str]
    portions: dict[Code, Portion]
    operations: dict[Code, Operated]
    allergens: dict[Code, Allergen]
    allergens_by_drug: dict[str, str]
    people: tuple[Person, ...]
    suspects: tuple[Suspect, ...]
    hedges: dict[str, Hedge]
    systems: dict[str, str]  # address -> short name
    drugs: dict[Code, Drug]
    forms: dict[str, Form]  # by words, as are routes and units
    routes: dict[str, str]
    units: dict[str, str]
    times: dict[Code, Times]
    orders_count_for_days: float
    ordered: dict[Code, Ordered]
    regions: dict[Code, Region]
    ordered_words: dict[str, Ordered]
    withheld: dict[Code, Withheld]
    spellings: dict[str, str]  # printed unit -> UCUM
    markers: dict[Code, Marker]
    tokens: dict[Code, str]  # codes inside a genomic report, or of a result of a marker
    token_words: dict[str, str]
    genes: dict[Code, Gene]
    symbols: dict[str, Gene]
    variants: tuple[Variant, ...]


@cache
def load_bindings() -> Bindings:
    """Read the `bindings` folder of the knowledge package.

    Raises KnowledgeError.
    """
    entries: dict[str, list[Binding | Biology]] = {kind: [] for kind in KINDS}
    problems: list[str] = []
    for file, tree in read_folder("bindings"):
        for kind, rows in (tree.value or {}).items():
            if kind not in KINDS:
                problems.append(f"{file}:1: {kind} is not a kind of binding ({', '.join(KINDS)})")
                continue
            for row in rows:
                _add(entries[kind], KINDS[kind], row, file, problems)
    if problems:
        raise KnowledgeError(problems)
    return _index({kind: tuple(found) for kind, found in entries.items()})


def _add(
    found: list[Binding | Biology],
    kind: type[Binding | Biology],
    row: Any,
    file: str,
    problems: list[str],
) -> None:
    try:
        found.append(msgspec.convert(row, kind, strict=False))
    except msgspec.ValidationError as error:
        name = row.get("id") if isinstance(row, dict) else row
        problems.append(f"{file}:1: {name}: {error}")


def _index(entries: dict[str, tuple[Binding | Biology, ...]]) -> Bindings:
    systems = {one.id: one.urls for one in entries["systems"] if isinstance(one, System)}
    return Bindings(
        entries=entries,
        own=frozenset(systems["backstay"]),
        levels={code: one.id for code, one in _by_code(entries["levels"], systems).items()},
        observations=_by_code(entries["observations"], systems),
        answers=_answers(entries["observations"], "answers", systems),
        answer_words=_answers(entries["observations"], "words", systems),
        conditions=_by_code(entries["conditions"], systems),
        reports=_by_code(entries["reports"], systems),
        courses=_by_code(entries["courses"], systems),
        beams=_field(entries["courses"], "beams", systems),
        techniques=_field(entries["courses"], "techniques", systems),
        portions=_by_code(entries["portions"], systems),
        operations=_by_code(entries["operations"], systems),
        allergens=_by_code(entries["allergens"], systems),
        allergens_by_drug={
            one.drug: one.id
            for one in entries["allergens"]
            if isinstance(one, Allergen) and one.drug
        },
        people=tuple(one for one in entries["patients"] if isinstance(one, Person)),
        suspects=tuple(one for one in entries["suspects"] if isinstance(one, Suspect)),
        hedges={one.id: one for one in entries["hedges"] if isinstance(one, Hedge)},
        systems={url: name for name, urls in systems.items() for url in urls},
        drugs=_by_code(entries["ingredients"], systems),
        forms=_by_words(entries["forms"]),
        routes={words: one.id for words, one in _by_words(entries["routes"]).items()},
        units={words: one.id for words, one in _by_words(entries["units"]).items()},
        times=_by_code(entries["times"], systems),
        orders_count_for_days=min(
            (one.counts_for_days for one in entries["orders"] if isinstance(one, Order)),
            default=0.0,
        ),
        ordered=_by_code(entries["ordered"], systems),
        regions=_by_code(entries["regions"], systems),
        ordered_words=_by_words(entries["ordered"]),
        withheld=_by_code(entries["withheld"], systems),
        spellings={one.id.lower(): one.id for one in entries["spellings"]}
        | {words: one.id for words, one in _by_words(entries["spellings"]).items()},
        markers=_by_code(entries["markers"], systems),
        tokens={code: one.id for code, one in _by_code(entries["tokens"], systems).items()},
        token_words={words: one.id for words, one in _by_words(entries["tokens"]).items()},
        genes=_by_code(entries["genes"], systems),
        symbols={one.id: one for one in entries["genes"] if isinstance(one, Gene)},
        variants=tuple(one for one in entries["variants"] if isinstance(one, Variant)),
    )


def _by_words(rows: tuple[Any, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        for words in row.words:
            if words in found:
                raise KnowledgeError(
                    [f"bindings: {words} is bound by {found[words].id} and {row.id}"]
                )
            found[words] = row
    return found


def _by_code(rows: tuple[Any, ...], systems: dict[str, tuple[str, ...]]) -> dict[Code, Any]:
    found: dict[Code, Any] = {}
    for row in rows:
        for code in _spelled(row.codes, systems):
            if code in found:
                raise KnowledgeError(
                    [f"bindings: {code[1]} is bound by {found[code].id} and {row.id}"]
                )
            found[code] = row
    return found


def _spelled(codes: Codes, systems: dict[str, tuple[str, ...]]) -> dict[Code, str]:
    """Every code under every address of its system, with the text beside it."""
    for system in codes:
        if system not in systems:
            raise KnowledgeError([f"bindings: {system} is not declared in systems"])
    return {
        (url, code): text
        for system, listed in codes.items()
        for url in systems[system]
        for code, text in listed.items()
    }


def _field(
    rows: tuple[Any, ...], name: str, systems: dict[str, tuple[str, ...]]
) -> dict[Code, str]:
    """The words of every code that stands in one field of the rows."""
    return {
        code: words for row in rows for code, words in _spelled(getattr(row, name), systems).items()
    }


def _answers(
    rows: tuple[Any, ...], field: str, systems: dict[str, tuple[str, ...]]
) -> dict[tuple[str, Code], str]:
    return {
        (row.id, code): value
        for row in rows
        for code, value in _spelled(getattr(row, field), systems).items()
    }
