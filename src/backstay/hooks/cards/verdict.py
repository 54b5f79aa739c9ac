"""An order against the plan: what the options that it can mean stand for, at the lesion that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backstay.case.cases import Case
from backstay.hooks.cards.before import holds, planned_first
from backstay.hooks.cards.finding import GRAVE, Finding
from backstay.hooks.cards.gfm import SUMMARY
from backstay.hooks.cards.made import Indicator
from backstay.hooks.cards.places import Place, of_lesions, ordered_levels, places
from backstay.hooks.cards.proposed import Proposed
from backstay.hooks.cards.standing import CONTRA, FOR_IT, texts, title, true, why
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option, Statement
from backstay.plan.glance import Glance
from backstay.present import names
from backstay.present.words import capital, listed, told, word

AGAINST = ("contraindicated", "not_advised", "declined")
MOST_ASKED = 12


def verdicts(order: Proposed, case: Case, found: Glance, knowledge: Knowledge) -> Iterator[Finding]:
    """What the plan says of the order; nothing where it fits, or where nothing is known against it."""
    at = places(order, case, found, knowledge)
    if at is None:
        yield _other_level(order, case)
    elif at:  # else there is no lesion, or it is for another place
        yield from _held_against(order, at, found, knowledge)
        yield from holds(order, found, knowledge)
        if order.spine or order.levels:  # else it may be for another place
            yield from planned_first(order, at, found, knowledge)


def _held_against(
    order: Proposed, at: list[Place], found: Glance, knowledge: Knowledge
) -> Iterator[Finding]:
    """What stands at each place; what stands only at some asks for the place, where the order names none."""
    told_ = [(place, one) for place in at if (one := _at(order, place, found, knowledge))]
    if told_ and not order.levels and len(told_) < len(at):
        yield _which_level(order, told_)
    elif told_:
        sure = order.spine or not of_lesions(order, knowledge) or bool(order.levels)
        yield from (one if sure else _if_spine(one) for _, one in told_)


def _at(order: Proposed, place: Place, found: Glance, knowledge: Knowledge) -> Finding | None:
    """What is to be told of the order at one place; None where it is in line with the plan."""
    if order.partial:
        return _part_of_spine(order, place, found, knowledge)
    by_stance: dict[str, list[Option]] = {}
    for one in place.options:
        by_stance.setdefault(one.stance, []).append(one)
    fitting = [one for stance in FOR_IT for one in by_stance.get(stance, ())]
    if fitting:
        ready = any(one.ready for one in fitting)
        return None if ready else _check_first(order, fitting[0], knowledge)
    if disputed := by_stance.get("disputed"):
        return _disputed(order, disputed[0], knowledge)
    waiting = by_stance.get("needs_facts", [])
    against = [one for kind in AGAINST for one in by_stance.get(kind, ())]
    if against := _mildest(order, against, waiting):
        return _against(order, against, waiting, found, knowledge)
    if waiting:
        return _open(order, waiting[0], knowledge)
    return _better(order, place, found, knowledge)


def _named(options: Sequence[Option], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(names.short_option(knowledge, one.id, one.lesion) for one in options)


def _mildest(order: Proposed, against: list[Option], waiting: list[Option]) -> list[Option]:
    """What stands against all that the order can mean, the mildest first: more cannot be said of a wide code.

    Nothing where only what it may be part of has something against it.
    """
    mine = [one for one in against if one.id in order.options]
    refused = [one for one in mine if one.stance == "declined"]
    if refused or not mine or waiting:
        return refused or mine
    mild = [one for one in (*mine, *against) if one.stance == "not_advised"]
    return [*mild[:1], *mine]


def _against(
    order: Proposed,
    against: list[Option],
    waiting: list[Option],
    found: Glance,
    knowledge: Knowledge,
) -> Finding:
    """It has reasons against it; where it could mean something else that is open, it is asked what is meant."""
    first = against[0]
    held = [one for option in against for one in true(option, CONTRA)]
    held.sort(key=lambda one: CONTRA.index(one.counts_as))  # what rules it out leads
    cautions = [one for option in against for one in true(option, ("caution",))]
    said = title(order, first, told("cards", first.stance))
    if waiting:
        meant = names.short_option(knowledge, first.id)
        said = told("cards", "if_means", said=said, option=meant)
        if meant.lower() == order.what.lower():
            said = _unless(order, first, waiting, knowledge)
    return Finding(
        "warning" if waiting else _how_grave(first, held),
        said if first.stance == "declined" else _with_reason(said, texts(held)),
        (
            (told("cards", "ask_first"), _declined(first)),
            (told("cards", "against"), texts(held)),
            (told("cards", "for"), texts(true(first, ("recommend", "consider")))),
            (told("cards", "watch"), texts(cautions)),
            (told("cards", "could_mean"), _named(waiting, knowledge)),
            (told("cards", "in_the_plan"), tuple(_instead(first, found, knowledge))),
        ),
        tuple(one.checked for one in {each.rule: each for each in held}.values()),
    )


def _with_reason(said: str, reasons: tuple[str, ...]) -> str:
    """The first line with its first reason, where the whole of it has room."""
    whole = " ".join([f"{said}.", *reasons[:1]])
    return whole if reasons and len(whole) <= SUMMARY else said


def _unless(order: Proposed, first: Option, waiting: list[Option], knowledge: Knowledge) -> str:
    """What is against it under its own name, and what else the same order may be for."""
    others = listed([names.short_option(knowledge, one.id) for one in waiting], most=1)
    said = title(order, first, told("cards", first.stance))
    return told("cards", "unless_means", said=said, option=others)


def _declined(option: Option) -> tuple[str, ...]:
    """Of what was declined, what it would be otherwise; a refusal may be old."""
    if option.otherwise is None:
        return ()
    return (told("cards", "declined_ask", stance=word("stances", option.otherwise).lower()),)


def _how_grave(option: Option, held: list[Statement]) -> Indicator:
    """Critical only where a source that was read rules it out."""
    sure = any(one.counts_as == "contraindicated" and one.checked != "unverified" for one in held)
    return "critical" if option.stance == "contraindicated" and sure else "warning"


def _instead(option: Option, found: Glance, knowledge: Knowledge) -> Iterator[str]:
    """What the plan recommends of the same kind at the same place."""
    for one in found.options:
        same = one.lesion == option.lesion and one.modality == option.modality
        if same and one.stance == "recommended" and not one.done:
            yield names.short_option(knowledge, one.id, one.lesion)


def _disputed(order: Proposed, option: Option, knowledge: Knowledge) -> Finding:
    pro, con = true(option, ("recommend", "consider")), true(option, ("avoid",))
    said = title(order, option, told("cards", "disputed_order"))
    sections = ((told("cards", "against"), texts(con)), (told("cards", "for"), texts(pro)))
    return Finding("warning", said, sections, tuple(one.checked for one in (*pro, *con)))


def _check_first(order: Proposed, option: Option, knowledge: Knowledge) -> Finding:
    """Something would be against it if a fact were so, and nobody has given the fact."""
    checks = [one.fact for one in option.check_first if one.when == "before"]
    return _ask(order, option, _nearest(option, checks), knowledge)


def _nearest(option: Option, facts: list[str]) -> list[str]:
    """The facts in the order in which they could decide: what rules it out first, and what hangs on little."""
    waiting = sorted(
        (one for one in option.statements if one.truth == "unknown" and one.counts_as in CONTRA),
        key=lambda one: (CONTRA.index(one.counts_as), len(one.missing)),
    )
    ranked = [fact.rpartition(".")[2] for one in waiting for fact in one.missing]
    return sorted(facts, key=lambda name: ranked.index(name) if name in ranked else len(ranked))


def _open(order: Proposed, option: Option, knowledge: Knowledge) -> Finding | None:
    """Whether it fits is not known; told only where something could rule it out and asking may take its time."""
    if knowledge.interventions[option.id].meanwhile:
        return None
    unknown = [
        one
        for one in option.statements
        if one.truth == "unknown" and one.counts_as == "contraindicated"
    ]
    missing = [fact for one in unknown for fact in one.missing]
    return _ask(order, option, missing, knowledge) if missing else None


def _ask(order: Proposed, option: Option, facts: list[str], knowledge: Knowledge) -> Finding:
    asked = names.all_asked(knowledge, facts)
    verdict = told("cards", "check_first", facts=listed(asked, most=2))
    if option.id not in order.options:
        only = names.short_option(knowledge, option.id)
        verdict = told("cards", "fits_only", option=only, verdict=verdict)
    line = capital(listed(asked, most=MOST_ASKED))
    sections = (
        (told("cards", "ask_first"), (line,)),
        (told("cards", "watch"), texts(true(option, ("caution",)))),
    )
    return Finding("info", title(order, option, verdict) if order.asks else "", sections)


def _better(order: Proposed, place: Place, found: Glance, knowledge: Knowledge) -> Finding | None:
    """Nothing speaks for it, and the plan has something else in its place."""
    rivals = {name for one in place.options for name in knowledge.interventions[one.id].excludes}
    better = [
        one
        for one in found.options
        if one.lesion == place.lesion and one.id in rivals and _in_plan(one)
    ]
    if not better:
        return None
    instead = listed(_named(better, knowledge), most=2)
    said = told("cards", "better", what=order.what, better=instead)
    return Finding("info", said, ((told("cards", "in_the_plan"), why(better)),))


def _in_plan(option: Option) -> bool:
    return option.stance == "recommended" and not option.done


def _part_of_spine(
    order: Proposed, place: Place, found: Glance, knowledge: Knowledge
) -> Finding | None:
    """The plan asks for all of the spine, and a part was ordered; what rules out all of it rules out a part."""
    ruled_out = [one for one in place.options if one.stance == "contraindicated"]
    if ruled_out:
        return _against(order, ruled_out, [], found, knowledge)
    whole = [one for one in place.options if _in_plan(one)]
    if not whole:
        return None
    said = told("cards", "part_of_spine", what=order.what)
    return Finding("warning", said, ((told("cards", "in_the_plan"), why(whole)),))


def _other_level(order: Proposed, case: Case) -> Finding:
    known = listed([one.name for one in case.lesions or ()])
    said = told("cards", "other_level", what=order.what, ordered=ordered_levels(order), known=known)
    return Finding("warning", said, ((told("cards", "ask_first"), (told("cards", "level_ask"),)),))


def _which_level(order: Proposed, held: list[tuple[Place, Finding]]) -> Finding:
    """The order names no level, and at some lesions something stands against it."""
    lesions = listed([str(place.lesion) for place, _ in held])
    said = told("cards", "which_level", what=order.what, lesions=lesions)
    worst = min((one for _, one in held), key=lambda one: GRAVE.index(one.indicator))
    return _at_most_warning(worst)._replace(summary=said)


def _if_spine(one: Finding) -> Finding:
    """The code is not of the spine alone, so nothing is certain."""
    what = told("cards", "if_spine", what=one.summary)
    return _at_most_warning(one)._replace(summary=what)


def _at_most_warning(one: Finding) -> Finding:
    return one._replace(indicator="warning") if one.indicator == "critical" else one
