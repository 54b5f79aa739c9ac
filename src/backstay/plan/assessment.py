"""The shape of an assessment: what every face shows and other software may rely on.

Readers ignore keys they do not know; unknown is null, an interval is [low, high].
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from backstay.plan.medicines_shape import Medicines
from backstay.plan.radiation_shape import Radiation

# gc=False throughout: these values hold no cycles, and thousands of them need not be watched for any.
Truth = Literal["true", "false", "unknown"]
Stance = Literal[
    "recommended", "consider", "disputed", "needs_facts",
    "not_advised", "contraindicated", "declined", "not_indicated",
]  # fmt: skip
Urgent = Literal["emergency", "urgent", "soon", "routine", "unknown"]


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reason for or against, or a caution, with the value of every name it reads."""

    rule: str
    says: str
    counts_as: str  # an unverified contraindication of urgent, radiation or surgery counts as avoid
    truth: Truth
    because: str
    facts: dict[str, Any]
    missing: list[str]  # facts that would settle it while it is unknown
    evidence: list[str]
    checked: str
    framework: str | None
    awaits_review: bool
    note: str | None = None
    local: str | None = None  # what an overlay changed, and who answers for it
    # Drugs that it speaks of and what allows them; left out where it names none or does not hold.
    drugs: list[str] | msgspec.UnsetType = msgspec.UNSET
    approvals: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET


class Check(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact to get first: before the option, or meanwhile where waiting would harm."""

    fact: str
    lesion: str | None
    when: Literal["before", "meanwhile"]
    why: Literal["unknown", "contradiction", "out_of_scope"]


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One changed fact that would change the stance."""

    fact: str
    lesion: str | None
    old: Any = msgspec.field(name="from")
    new: Any = msgspec.field(name="to")
    stance: Stance


class Option(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    title: str
    modality: str
    owner: str
    lesion: str | None
    stance: Stance
    otherwise: Stance | None
    ready: bool
    check_first: list[Check]
    done: bool  # surely done already: kept as an option, no step of the plan
    robust: bool
    depends_on: list[str]  # unknown facts that could still alter the stance
    choice: str | None
    statements: list[Statement]
    would_change: list[Change]


class Urgency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    level: Urgent
    could_be: Urgent | None
    within_hours: float | None
    because: list[Statement]
    open: list[Statement]  # clocks that are not known to be false


class ScoreItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    fact: str
    label: str
    value: Any
    points: float | list[float] | None
    partial: str | None


class ScoreResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    title: str
    lesion: str | None
    applies: bool | None
    measures: str
    prognostic: bool
    higher: str
    range: list[float] | None
    total: float | str | None
    interval: list[float | str] | None  # grades such as ESCC stand as text
    band: str | None
    band_label: str | None
    possible_bands: list[str]
    outcome: str | None
    items: list[ScoreItem]
    missing: list[str]
    population: str
    partial: str | None
    pitfalls: list[str]
    checked: str
    evidence: list[str]


class PlanStep(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    title: str
    lesion: str | None
    when: Literal["now", "today", "two_days", "this_week", "planned"]
    within_hours: float | None
    after: list[str]
    owner: str
    choice: str | None
    ready: bool
    because: list[str]  # step rules that set its time or order


class Plan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    steps: list[PlanStep]
    team: list[str]


class Question(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An open question; `could_change` is empty where there is no need to wait for the answer."""

    fact: str
    lesion: str | None
    asks: str
    could_change: list[str]
    urgency: bool  # could make it more urgent than is known now
    stale: bool
    value: int  # how much hangs on it: the weight of what it could change
    settles: list[str]  # options of which it is the one open fact
    holds_up: list[str]  # recommended options that wait for it


class Disagreement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where sources part: about one option, about the choice at a lesion, or between published lists."""

    kind: Literal["option", "choice", "list"]
    about: str
    lesion: str | None
    positions: list[dict[str, Any]]
    frameworks: list[dict[str, Any]] = []  # each with its stance, or with what it recommends
    parts_on: list[str] = []  # the facts on which they part


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why a case needs discussion. `about` names options, or facts where the kind is about facts."""

    kind: Literal[
        "rule", "disputed", "choice", "undecided", "not_ready", "not_robust", "declined",
        "nothing_left", "contradiction", "out_of_scope", "lesions_not_known", "urgency_not_known",
    ]  # fmt: skip
    about: list[str]
    lesion: str | None = None
    rule: str | None = None


class Discussion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whether the case is standard or needs a board; in an emergency the team on call acts first.

    `check`: nothing speaks against standard but facts that are still open.
    """

    needs: Literal["act_now", "discuss", "check", "standard"]
    because: list[Reason]


class Told(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A notice: something every reader must see."""

    id: str
    text: str
    lesion: str | None
    facts: list[str]
    evidence: list[str]
    place: Literal["head", "differ", "board"] = "head"


class Edition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    edition: str
    fingerprint: str
    overlay: str | None


class Assessment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything that follows from one case under one knowledge."""

    case: str
    as_of: str
    knowledge: Edition
    settings: dict[str, str]
    urgency: Urgency
    scores: list[ScoreResult]
    definitions: dict[str, Any]
    options: list[Option]
    plan: Plan
    discussion: Discussion
    questions: list[Question]
    disagreements: list[Disagreement]
    notices: list[Told]
    remarks: list[dict[str, Any]]
    facts: dict[str, Any]
    medicines: Medicines
    radiation: Radiation
    outlook: dict[str, Any]


def as_document(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain JSON values."""
    document: dict[str, Any] = msgspec.to_builtins(assessment)
    return document
