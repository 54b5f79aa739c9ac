"""Standard, or for the board and why: from what disagrees, what is open and how firmly the options stand.

The board's time belongs to cases that need it; a case counts as standard only where nothing speaks against that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from backstay.plan.assessment import Discussion, Option, Reason
from backstay.plan.notices import broken, out_of_scope
from backstay.plan.stances import OFFERED
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS

BOARD = "mdt_discussion"
RULED_OUT = "contraindicated"
OPEN = ("not_ready", "not_robust", "lesions_not_known", "urgency_not_known")  # waits for facts
LOCAL = ("radiation", "ablation", "surgery")  # what a spine board decides between


def discussion(evaluation: Evaluation, options: list[Option], level: str) -> Discussion:
    """Why this case needs a board, or that it is standard; an emergency is acted on first."""
    because = [*_rules(options), *_facts(evaluation), *_at_lesions(evaluation, options)]
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


def _rules(options: list[Option]) -> Iterator[Reason]:
    """Rules that ask for the board."""
    for option in options:
        if option.id == BOARD:
            for said in option.statements:
                if said.truth == "true" and said.says in ("recommend", "consider"):
                    yield Reason(kind="rule", about=[BOARD], rule=said.rule)


def _facts(evaluation: Evaluation) -> Iterator[Reason]:
    for lesion, facts in broken(evaluation).items():
        yield Reason(kind="contradiction", about=sorted(facts), lesion=lesion)
    for lesion, facts in out_of_scope(evaluation).items():
        yield Reason(kind="out_of_scope", about=sorted(facts), lesion=lesion)
    if LESIONS not in evaluation.patient:
        yield Reason(kind="lesions_not_known", about=[])


def _at_lesions(evaluation: Evaluation, options: list[Option]) -> Iterator[Reason]:
    for env in evaluation.lesions:
        here = [o for o in options if o.lesion == env["@lesion"] and o.modality in LOCAL]
        yield from _at_lesion(env["@lesion"], here)


def _at_lesion(lesion: str, here: list[Option]) -> Iterator[Reason]:
    offered = [o for o in here if o.stance in OFFERED]
    best = [o for o in offered if o.stance == "recommended"]
    checks: dict[str, list[Option]] = {
        "disputed": [o for o in offered if o.stance == "disputed" and (not best or _for_it(o))],
        "declined": [o for o in here if o.stance == "declined" and o.otherwise in OFFERED],
        "choice": _between_owners([o for o in best if o.choice is not None]),
        "not_ready": [o for o in best if not o.ready],
        "not_robust": [o for o in best if not o.robust],
        "undecided": [] if best else offered or [o for o in here if o.stance == "needs_facts"],
        "nothing_left": []
        if offered
        else [o for o in here if o.stance == RULED_OUT and _for_it(o)],
    }
    for kind, found in checks.items():
        if found:
            about = sorted(o.id for o in found)
            yield Reason(kind=kind, about=about, lesion=lesion)  # type: ignore[arg-type]


def _for_it(option: Option) -> bool:
    """Whether some rule recommends it, whatever speaks against it."""
    return any(said.truth == "true" and said.says == "recommend" for said in option.statements)


def _between_owners(choice: list[Option]) -> list[Option]:
    """A choice that belongs to one specialty, such as a schedule of radiation, needs no board."""
    return choice if len({option.owner for option in choice}) > 1 else []
