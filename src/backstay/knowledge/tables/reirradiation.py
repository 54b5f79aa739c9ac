"""What holds when a level is irradiated again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from backstay.knowledge.entries import Checked, Entry

if TYPE_CHECKING:
    from backstay.knowledge.linked import Knowledge

Measure = Literal[
    "planned_eqd2", "cumulative_eqd2", "planned_share", "months", "cumulative_bed", "highest_bed"
]
Basis = Literal["worked_table", "practice"]


class ReirradiationSet(Entry, frozen=True, kw_only=True):
    """One published set of limits for another course, and for whom it was found."""

    title: str
    tissue: str  # whose dose the limits are of
    default: bool = False  # the one set by which a dose is proposed
    after: str  # in words: after which earlier courses it holds
    most_fractions: int | None = None  # of the course that is planned
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class ReirradiationLimit(Entry, frozen=True, kw_only=True):
    """One limit of a set."""

    rule_set: str
    measure: Measure
    label: str
    unit: Literal["Gy", "mo", ""]
    at_most: float | None = None
    at_least: float | None = None
    stricter: float | None = None  # the other end where the source gives a range
    alpha_beta: float | None = None  # Gy, of a limit that is a biologically effective dose
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class ReirradiationDoses(Entry, frozen=True, kw_only=True):
    """Total doses (Gy) by number of fractions that a source gives after some earlier courses."""

    title: str
    basis: Basis
    tissue: str
    prior: tuple[str, ...]  # "30/10"; "none" for no earlier course
    doses: dict[int, tuple[float, float]]  # both ends the same for one dose
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class ReirradiationSeries(Entry, frozen=True, kw_only=True):
    """What happened to people or animals irradiated twice: to be weighed, no limit."""

    title: str
    of: Literal["people", "animals"]
    says: str
    evidence: tuple[str, ...]
    checked: Checked


class RecoveryStep(Entry, frozen=True, kw_only=True):
    """How much of an earlier dose is counted no more from so many months on, by a simple rule."""

    from_months: float
    share: float
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class EarlierCourse(Entry, frozen=True, kw_only=True):
    """How an earlier course is read of which no dose to the cord is known. A convention of ours."""

    presumed_up_to: float  # Gy a fraction: conventional where the technique is not told
    presumed: tuple[str, ...]  # schedules of larger fractions that are conventional all the same
    believed_up_to: float  # Gy a fraction: above, the word "conventional" is not believed
    stands_for: tuple[
        float, float
    ]  # share of the prescription that cord and sac got at their maximum
    step: float  # Gy: doses are rounded down to multiples of it
    most_fractions: int  # up to which a dose is computed
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


KINDS: dict[str, type[Entry]] = {
    "reirradiation_sets": ReirradiationSet,
    "reirradiation_limits": ReirradiationLimit,
    "reirradiation_doses": ReirradiationDoses,
    "reirradiation_series": ReirradiationSeries,
    "recovery_steps": RecoveryStep,
    "earlier_courses": EarlierCourse,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]
LEAVING: tuple[Measure, ...] = ("planned_eqd2", "cumulative_eqd2", "planned_share")
READING = "earlier_course"  # the one entry of its kind


def sets(knowledge: Knowledge) -> dict[str, ReirradiationSet]:
    """Every set of limits, by id."""
    found: dict[str, ReirradiationSet] = knowledge.tables["reirradiation_sets"]
    return found


def limits(knowledge: Knowledge, rule_set: str) -> tuple[ReirradiationLimit, ...]:
    """The limits of one set."""
    table: dict[str, ReirradiationLimit] = knowledge.tables["reirradiation_limits"]
    return tuple(one for one in table.values() if one.rule_set == rule_set)


def default_set(knowledge: Knowledge) -> ReirradiationSet:
    """The set by which a dose is proposed."""
    return next(one for one in sets(knowledge).values() if one.default)


def series(knowledge: Knowledge) -> tuple[ReirradiationSeries, ...]:
    """What happened where a cord was irradiated twice."""
    return tuple(knowledge.tables["reirradiation_series"].values())


def reading(knowledge: Knowledge) -> EarlierCourse:
    """How an earlier course is read."""
    found: EarlierCourse = knowledge.tables["earlier_courses"][READING]
    return found


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for kind, check in (
        ("reirradiation_sets", _set),
        ("reirradiation_limits", _limit), ("reirradiation_doses", _doses), ("earlier_courses", _reading),
    ):  # fmt: skip
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in check(made, entry))
    yield from _default(made)
    yield from _recovery(made)
    if READING not in made["earlier_courses"]:
        yield "earlier_courses", READING, "how an earlier course is read stands nowhere"


TISSUES = ("thecal_sac", "spinal_cord")  # whose earlier dose a case tells


def _set(made: Made, entry: ReirradiationSet) -> Iterator[str]:
    if entry.tissue not in TISSUES:
        yield f"{entry.tissue} is none of {', '.join(TISSUES)}"


def _limit(made: Made, entry: ReirradiationLimit) -> Iterator[str]:
    if entry.rule_set not in made["reirradiation_sets"]:
        yield f"{entry.rule_set} is not a set of limits for re-irradiation"
    if (entry.at_most is None) == (entry.at_least is None):
        yield "a limit has one of at_most and at_least"
    if (entry.measure == "months") != (entry.at_least is not None):
        yield "months have at_least, all else has at_most"
    if entry.measure == "planned_share" and not 0 < (entry.at_most or 0) < 1:
        yield "a share is between 0 and 1"
    if entry.stricter is not None and not 0 < entry.stricter < (entry.at_most or 0):
        yield "the stricter end is below at_most"
    if entry.measure.endswith("_bed") != (entry.alpha_beta is not None):
        yield "alpha_beta is given with a biologically effective dose, and only there"


def _doses(made: Made, entry: ReirradiationDoses) -> Iterator[str]:
    if any(not 0 < low <= high for low, high in entry.doses.values()):
        yield "a range of doses has its lower end first"
    if any(fractions < 1 for fractions in entry.doses):
        yield "a course has at least one fraction"
    for text in entry.prior:
        if text != "none" and not _schedule(text):
            yield f"{text} is not a schedule such as 30/10"


def _reading(made: Made, entry: EarlierCourse) -> Iterator[str]:
    if not 0 < entry.presumed_up_to <= entry.believed_up_to:
        yield "presumed_up_to is at most believed_up_to"
    if entry.step <= 0 or entry.most_fractions < 1:
        yield "step is more than 0, and most_fractions at least 1"
    if not 0 < entry.stands_for[0] <= entry.stands_for[1]:
        yield "a range of shares has its lower end first"
    for text in entry.presumed:
        if not _schedule(text):
            yield f"{text} is not a schedule such as 30/10"


def _schedule(text: str) -> bool:
    dose, slash, fractions = text.partition("/")
    return bool(slash) and dose.replace(".", "", 1).isdigit() and fractions.isdigit()


def _default(made: Made) -> Iterator[Problem]:
    """One set proposes doses, and has a limit by which it can."""
    listed = [one.id for one in made["reirradiation_sets"].values() if one.default]
    if len(listed) != 1:
        yield "reirradiation_sets", (listed or ["none"])[-1], "one set is the default"
    of_doses = {
        one.rule_set for one in made["reirradiation_limits"].values() if one.measure in LEAVING
    }
    for name in listed:
        if name not in of_doses:
            yield "reirradiation_sets", name, f"the default set has a limit of {', '.join(LEAVING)}"


def _recovery(made: Made) -> Iterator[Problem]:
    listed = sorted(made["recovery_steps"].values(), key=lambda one: one.from_months)
    shares = [one.share for one in listed]
    if shares != sorted(set(shares)) or any(not 0 < share < 1 for share in shares):
        yield "recovery_steps", listed[-1].id, "shares are between 0 and 1 and grow with the months"
