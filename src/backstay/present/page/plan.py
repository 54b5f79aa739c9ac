"""The plan in time, the team, and what stands beside the plan for the whole person."""

from __future__ import annotations

from backstay.present import options, plan
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.page.brief import refused_lines
from backstay.present.page.parts import check, details_of, done, section, source, stance
from backstay.present.plan import Step
from backstay.present.words import heading, listed, say, sentence


def plan_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    steps = plan.steps(assessment, knowledge)
    told = team_line(assessment, "no-print")
    body = _table(knowledge, steps) if steps else el("p", say("no_steps"), cls="s")
    return section("plan", heading("plan"), body, told, cls="plan-part")


def team_line(assessment: Assessment, cls: str) -> Markup | None:
    """Who is needed; paper tells it among the details."""
    team = plan.team(assessment)
    return (
        el("p", el("b", heading("team"), ": "), sentence(listed(team)), cls=cls) if team else None
    )


def beside_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Options of the whole person that are no step: names, and why not where something speaks against."""
    group = options.beside_plan(assessment)
    if group is None or not (group.offered or group.waiting or group.refused):
        return None
    offered = options.by_stance([*group.offered, *group.waiting])
    return section(
        "beside-plan",
        heading("beside_plan"),
        [join(_named(knowledge, name, found), " ") for name, found in offered.items()],
        refused_lines(knowledge, group.refused),
        cls="options beside-plan",
    )


def _table(knowledge: Knowledge, steps: list[Step]) -> Markup:
    """Steps beside their time; a row holds what, by whom, and why."""
    top = el("tr", [el("th", head, scope="col") for head in (say("when"), say("step"), say("why"))])
    groups = [_group(knowledge, time, found) for time, found in plan.by_time(steps)]
    caption = el("caption", heading("plan"), cls="vh")
    return el("table", caption, el("thead", top), groups, cls="t plan cards")


def _group(knowledge: Knowledge, time: str, found: list[Step]) -> Markup:
    when = el("th", time, scope="rowgroup", rowspan=len(found), cls="time")
    rows = [
        el("tr", when if place == 0 else None, _cells(knowledge, one))
        for place, one in enumerate(found)
    ]
    return el("tbody", rows)


def _cells(knowledge: Knowledge, one: Step) -> Markup:
    return join(el("th", _what(one), scope="row"), " ", el("td", _why(knowledge, one)))


def _what(one: Step) -> Markup:
    """What, whether it is one of a choice, what to check, what comes before, and who does it."""
    parts = (
        (say("one_of") if one.choice else "", "tag"),
        (one.check, "check"),
        (plan.after(one), "dim"),
        (one.owner, "owner"),
    )
    shown = [join(" ", el("span", text, cls=cls)) for text, cls in parts if text]
    return join(f"{one.number}. ", el("b", one.what), shown)


def _why(knowledge: Knowledge, one: Step) -> Markup:
    """The first reason with its source, what to check meanwhile, and how many harms there are."""
    href = details_of({"id": one.id, "lesion": one.lesion})
    text = one.reason.text if one.reason else say("reason_not_known")
    source_ = join(" ", source(knowledge, one.reason, short=True)) if one.reason else None
    # The reasons of a treatment of a lesion stand above; paper does not tell them twice.
    why = el("span", text, source_, cls="no-print" if one.lesion is not None else None)
    meanwhile = f" {one.meanwhile}." if one.meanwhile else None
    count = say("harms_count", count=one.harms)
    harms = join(" ", el("a", count, href=href, cls="dim")) if one.harms else None
    return join(why, meanwhile, harms)


def _named(knowledge: Knowledge, name: str, found: list[Entry]) -> Markup:
    """The options of one stance by name, each a link to its reasons."""
    shown = [_name(knowledge, option) for option in found]
    told = join(shown[:1], [join("; ", one) for one in shown[1:]])
    if name == "needs_facts":  # many, and not for today: paper counts them here
        count = el("span", say("options_below", count=len(found)), cls="print-only")
        told = join(el("span", told, cls="no-print"), count)
    return el("p", stance(name), " ", told, ".", cls="names")


def _name(knowledge: Knowledge, option: Entry) -> Markup:
    link = el("a", options.titles(knowledge, [option]), href=details_of(option))
    return join(link, done(option), check(knowledge, option))
