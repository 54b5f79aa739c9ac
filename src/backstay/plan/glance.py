"""What a face with little time needs of an assessment: the same values, fewer of them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from backstay.case.cases import Case
from backstay.knowledge import Knowledge
from backstay.plan.assess import assess
from backstay.plan.assessment import Discussion, Edition, Option, Plan, Question, Told, Urgency
from backstay.plan.medicines_shape import Medicines

SHOWN = ("recommended", "consider", "disputed")


class Glance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Part of an assessment. `options` are those that stand for something, and those asked about, of any stance."""

    case: str
    as_of: str
    knowledge: Edition
    urgency: Urgency
    options: list[Option]
    plan: Plan
    discussion: Discussion
    questions: list[Question]
    notices: list[Told]
    medicines: Medicines | None


def glance(
    case: Case, knowledge: Knowledge, *, about: Collection[str] = (), medicines: bool = False
) -> Glance:
    """The clock, the plan, what is missing, and the options of `about`, as `assess` gives them.

    Without `medicines` nothing is said of what the person takes.
    """
    whole = assess(case, knowledge, what_if=False)
    shown = [one for one in whole.options if one.stance in SHOWN or one.id in about]
    return Glance(
        case=whole.case,
        as_of=whole.as_of,
        knowledge=whole.knowledge,
        urgency=whole.urgency,
        options=shown,
        plan=whole.plan,
        discussion=whole.discussion,
        questions=whole.questions,
        notices=whole.notices,
        medicines=whole.medicines if medicines else None,
    )
