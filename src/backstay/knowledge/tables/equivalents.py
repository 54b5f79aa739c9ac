"""Opioids taken: factors of morphine equivalence, who is tolerant, and what gives the alarm."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

SETTING = "opioid_factors"  # the switch that says which set the rules count by
LABEL = "label_tolerance"  # the entry that says who is tolerant
Unit = Literal["mg", "mcg", "mcg/h"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A part of an entry. Without `checked` of its own, that of the whole entry holds."""

    checked: Checked | None = None


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A factor that holds up to a dose of the day, and above the tier before it."""

    factor: float
    up_to: float | None = None  # of the last tier: nothing


class Factor(Part, frozen=True, kw_only=True):
    """What one unit of a drug, given in one way, counts in mg of morphine by mouth."""

    drug: str
    routes: tuple[str, ...]
    forms: tuple[str, ...] = ()  # where the route alone does not say which factor holds
    unit: Unit
    factor: float | None = None
    tiers: tuple[Tier, ...] = ()  # instead: factors by the dose of a day, all lines together
    # A line without a route: `asked` for it; `counted` so, with a warning; `only` this is plausible.
    unsaid: Literal["asked", "counted", "only"] = "asked"


class Without(Part, frozen=True, kw_only=True):
    """Drugs that have no factor in the set, and why."""

    drugs: tuple[str, ...]
    forms: tuple[str, ...] = ()  # only these forms
    because: str


class Footnote(Part, frozen=True, kw_only=True):
    """What every reader of a sum must know; with `drugs`, where one of them is counted."""

    text: str
    drugs: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


class FactorSet(Entry, frozen=True, kw_only=True):
    """One published set of factors of morphine equivalence, as it stands there."""

    title: str
    factors: tuple[Factor, ...]
    swallowed: tuple[str, ...]  # forms that say "by mouth" where no route is given
    without: tuple[Without, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class Reached(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A dose of a day from which on a person counts as tolerant."""

    drug: str
    routes: tuple[str, ...]
    unit: Unit
    dose: float


