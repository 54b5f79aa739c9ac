"""Radiation of a lesion in the decision: what it had, what it may still get, which limits hold."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.present.knows import Assessment, Entry
from backstay.present.options import OFFERED
from backstay.present.reasons import Reason
from backstay.present.values import clean, course, number, span
from backstay.present.words import listed, say, sentence, word

STEREOTACTIC = "sbrt"  # the technique of a schedule
ASKED = 2  # questions on earlier courses told in the decision


class Line(NamedTuple):
    """One line of the decision and what it is: had, free, closed, kept, broken, open, ask, first."""

    kind: str
    reason: Reason


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


def rounded(pair: Any, decimals: int = 2) -> str:
    """An interval as it is read: to so many decimals."""
    low, high = pair
    return span(round(low, decimals), None if high is None else round(high, decimals))


def known(pair: Any) -> bool:
    """Whether anything is known of an amount: 0 to anything says nothing."""
    return pair is not None and tuple(pair) != (0, None)


def by_fractions(doses: dict[Any, Any]) -> str:
    """Doses by number of fractions: "9 Gy in 1, 12.2 in 2 and 14.5 in 3 fractions"."""
    rows = sorted((int(count), dose) for count, dose in doses.items())
    parts = [
        say("dose_in" if place == 0 else "more_in", dose=dose_of(dose), count=count)
        for place, (count, dose) in enumerate(rows)
    ]
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


def _had(found: Entry) -> Line:
    """The earlier courses, what cord and sac got by them, and how that is known."""
    cord, sac = gray(found["cord_eqd2"]), gray(found["sac_eqd2"])
    name = "had_cauda" if found["cord_here"] is False else "had_same" if cord == sac else "had"
    if not known(found["cord_eqd2"]) and not known(found["sac_eqd2"]):
        name = "had_unknown"
    given = listed([was(one) for one in found["courses"]])
    text = f"{sentence(say('earlier', courses=given))} {sentence(say(name, cord=cord, sac=sac))}"
    return Line("had", as_line(found, f"{text} {sentence(_how(found))}"))


def _how(found: Entry) -> str:
    """How the dose of the tissue is known; of several courses in one sentence."""
    name = "sac" if found["cord_here"] is False else "cord"
    said = list(dict.fromkeys(one[name]["says"] for one in found["courses"]))
    return str(said[0]) if len(said) == 1 else say("how_differs")


def _free(found: Entry) -> list[Line]:
    """The dose that may still be given, or why none is named."""
    free = found["available"]
    if free is None or free["fractions"] is None:
        why = [free["refused"]] if free and free["refused"] else found["refused"]
        return [Line("closed", as_line(free or found, no_dose(one))) for one in why[:1]]
    shown = by_fractions(free["fractions"])
    return [Line("free", as_line(free, say("still", tissue=tissue(free["tissue"]), doses=shown)))]


def no_dose(why: str) -> str:
    """That no dose is named, and why."""
    return say("no_dose", why=sentence(why))


def _limits(found: Entry) -> list[Line]:
    """The limits of each rule set that speaks here, each set by its name."""
    return [_of_set(one) for one in found["rules"] if not one["refused"]]


def _of_set(one: Entry) -> Line:
    """All limits of one set in a line: met, not met, those that the next course has to meet, not known."""
    limits = one["limits"]
    parts = {
        "broken": [judged(limit) for limit in limits if limit["met"] is False],
        "kept": [judged(limit) for limit in limits if limit["met"]],
        "open": [judged(limit) for limit in limits if limit["met"] is None and not limit["next"]],
        "next": [judged(limit) for limit in limits if limit["next"]],
    }
    told = [
        say(f"limits_{name}", limits="; ".join(found)) for name, found in parts.items() if found
    ]
    kind = next((name for name in ("broken", "open") if parts[name]), "kept")
    return Line(kind, as_line(one, f"{sentence(one['title'])} {' '.join(told)}"))


def judged(limit: Entry) -> str:
    """One limit with the number that it has here: "all courses together (EQD2) 37.5 of at most 70 Gy"."""
    value = limit["value"]
    so_far = f" {say('so_far')}" if limit["next"] else ""
    here = f"{rounded(value)}{so_far} " if known(value) else ""
    return f"{limit['label']} {here}({bound(limit)})"


def bound(limit: Entry) -> str:
    """What a limit asks for: "at most 70 Gy"."""
    name = "at_most" if limit["at_least"] is None else "at_least"
    return f"{say(name, low=number(limit['limit']))} {unit(limit)}".strip()


def unit(limit: Entry) -> str:
    """The unit of a limit; a share has none."""
    return word("dose_units", limit["unit"] or "share")


def _ask(found: Entry) -> list[Line]:
    asks = list(dict.fromkeys(str(one["text"]) for one in found["asks"]))
    rest = [say("ask_more", count=len(asks) - ASKED)] if len(asks) > ASKED else []
    shown = " ".join([*asks[:ASKED], *rest])
    return [Line("ask", as_line({}, say("ask_dose", asks=shown)))] if asks else []


def _first(found: Entry) -> Line:
    """The limits of a first course by one metric of one rule set; the others stand among the details."""
    top = found["limits"][0]
    same = [one for one in found["limits"] if _row(one) == _row(top)]
    shown = by_fractions({one["fractions"]: limit_of(one) for one in same})
    name = "first_limits" if found["limits_hold"] else "first_limits_if"
    text = say(
        name, set=top["title"], tissue=tissue(top["tissue"]), metric=top["metric"], doses=shown
    )
    return Line("first", as_line(top, text))


def _row(limit: Entry) -> tuple[str, str]:
    return limit["rule_set"], limit["metric"]


def limit_of(one: Entry) -> str:
    """A limit, with the upper end of its range where the source has one."""
    told = number(one["limit"])
    return (
        told if one["upper"] is None else say("upper_end", limit=told, upper=number(one["upper"]))
    )


def _stereotactic(assessment: Assessment, found: Entry) -> bool:
    """Whether a stereotactic schedule belongs to an option that is offered here."""
    listed_ = [*found["schedules"]["fitting"], *found["schedules"]["possible"]]
    given = {name for one in listed_ if one["technique"] == STEREOTACTIC for name in one["options"]}
    return any(
        one["id"] in given and one.get("lesion") == found["lesion"] and one["stance"] in OFFERED
        for one in assessment.get("options", [])
    )
