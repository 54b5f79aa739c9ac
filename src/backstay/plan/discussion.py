"""Standard, or for the board and why: from what disagrees, what is open and how firmly the options stand.

The board's time belongs to cases that need it; a case counts as standard only where nothing speaks against that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from backstay.plan.assessment import Discussion, Option, Reason
from backstay.plan.notices import broken, out_of_scope
from backstay.plan.options import Place, Weighed, stance_shown
from backstay.plan.stances import OFFERED
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS

BOARD = "mdt_discussion"
RULED_OUT = "contraindicated"
OPEN = ("not_ready", "not_robust", "lesions_not_known", "urgency_not_known")  # waits for facts
LOCAL = ("radiation", "ablation", "surgery")  # what a spine board decides between


Written = Mapping[Place, Option]


def discussion(
    evaluation: Evaluation, weighed: list[Weighed], options: list[Option], level: str
) -> Discussion:
    """Why this case needs a board, or that it is standard; an emergency is acted on first.

    `weighed` is every option; of `options` those that are recommended are needed.
    """
    written = {(one.id, one.lesion): one for one in options}
    because = [*_rules(weighed), *_facts(evaluation), *_at_lesions(evaluation, weighed, written)]
    if level == "unknown":
        because.append(Reason(kind="urgency_not_known", about=[]))
    return Discussion(needs=_needs(because, level), because=because)


def _needs(because: list[Reason], level: str) -> Literal["act_now", "discuss", "check", "standard"]:
    """What only waits for facts does not take the board's time: once they are there it is asked again."""
    if level == "emergency":
        return "act_now"
    if any(reason.kind not in OPEN for reason in because):
        return "discuss"
    return "check" if because else "standard"


def _rules(weighed: list[Weighed]) -> Iterator[Reason]:
    """Rules that ask for the board."""
    for one in weighed:
        if one.intervention.id == BOARD:
            for ruled in one.rules:
                if one.env[ruled.key] is True and ruled.says in ("recommend", "consider"):
                    rule = ruled.compiled.unit.entry.id
                    yield Reason(kind="rule", about=[BOARD], rule=rule)


def _facts(evaluation: Evaluation) -> Iterator[Reason]:
    for lesion, facts in broken(evaluation).items():
        yield Reason(kind="contradiction", about=sorted(facts), lesion=lesion)
    for lesion, facts in out_of_scope(evaluation).items():
        yield Reason(kind="out_of_scope", about=sorted(facts), lesion=lesion)
    if LESIONS not in evaluation.patient:
        yield Reason(kind="lesions_not_known", about=[])


def _at_lesions(
    evaluation: Evaluation, weighed: list[Weighed], written: Written
) -> Iterator[Reason]:
    local = [one for one in weighed if one.intervention.modality in LOCAL]
    for env in evaluation.lesions:
        here = [one for one in local if one.lesion == env["@lesion"]]
        for kind, about in _at_lesion(here, written).items():
            if about:
                yield Reason(kind=kind, about=sorted(about), lesion=env["@lesion"])  # type: ignore[arg-type]


def _at_lesion(here: list[Weighed], written: Written) -> dict[str, list[str]]:
    """What is to be talked about at one lesion, each with the ids of its options."""
    standing = [(one, stance_shown(one)) for one in here]
    offered = [one for one, stance in standing if stance in OFFERED]
    best = [
        written[one.intervention.id, one.lesion]
        for one, stance in standing
        if stance == "recommended"
    ]
    disputed = [one for one, stance in standing if stance == "disputed"]
    open_now = offered or [one for one, stance in standing if stance == "needs_facts"]
    ruled_out = [one for one, stance in standing if stance == RULED_OUT and _for_it(one)]
    return {
        "disputed": _ids([one for one in disputed if not best or _for_it(one)]),
        "declined": _ids([one for one in here if one.declined and one.stance in OFFERED]),
        "choice": _between_owners([o for o in best if o.choice is not None]),
        "not_ready": [o.id for o in best if not o.ready],
        "not_robust": [o.id for o in best if not o.robust],
        "undecided": [] if best else _ids(open_now),
        "nothing_left": [] if offered else _ids(ruled_out),
    }


def _ids(weighed: list[Weighed]) -> list[str]:
    return [one.intervention.id for one in weighed]


def _for_it(weighed: Weighed) -> bool:
    """Whether some rule recommends it, whatever speaks against it."""
    return "recommend" in weighed.tally.true


def _between_owners(choice: list[Option]) -> list[str]:
    """A choice that belongs to one specialty, such as a schedule of radiation, needs no board."""
    several = len({option.owner for option in choice}) > 1
    return [option.id for option in choice] if several else []
