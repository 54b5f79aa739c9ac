"""Standard, or for the board and why: from what disagrees, what is open and how firmly the options stand.

The board's time belongs to cases that need it; a case counts as standard only where nothing speaks against that.
"""

from __future__ import annotations

from collections.abc import Iterator

from backstay.plan.assessment import Discussion, Option, Reason
from backstay.plan.notices import broken, out_of_scope
from backstay.plan.stances import OFFERED
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS

BOARD = "mdt_discussion"
LOCAL = ("radiation", "ablation", "surgery")  # what a spine board decides between


def discussion(evaluation: Evaluation, options: list[Option], level: str) -> Discussion:
    """Why this case needs a board, or that it is standard; an emergency is acted on first."""
    because = [*_rules(options), *_facts(evaluation), *_at_lesions(evaluation, options)]
    if level == "unknown":
        because.append(Reason(kind="urgency_not_known", about=[]))
    needs = "act_now" if level == "emergency" else "discuss" if because else "standard"
    return Discussion(needs=needs, because=because)  # type: ignore[arg-type]


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
        "disputed": [o for o in offered if o.stance == "disputed"],
        "declined": [o for o in here if o.stance == "declined" and o.otherwise in OFFERED],
        "choice": [o for o in best if o.choice is not None],
        "not_ready": [o for o in best if not o.ready],
        "not_robust": [o for o in best if not o.robust],
        "undecided": [] if best else offered or [o for o in here if o.stance == "needs_facts"],
    }
    for kind, found in checks.items():
        if found:
            about = sorted(o.id for o in found)
            yield Reason(kind=kind, about=about, lesion=lesion)  # type: ignore[arg-type]
