"""Which factor of a set counts a drug as it is given, or why none does. Looked up once for each way of giving."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.equivalents import Factor, FactorSet, Footnote, Without


class Way(NamedTuple):
    """How a set counts one drug by one route and form."""

    factor: Factor | None
    why_not: str | None = None  # no factor holds
    asks: str | None = None  # what would say which factor holds
    warning: str | None = None  # what was taken for granted
    differ: str | None = None  # what the other sets say


class NoSuchSet(ValueError):
    """A name that no set of factors has; the message names those there are."""


def factor_set(knowledge: Knowledge, name: str) -> FactorSet:
    """The set of that name.

    Raises NoSuchSet.
    """
    sets: dict[str, FactorSet] = knowledge.tables["factor_sets"]
    if name not in sets:
        raise NoSuchSet(f"there is no set of factors {name!r}; there are {', '.join(sets)}")
    return sets[name]


@lru_cache(maxsize=4096)
def way(knowledge: Knowledge, name: str, drug: str, route: str | None, form: str | None) -> Way:
    """The factor by which a set counts a drug given in one way.

    Raises NoSuchSet.
    """
    chosen = factor_set(knowledge, name)
    found = _way(chosen, drug, route, form)
    if found.factor is None:
        return found
    others = [one for one in knowledge.tables["factor_sets"].values() if one is not chosen]
    said = [_differs(one, found.factor, _way(one, drug, route, form)) for one in others]
    told = [one for one in said if one]
    if not told:
        return found
    here = f"{spoken(drug)}: {chosen.title} counts {_said(found.factor)}"
    return found._replace(differ="; ".join([here, *told]))


@lru_cache(maxsize=1024)
def footnotes(
    chosen_id: str, knowledge: Knowledge, drug: str, route: str | None
) -> tuple[str, ...]:
    """What must be read with an equivalent of a drug by that route."""
    notes = factor_set(knowledge, chosen_id).footnotes
    return tuple(note.text for note in notes if _fits(note, drug, route))


def status_of(factor: Factor, chosen: FactorSet) -> Checked:
    """What was read of one factor."""
    return factor.checked or chosen.checked


def _fits(note: Footnote, drug: str, route: str | None) -> bool:
    return (not note.drugs or drug in note.drugs) and (not note.routes or route in note.routes)


def _way(chosen: FactorSet, drug: str, route: str | None, form: str | None) -> Way:
    why_not = next((part.because for part in chosen.without if _left_out(part, drug, form)), None)
    if why_not is not None:
        return Way(None, why_not)
    factors = [one for one in chosen.factors if one.drug == drug]
    if not factors:
        return Way(None, f"{chosen.title} has no factor for {spoken(drug)}")
    if route is None:
        return _by_form(chosen, factors, drug, form)
    fitting = [one for one in factors if route in one.routes]
    if form is not None:
        fitting = [one for one in fitting if not one.forms or form in one.forms]
    if len(fitting) > 1:
        return Way(None, asks="in which form: a tablet, a lozenge, a film or a spray?")
    if fitting:
        return Way(fitting[0])
    given = spoken(" ".join(one for one in (route, form) if one))
    return Way(None, f"{chosen.title} has no factor for {spoken(drug)} given this way: {given}")


def _left_out(part: Without, drug: str, form: str | None) -> bool:
    return drug in part.drugs and (not part.forms or form in part.forms)


def _by_form(chosen: FactorSet, factors: list[Factor], drug: str, form: str | None) -> Way:
    """No route was said: the form may say it, or the drug may hardly be given in another way."""
    sure = [one for one in factors if form is not None and form in one.forms]
    if sure:
        return Way(sure[0])
    unsaid = next((one for one in factors if one.unsaid != "asked"), None)
    if unsaid is None or (form is not None and form not in chosen.swallowed):
        return Way(None, asks="by which route is it given?")
    if form is not None or unsaid.unsaid == "only":
        return Way(unsaid)
    return Way(unsaid, warning=f"{spoken(drug)}: the route was not said; counted as by mouth")


def _differs(other: FactorSet, factor: Factor, found: Way) -> str | None:
    """What another set says where it counts the drug otherwise."""
    if found.factor is None:
        return f"{other.title} has no factor for it"
    same = (found.factor.factor, found.factor.tiers) == (factor.factor, factor.tiers)
    return None if same else f"{other.title} {_said(found.factor)}"


def _said(factor: Factor) -> str:
    if factor.tiers:
        return f"{factor.tiers[0].factor:g} to {factor.tiers[-1].factor:g} by the dose of the day"
    return f"{factor.factor:g} for each {factor.unit}"