class Tolerance(Entry, frozen=True, kw_only=True):
    """Who counts as tolerant to opioids."""

    label: str
    days: float  # for at least so long
    doses: tuple[Reached, ...]
    morphine: (
        float  # mg by mouth that any other opioid is held to, only to say that it is too little
    )
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A fact or definition that is yes, a number from some value on, or a set with a name."""

    fact: str
    from_: float | None = msgspec.field(name="from", default=None)
    has: str | None = None


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """Drugs in one way of giving them; the forms say it too where no route is given."""

    drugs: tuple[str, ...]
    routes: tuple[str, ...]
    forms: tuple[str, ...] = ()


class OpioidAlarm(Entry, frozen=True, kw_only=True):
    """What must be told of the opioids someone takes. It says what fits: dose, drugs, forms or facts."""

    title: str
    text: str
    kind: Literal["alarm", "naloxone", "information"]
    above: float | None = None  # mg morphine equivalent in a day
    at_least: float | None = None  # the same, this dose included
    taken: tuple[tuple[str, ...], ...] = ()  # a drug of each group: classes or ids of drugs
    but: tuple[str, ...] = ()  # classes that do not count for the last group
    long_acting: tuple[str, ...] = ()  # two different drugs in these forms
    not_tolerant: Given | None = None  # given to someone who is not tolerant
    any_of: tuple[Condition, ...] = ()  # beside an opioid
    asks: str | None = None  # what nobody can know from a list of medicines
    evidence: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {
    "factor_sets": FactorSet,
    "tolerances": Tolerance,
    "opioid_alarms": OpioidAlarm,
}
Problem = tuple[str, str, str]


def problems(made: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for entry in made["factor_sets"].values():
        yield from (("factor_sets", entry.id, text) for text in _factor_set(made, entry))
    for entry in made["tolerances"].values():
        drugs = [dose.drug for dose in entry.doses]
        yield from (("tolerances", entry.id, text) for text in _unknown(made, drugs))
    for entry in made["opioid_alarms"].values():
        yield from (("opioid_alarms", entry.id, text) for text in _alarm(made, entry))
    yield from _rested_on(made)


def _rested_on(made: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """What computed facts read by its name."""
    setting = made["settings"].get(SETTING)
    if setting is None or set(setting.values) != set(made["factor_sets"]):
        names = ", ".join(made["factor_sets"])
        yield "settings", SETTING, f"this switch is needed; its values are the factor sets: {names}"
    if LABEL not in made["tolerances"]:
        yield "tolerances", LABEL, "this entry is needed: it says who is tolerant to opioids"


def _factor_set(made: dict[str, dict[str, Any]], entry: FactorSet) -> Iterator[str]:
    drugs = [one.drug for one in entry.factors]
    drugs += [drug for part in entry.without for drug in part.drugs]
    drugs += [drug for part in entry.footnotes for drug in part.drugs]
    yield from _unknown(made, drugs)
    parts: tuple[Factor | Without, ...] = (*entry.factors, *entry.without)
    yield from _forms(made, [*entry.swallowed, *(form for part in parts for form in part.forms)])
    for factor in entry.factors:
        yield from _factor(factor)
    for at, one in enumerate(entry.factors):
        for other in entry.factors[at + 1 :]:
            if one.drug == other.drug and set(one.routes) & set(other.routes):
                if not one.forms or not other.forms or set(one.forms) & set(other.forms):
                    yield f"two factors of {one.drug} hold for one route and form"


def _factor(factor: Factor) -> Iterator[str]:
    """Exactly one way to count, and more of a drug never counts less."""
    if (factor.factor is None) == (not factor.tiers):
        yield f"{factor.drug} has either a factor or tiers"
    for tier in factor.tiers[:-1]:
        if tier.up_to is None:
            yield f"a tier of {factor.drug} has no upper end, and another follows"
    if factor.tiers and factor.tiers[-1].up_to is not None:
        yield f"the last tier of {factor.drug} has an upper end: a dose above it has no factor"
    ends = [tier.up_to for tier in factor.tiers if tier.up_to is not None]
    if any(low >= high for low, high in pairwise(ends)):
        yield f"the tiers of {factor.drug} do not rise"
    factors = [tier.factor for tier in factor.tiers] or [factor.factor or 0.0]
    if min(factors) <= 0 or any(low > high for low, high in pairwise(factors)):
        yield f"the factors of {factor.drug} are above 0 and do not fall with the dose"


def _alarm(made: dict[str, dict[str, Any]], entry: OpioidAlarm) -> Iterator[str]:
    ways = (
        entry.above, entry.at_least, entry.taken, entry.long_acting, entry.not_tolerant, entry.any_of,
    )  # fmt: skip
    if sum(bool(way) for way in ways) != 1:
        yield "an alarm has one of above, at_least, taken, long_acting, not_tolerant and any_of"
    known = {name for one in made["ingredients"].values() for name in (one.id, *one.classes)}
    given = entry.not_tolerant.drugs if entry.not_tolerant else ()
    forms = entry.not_tolerant.forms if entry.not_tolerant else ()
    yield from _forms(made, [*entry.long_acting, *forms])
    for name in (*(name for group in entry.taken for name in group), *entry.but, *given):
        if name not in known:
            yield f"{name} is neither a drug nor a class of drugs"
    named = made["facts"].keys() | made["definitions"].keys()
    for condition in entry.any_of:
        if condition.fact not in named:
            yield f"{condition.fact} is neither a fact nor a definition"


def _forms(made: dict[str, dict[str, Any]], forms: list[str]) -> Iterator[str]:
    for form in dict.fromkeys(forms):
        if form not in made["medicine_forms"]:
            yield f"{form} is not a form of medicines"


def _unknown(made: dict[str, dict[str, Any]], drugs: list[str]) -> Iterator[str]:
    for drug in dict.fromkeys(drugs):
        if drug not in made["ingredients"]:
            yield f"{drug} is not an ingredient"
