"""What a face with little time needs of an assessment: the same values, fewer of them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from backstay.case.cases import Case
from backstay.knowledge import Knowledge
from backstay.plan import notices as told
from backstay.plan.assess import edition_of, options_of, prepared, weighed_options
from backstay.plan.assessment import Discussion, Edition, Option, Plan, Question, Told, Urgency
from backstay.plan.clock import urgency
from backstay.plan.discussion import discussion
from backstay.plan.medicines_shape import Medicines
from backstay.plan.options import stance_shown
from backstay.plan.questions import questions
from backstay.plan.scores import unscored
from backstay.plan.steps import plan
from backstay.plan.trace import Tracer
from backstay.reason import evaluate

SHOWN = ("recommended", "consider", "disputed")


class Glance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Part of an assessment. `options` are those that stand for something, and those asked about, of any stance.

    Of those not asked about only the true statements are here; `check_first`, `robust` and `depends_on` tell what
    is open.
    """

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
    # Imported here: whoever only loads or evaluates does not wait for these rooms.
    from backstay.plan.medicines import has_unread, unread_notices, with_unread
    from backstay.plan.medicines import medicines as medicines_of
    from backstay.plan.radiation_asked import told_courses, with_courses

    program, table = prepared(knowledge)
    evaluation = evaluate(program, case)
    tracer = Tracer(evaluation)
    weighed = weighed_options(evaluation, table)
    wanted = [one for one in weighed if stance_shown(one) in SHOWN or one.intervention.id in about]
    options = options_of(tracer, weighed, wanted, {}, whole=about)
    clock = urgency(evaluation, tracer)
    scored = unscored(evaluation, tracer.missing)
    asked = questions(tracer.missing, weighed, options, scored, clock.level, case)
    notices = told.notices(evaluation, case)
    drugs = None
    if medicines or has_unread(evaluation):
        drugs = medicines_of(tracer.missing, options)
        asked = with_unread(asked, drugs, knowledge)
        notices = [*notices, *unread_notices(drugs)]
    return Glance(
        case=case.name,
        as_of=case.as_of.isoformat(),
        knowledge=edition_of(knowledge),
        urgency=clock,
        options=options,
        plan=plan(evaluation, options),
        discussion=discussion(evaluation, weighed, options, clock.level),
        questions=with_courses(asked, told_courses(evaluation), knowledge),
        notices=notices,
        medicines=drugs if medicines else None,
    )
