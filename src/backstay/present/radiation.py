"""Radiation of a lesion in the decision: what it had, what it may still get, which limits hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.options import OFFERED
from backstay.present.reasons import Reason
from backstay.present.values import clean, course, number, rounded, span
from backstay.present.words import listed, say, sentence, word

STEREOTACTIC = "sbrt"  # the technique of a schedule
ASKED = NOTED = 2  # questions, and notes, on earlier courses told in the decision


class Line(NamedTuple):
    """One line of the decision and what it is: had, free, closed, below, limits, ask, first."""

    kind: str
    label: str
    reason: Reason
    more: str = ""  # what stands behind it; on paper only among the details


def told(assessment: Assessment) -> list[Entry]:
    """What the assessment says of radiation, by lesion; nothing in one that was written before it did."""
    found = (assessment.get("radiation") or {}).get("lesions") or []
    return list(found)


def at(assessment: Assessment, lesion: str | None) -> Entry | None:
    """What it says of one lesion."""
    return next((one for one in told(assessment) if one["lesion"] == lesion), None)


def brief(assessment: Assessment, lesion: str | None) -> list[Line]:
    """A lesion irradiated before in a few lines; limits of a first course where it is offered by stereotaxy."""
    found = at(assessment, lesion)
    if found is None:
        return []
    if found["courses"]:
        lines = [_had(found), *_free(found), *_limits(found), *_ask(found)]
        return [line for line in lines if line.reason.text]
    return [_first(found)] if _stereotactic(assessment, found) and found["limits"] else []


def in_question(assessment: Assessment, lesion: str) -> bool:
    """Whether radiation of the lesion is offered, or waits for facts."""
    return any(
        one.get("lesion") == lesion
        and one.get("modality") == "radiation"
        and one["stance"] in (*OFFERED, "needs_facts")
        for one in assessment.get("options", [])
    )


def as_line(entry: Entry, text: str, *, side: Any = "for") -> Reason:
    """A sentence with the sources of an entry, as other reasons are shown; without an entry it has none."""
    return Reason(
        text=sentence(clean(text)),
        says="",
        side=side,
        truth="true",
        sources=tuple(entry.get("evidence") or ()),
        status=str(entry.get("checked") or entry.get("status") or ""),
        missing=(),
        local="",
    )


def gray(pair: Any) -> str:
    """A dose in words: "37.5 Gy", "at least 30 Gy", "not known"."""
    return say("dose", dose=rounded(pair)) if known(pair) else say("not_known")


def known(pair: Any) -> bool:
    """Whether anything is known of an amount: 0 to anything says nothing."""
    return pair is not None and tuple(pair) != (0, None)


def by_fractions(doses: Mapping[Any, str]) -> str:
    """Doses by number of fractions: "9 Gy in 1, 12.2 Gy in 2 and 14.5 Gy in 3 fractions"."""
    rows = sorted((int(count), dose) for count, dose in doses.items())
    parts = [say("dose_in", dose=dose, count=count) for count, dose in rows]
    return say("in_fractions", doses=listed(parts))


def dose_of(dose: Any) -> str:
    """A dose, a range, or a limit that is text already."""
    if isinstance(dose, str):
        return dose
    return number(dose) if isinstance(dose, int | float) else span(*dose)


def tissue(name: str) -> str:
    return word("tissues", name)


def was(one: Entry) -> str:
    """A course as it was told: dose, fractions and time, and that it was stereotactic."""
    if one["prescribed"] is None and one["fractions"] is None and one["months"] is None:
        return say("course_unknown", number=one["number"])
    months = one["months"]
    ago = None if months is None else months[0] if months[0] == months[1] else None
    text = course({"dose": one["prescribed"], "fractions": one["fractions"], "months_ago": ago})
    return f"{say('stereotactic')} {text}" if one["stereotactic"] else text


def in_short(found: Entry) -> str:
    """What a lesion had, in one line: none, not known, or its courses and what cord and sac got by them."""
    if found["courses"] is None:
        return sentence(say("not_known"))
    if not found["courses"]:
        return sentence(say("none"))
    return " ".join(sentence(one) for one in (*map(was, found["courses"]), _got(found)))


def _had(found: Entry) -> Line:
    """The earlier courses, what cord and sac got by them, how that is known and what was taken for granted."""
    given = sentence("; ".join(was(one) for one in found["courses"]))
    told = " ".join(sentence(one) for one in (_got(found), _how(found)) if one)
    more = " ".join(sentence(one) for one in found["notes"][:NOTED])
    return Line("had", say("earlier"), as_line(found, f"{given} {told}"), more)


def _got(found: Entry) -> str:
    """What cord and sac got by all courses together."""
    cord, sac = gray(found["cord_eqd2"]), gray(found["sac_eqd2"])
    if found["cord_here"] is False:
        return say("had_cauda", sac=sac)
    if not known(found["cord_eqd2"]) and not known(found["sac_eqd2"]):
        return say("had_unknown")
    return say("had_same", both=cord) if cord == sac else say("had", cord=cord, sac=sac)


def _how(found: Entry) -> str:
    """How the dose of the tissue is known; of several courses in one sentence."""
    name = "sac" if found["cord_here"] is False else "cord"
    said = list(dict.fromkeys(one[name]["says"] for one in found["courses"]))
    if all(one[name]["how"] == "unknown" for one in found["courses"]):
        return ""  # that it is not known stands before it
    return str(said[0]) if len(said) == 1 else say("how_differs")


def _free(found: Entry) -> list[Line]:
    """The dose that may still be given, or why none is named."""
    free = found["available"]
    if free is None or free["fractions"] is None:
        why = [free["refused"]] if free and free["refused"] else found["refused"]
        kind = "below" if found["cord_here"] is False else "closed"
        return [Line(kind, say("no_dose"), as_line(free or found, one)) for one in why[:1]]
    label = say("still", tissue=tissue(free["tissue"]))
    doses = {count: say("dose", dose=number(dose)) for count, dose in free["fractions"].items()}
    told = "; ".join([by_fractions(doses), *free["conditions"]])
    return [Line("free", label, as_line(free, told))]


def _limits(found: Entry) -> list[Line]:
    """The limits of each rule set that speaks here, each set by its name."""
    return [_of_set(one) for one in found["rules"] if not one["refused"]]


def _of_set(one: Entry) -> Line:
    """All limits of one set in a line: not met, met, not known, and those that the next course has to meet."""
    found: dict[str, list[str]] = {}
    for limit in one["limits"]:
        found.setdefault(standing(limit), []).append(judged(limit))
    told = [say(phrase, limits="; ".join(found[phrase])) for phrase in STANDINGS if phrase in found]
    kind = next(name for name in WEIGHED if name in found)
    return Line(kind, one["title"], as_line(one, " ".join(told)))


STANDINGS = ("limits_broken", "limits_open", "limits_kept", "limits_next")
# A set is met as a whole only where no limit of it waits for the next course.
WEIGHED = ("limits_broken", "limits_open", "limits_next", "limits_kept")


def standing(limit: Entry) -> str:
    """Whether a limit is not met, not known, met, or for the next course to meet."""
    if limit["met"] is None:
        return "limits_next" if limit["next"] else "limits_open"
    return "limits_kept" if limit["met"] else "limits_broken"


def judged(limit: Entry) -> str:
    """One limit with the number that it has here: "all courses together (EQD2) 37.5 of at most 70 Gy"."""
    value = limit["value"]
    so_far = f" {say('so_far')}" if limit["next"] else ""
    here = f"{rounded(value)}{so_far} " if known(value) else ""
    return f"{limit['label']} {here}({bound(limit)})"


def bound(limit: Entry) -> str:
    """What a limit asks for: "at most 70 Gy"; where the source has a range, its stricter end too."""
    name = "at_most" if limit["at_least"] is None else "at_least"
    told = f"{say(name, low=number(limit['limit']))} {unit(limit)}".strip()
    stricter = limit["stricter"]
    return told if stricter is None else say("stricter_end", limit=told, stricter=number(stricter))


def unit(limit: Entry) -> str:
    """The unit of a limit; a share has none."""
    return word("dose_units", limit["unit"] or "share")


def _ask(found: Entry) -> list[Line]:
    asks = list(dict.fromkeys(str(one["text"]) for one in found["asks"]))
    rest = [say("ask_more", count=len(asks) - ASKED)] if len(asks) > ASKED else []
    shown = " ".join([*asks[:ASKED], *rest])
    return [Line("ask", say("ask_dose"), as_line({}, shown))] if asks else []


def _first(found: Entry) -> Line:
    """The limits of a first course by one metric of one rule set; the others stand among the details."""
    top = found["limits"][0]
    same = [one for one in found["limits"] if _row(one) == _row(top)]
    doses = by_fractions(
        {one["fractions"]: limit_of(one, say("dose", dose=number(one["limit"]))) for one in same}
    )
    by = tissue(top["tissue"])
    text = say("limits_by", set=top["title"], tissue=by, metric=top["metric"], doses=doses)
    label = say("first_limits" if found["limits_hold"] else "first_limits_if")
    return Line("first", label, as_line(top, text))


def _row(limit: Entry) -> tuple[str, str]:
    return limit["rule_set"], limit["metric"]


def limit_of(one: Entry, told: str) -> str:
    """A limit, with the upper end of its range where the source has one."""
    upper = one["upper"]
    return told if upper is None else say("upper_end", limit=told, upper=number(upper))


def _stereotactic(assessment: Assessment, found: Entry) -> bool:
    """Whether a stereotactic schedule belongs to an option that is offered here."""
    listed_ = [*found["schedules"]["fitting"], *found["schedules"]["possible"]]
    given = {name for one in listed_ if one["technique"] == STEREOTACTIC for name in one["options"]}
    return any(
        one["id"] in given and one.get("lesion") == found["lesion"] and one["stance"] in OFFERED
        for one in assessment.get("options", [])
    )
