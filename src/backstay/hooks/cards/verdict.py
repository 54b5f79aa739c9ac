"""An order against the plan: what the options that it can mean stand for, at the lesion that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from backstay.case.cases import Case
from backstay.case.levels import span
from backstay.hooks.cards.finding import Finding
from backstay.hooks.cards.made import Indicator
from backstay.hooks.cards.proposed import Proposed
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option, Statement
from backstay.plan.glance import Glance
from backstay.plan.stances import OFFERED
from backstay.present import names, reasons
from backstay.present.words import listed, sentence, told

AGAINST = ("contraindicated", "not_advised", "declined")
FOR_IT = ("recommended", "consider")
HOLD = "hold_systemic"
HELD_FOR = ("radiation", "ablation", "surgery")
MOST = 4


class Place(NamedTuple):
    """Where the order is for, and what it can mean there."""

    lesion: str | None
    options: list[Option]


def verdicts(order: Proposed, case: Case, found: Glance, knowledge: Knowledge) -> Iterator[Finding]:
    """What the plan says of the order; nothing where it fits, or where nothing is known against it."""
    at = _places(order, case, found, knowledge)
    if at is None:
        yield _other_level(order, case)
        return
    told_ = [(place, one) for place in at if (one := _at(order, place, found, knowledge))]
    if told_ and not order.levels and len(told_) < len(at):
        yield _which_level(order, [place for place, _ in told_], told_[0][1])
    elif told_:
        sure = order.spine or not _of_lesions(order, knowledge) or bool(order.levels)
        yield from (one if sure else _if_spine(one) for _, one in told_)
    yield from _holds(order, found, knowledge)


def _of_lesions(order: Proposed, knowledge: Knowledge) -> bool:
    return any(knowledge.interventions[name].scope == "lesion" for name in order.options)


def _places(order: Proposed, case: Case, found: Glance, knowledge: Knowledge) -> list[Place] | None:
    """The lesions that the order can be for; None where it names a level at which none is known."""
    mine = [one for one in found.options if one.id in order.options]
    if not _of_lesions(order, knowledge):
        return [Place(None, mine)]
    lesions = [one.name for one in case.lesions or ()]
    if order.levels and lesions:
        lesions = [name for name in lesions if set(levels_of(case, name)) & set(order.levels)]
        if not lesions:
            return None
    elif order.placed and not order.spine:
        return []
    return [Place(name, [one for one in mine if one.lesion == name]) for name in lesions]


def levels_of(case: Case, lesion: str) -> tuple[str, ...]:
    """Every level that a lesion covers."""
    facts = next(one.facts for one in case.lesions or () if one.name == lesion)
    return span(lesion, str(facts.get("to_level", lesion)))


def _at(order: Proposed, place: Place, found: Glance, knowledge: Knowledge) -> Finding | None:
    """What is to be told of the order at one place; None where it is in line with the plan."""
    by_stance = {one.stance: one for one in reversed(place.options)}
    if order.partial:
        return _part_of_spine(order, place, knowledge)
    if any(one.stance in FOR_IT and one.ready for one in place.options):
        return None
    offered = [one for one in place.options if one.stance in FOR_IT]
    if offered:
        return _check_first(offered[0], knowledge)
    if "disputed" in by_stance:
        return _disputed(by_stance["disputed"], knowledge)
    if "needs_facts" in by_stance:
        return _open(by_stance["needs_facts"], knowledge)
    against = [one for stance in AGAINST for one in place.options if one.stance == stance]
    if against:
        return _against(against, order, found, knowledge)
    return _better(order, place, found, knowledge)


def _named(options: Sequence[Option], knowledge: Knowledge) -> str:
    return listed([names.short_option(knowledge, one.id, one.lesion) for one in options], most=2)


def _against(
    options: list[Option], order: Proposed, found: Glance, knowledge: Knowledge
) -> Finding:
    """Everything that the order can mean and that is in question has reasons against it."""
    first = options[0]
    stance = first.stance
    alike = [one for one in options if one.stance == stance]
    held = [one for each in alike for one in _true(each, ("contraindicated", "avoid"))]
    verdict = told("cards", stance)
    said = told("cards", "order_title", what=_named(alike, knowledge), verdict=verdict)
    return Finding(
        _how_grave(first, held),
        said,
        (
            (told("cards", "against"), _texts(held)),
            (told("cards", "for"), _texts(_true(first, ("recommend", "consider")))),
            (told("cards", "in_the_plan"), tuple(instead(order, first, found, knowledge))),
        ),
        tuple(one.checked for one in held),
    )


def _how_grave(option: Option, held: list[Statement]) -> Indicator:
    """Critical only where a source that was read rules it out."""
    sure = any(one.counts_as == "contraindicated" and one.checked != "unverified" for one in held)
    return "critical" if option.stance == "contraindicated" and sure else "warning"


def _true(option: Option, kinds: tuple[str, ...]) -> list[Statement]:
    return [one for one in option.statements if one.truth == "true" and one.counts_as in kinds]


def _texts(statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(one.because) for one in statements))[:MOST]


def instead(order: Proposed, option: Option, found: Glance, knowledge: Knowledge) -> Iterator[str]:
    """What the plan recommends of the same kind at the same place."""
    for one in found.options:
        same = one.lesion == option.lesion and one.modality == option.modality
        if same and one.stance == "recommended" and not one.done and one.id not in order.options:
            yield names.short_option(knowledge, one.id, one.lesion)


def _disputed(option: Option, knowledge: Knowledge) -> Finding:
    pro, con = _true(option, ("recommend", "consider")), _true(option, ("avoid",))
    what = _named([option], knowledge)
    said = told("cards", "order_title", what=what, verdict=told("cards", "disputed_order"))
    sections = ((told("cards", "against"), _texts(con)), (told("cards", "for"), _texts(pro)))
    return Finding("warning", said, sections, tuple(one.checked for one in (*pro, *con)))


def _check_first(option: Option, knowledge: Knowledge) -> Finding:
    """Something would be against it if a fact were so, and nobody has given the fact."""
    checks = [one.fact for one in option.check_first if one.when == "before"]
    return _ask(option, checks, knowledge)


def _open(option: Option, knowledge: Knowledge) -> Finding | None:
    """Whether it fits is not known; told only where something could rule it out."""
    unknown = [
        one
        for one in option.statements
        if one.truth == "unknown" and one.counts_as in ("contraindicated", "avoid")
    ]
    missing = [fact for one in unknown for fact in one.missing]
    return _ask(option, missing, knowledge) if missing else None


def _ask(option: Option, facts: list[str], knowledge: Knowledge) -> Finding:
    asked = names.all_asked(knowledge, facts)
    verdict = told("cards", "check_first", facts=listed(asked, most=2))
    what = _named([option], knowledge)
    lines = (reasons.check(knowledge, msgspec.to_builtins(option)), listed(asked, most=12))
    return Finding(
        "info",
        told("cards", "order_title", what=what, verdict=verdict),
        ((told("cards", "ask_first"), (next(filter(None, reversed(lines))),)),),
    )


def _better(order: Proposed, place: Place, found: Glance, knowledge: Knowledge) -> Finding | None:
    """Nothing speaks for it, and the plan has something else in its place."""
    for option in place.options:
        rivals = knowledge.interventions[option.id].excludes
        better = [
            one
            for one in found.options
            if one.lesion == place.lesion
            and one.id in rivals
            and one.stance == "recommended"
            and not one.done
        ]
        if better:
            named = _named(better, knowledge)
            said = told("cards", "better", what=_named([option], knowledge), better=named)
            lines = tuple(text for one in better for text in _texts(_true(one, ("recommend",))))
            return Finding("info", said, ((told("cards", "in_the_plan"), lines[:MOST]),))
    return None


def _part_of_spine(order: Proposed, place: Place, knowledge: Knowledge) -> Finding | None:
    """The plan asks for all of the spine, and a part of it was ordered."""
    whole = [one for one in place.options if one.stance == "recommended" and not one.done]
    if not whole:
        return None
    lines = tuple(text for one in whole for text in _texts(_true(one, ("recommend",))))
    said = told("cards", "part_of_spine", what=order.what)
    return Finding("warning", said, ((told("cards", "in_the_plan"), lines[:MOST]),))


def _holds(order: Proposed, found: Glance, knowledge: Knowledge) -> Iterator[Finding]:
    """Cancer drugs that are taken and may have to pause around what is ordered."""
    modalities = {knowledge.interventions[name].modality for name in order.options}
    if not modalities & set(HELD_FOR):
        return
    for one in found.options:
        if one.id == HOLD and one.stance in OFFERED:
            held = _true(one, ("recommend", "consider"))
            said = told("cards", "holds", what=order.what)
            statuses = tuple(each.checked for each in held)
            yield Finding("warning", said, ((told("cards", "ask_first"), _texts(held)),), statuses)


def _other_level(order: Proposed, case: Case) -> Finding:
    known = listed([one.name for one in case.lesions or ()])
    said = told("cards", "other_level", what=order.what, ordered=listed(order.levels), known=known)
    return Finding("warning", said, ((told("cards", "ask_first"), (told("cards", "level_ask"),)),))


def _which_level(order: Proposed, places: list[Place], first: Finding) -> Finding:
    """The order names no level, and it does not fit everywhere."""
    lesions = listed([str(one.lesion) for one in places])
    verdict = first.summary.rpartition(": ")[2]
    said = told("cards", "which_level", what=order.what, verdict=verdict, lesions=lesions)
    return first._replace(
        indicator="warning" if first.indicator != "info" else "info", summary=said
    )


def _if_spine(one: Finding) -> Finding:
    """The code is not of the spine alone, so nothing is certain."""
    grave = "warning" if one.indicator == "critical" else one.indicator
    return one._replace(indicator=grave, summary=told("cards", "if_spine", what=one.summary))
