"""The shapes of bindings: which code of a record means which fact, and with which code a fact is written."""

from __future__ import annotations

from typing import Literal

import msgspec

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
    counts_for_days: float | None = None  # an older entry, though never closed, is asked about


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
    words: tuple[
        str, ...
    ] = ()  # parts of the words of one whose code is not bound, in small letters
    except_words: tuple[str, ...] = ()


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
    asks: bool = (
        True  # whether facts that are only not known make a card; else they stand below another
    )


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
