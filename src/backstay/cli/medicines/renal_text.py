"""What kidneys and other organs do to a dose, in lines for a terminal."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.cli.medicines.one_line import asked
from backstay.knowledge import Knowledge
from backstay.medicines.organs.said import Dose, OrganAdvice, Said

VERDICTS = {
    "unread": "nothing was read",
    "usual": "usual dose",
    "caution": "with care",
    "avoid": "avoid",
    "contraindicated": "contraindicated",
}


def renal_text(kidney: OrganAdvice, others: list[OrganAdvice], knowledge: Knowledge) -> str:
    """The whole answer, the kidneys first."""
    lines = [line for one in (kidney, *others) for line in _lines(one, knowledge)]
    return "\n".join(lines) + "\n"


def _lines(one: OrganAdvice, knowledge: Knowledge) -> list[str]:
    found = [_head(one)]
    for said in one.says:
        found += _source(said, knowledge)
    for said in one.possible:
        found += _source(said, knowledge)
    if one.note:
        found.append(f"  {one.note}")
    if one.check_first:
        found.append(f"  Check first: {asked(one.check_first, knowledge)}")
    return found


def _head(one: OrganAdvice) -> str:
    told = f"{one.drug}, {one.organ}"
    if one.value is not None:
        told += f" ({_range(one.value)})"
    return told + (" is not known: every band" if one.possible else "")


def _source(said: Said, knowledge: Knowledge) -> list[str]:
    """One band of one source: verdict and dose, notes, and what was read."""
    about = [name for name in (said.position, said.about_form, said.route) if name]
    who = f"{', '.join(about).replace('_', ' ')}: " if about else ""
    only = f", {said.form.replace('_', ' ')} only" if said.form else ""
    parts = [VERDICTS[said.verdict] + only, *(_amounts(said.dose) if said.dose else ())]
    shorts = ", ".join(knowledge.evidence[name].short for name in said.evidence)
    read = f"    [{said.checked.status}] {shorts}: {said.checked.read}"
    return [
        f"  {who}{_band(said)}{'; '.join(parts)}",
        *(f"    {note}" for note in said.notes),
        read,
    ]


def _band(said: Said) -> str:
    if said.band is None:
        return ""
    low, high = said.band
    return f"from {low:g}: " if high is None else f"{low:g} to {high:g}: "


def _amounts(dose: Dose) -> list[str]:
    """Each amount that was read, with its unit."""
    single = None if dose.single == dose.daily else dose.single
    top = Interval(dose.max, dose.max) if dose.max is not None and not dose.daily else None
    once = dose.per_day == Interval(1, 1)
    told = [
        ("begin with {} a day", dose.start, dose.unit),
        ("{} at a time", single, dose.unit),
        ("{} a day", dose.daily, dose.unit),
        ("at most {} a day", top, dose.unit),
        ("{} times a day", None if once else dose.per_day, ""),
        ("every {}", dose.every_hours, "hours"),
        ("{} times the usual interval", dose.longer_interval, ""),
        ("after each hemodialysis {} more", dose.supplement, dose.unit),
    ]
    found = [text.format(f"{_range(pair)} {unit}".strip()) for text, pair, unit in told if pair]
    if once:
        found.append("once a day")
    share = dose.share
    if share and share.high < 1:
        found.append(f"{_range(Interval(share.low * 100, share.high * 100))} % of the usual dose")
    return found


def _range(pair: Interval) -> str:
    return f"{pair.low:.4g}" if pair.low == pair.high else f"{pair.low:.4g} to {pair.high:.4g}"
