"""Laws of reading: text to structure to text is stable, and a word nobody knows never makes a line."""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.lines import read_lines
from backstay.medicines.reading.listed import as_entry, listed
from backstay.medicines.reading.writing import written

KNOWLEDGE = load_knowledge()
FORMS = {name: one for name, one in KNOWLEDGE.tables["medicine_forms"].items() if not one.plain}
FIXTURE = Path(__file__).parents[3] / "fixtures" / "medicine_lines.yaml"
READ = [
    text
    for part in yaml.safe_load(FIXTURE.read_text()).values()
    for text, kind in part
    if not kind.startswith("refused")
]
DRUG_OF = {
    "mg/h": "morphine",
    "mcg/h": "fentanyl",
}  # what is given by the hour; any drug in other units
DOSES = {
    "mg": (0.5, 1.0, 2.5, 5.0, 10.0, 12.125, 20.0, 37.5), "mcg": (1.0, 12.125, 100.0), "g": (0.5, 1.0, 2.5),
    "mcg/h": (12.5, 25.0, 37.5, 50.0), "units": (10.0, 5000.0),
}  # fmt: skip
TIMES = st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0])
HOURS = st.sampled_from([2.0, 4.0, 6.0, 8.0, 12.0, 24.0, 48.0, 72.0, 168.0])


@st.composite
def often(draw: st.DrawFn) -> dict[str, object]:
    """How often, in one of the ways in which it can be said."""
    needed = draw(st.booleans())
    way = draw(st.sampled_from(["times", "range", "every", "every_range", "limited"]))
    if way == "times":
        times = draw(TIMES)
        return {"per_day": Interval(times, times), "as_needed": needed}
    if way == "range":
        times = draw(TIMES)
        return {"per_day": Interval(times, times + 1), "as_needed": needed}
    hours = draw(HOURS)
    longest = 2 * hours if way == "every_range" else hours
    per_day = Interval(24 / longest, 24 / hours)
    if way == "limited" and per_day.high > 2:
        return {"per_day": Interval(2.0, 2.0), "every_hours": hours, "as_needed": True}
    return {"per_day": per_day, "every_hours": hours, "as_needed": needed}


@st.composite
def any_line(draw: st.DrawFn) -> Line:
    """A line of any form or none, with everything said."""
    form = draw(st.sampled_from([None, *FORMS]))
    routes = FORMS[form].routes if form else (None, "oral", "sublingual", "intravenous")
    units = FORMS[form].units if form else ("mg", "mcg", "g", "units", "mL")
    unit = draw(st.sampled_from(units))
    low = draw(st.sampled_from(DOSES.get(unit, DOSES["mg"])))
    times = draw(often())
    if form == "patch":
        hours = draw(st.sampled_from([48.0, 72.0, 96.0, 168.0]))
        times = {"per_day": Interval(24 / hours, 24 / hours), "every_hours": hours}
    taken = [
        1.0,
        3.0,
        2.5,
        *([0.0] if times.get("as_needed") else []),
    ]  # none of what is scheduled is asked
    return Line(
        drug=DRUG_OF.get(unit, "lidocaine"), text="", form=form, route=draw(st.sampled_from(routes)), unit=unit,
        dose=Interval(low, draw(st.sampled_from([low, 2 * low]))),
        taken_per_day=draw(st.none() | st.sampled_from(taken)),
        days=draw(st.none() | st.sampled_from([1.0, 3.0, 14.0])), **times,
    )  # fmt: skip


def bare(line: Line) -> Line:
    return msgspec.structs.replace(line, text="")


@settings(max_examples=300, deadline=None)
@given(any_line())
def test_a_line_is_written_and_read_the_same(line: Line) -> None:
    text = written(line)
    (again,) = read_lines(text, KNOWLEDGE).lines
    assert bare(again) == line and written(again) == text
    (entered,) = listed([as_entry(line)], KNOWLEDGE).lines
    assert bare(entered) == line


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(READ),
    st.sampled_from(["except", "zz", "not", "half-ish", "?", "kg", "stopped"]),
    st.data(),
)
def test_a_word_that_nobody_knows_never_makes_a_line(
    text: str, word: str, data: st.DataObject
) -> None:
    words = text.split(" ")
    at = data.draw(st.integers(0, len(words)))
    found = read_lines(" ".join([*words[:at], word, *words[at:]]), KNOWLEDGE)
    assert not found.lines and len(found.unread) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(" ".join(READ).split()), max_size=12).map(" ".join)
)
def test_any_text_is_read_or_asked(text: str) -> None:
    found = read_lines(text, KNOWLEDGE)
    parts = [
        part for part in text.replace("\r", "\n").replace(";", "\n").split("\n") if part.strip()
    ]
    assert len({*(one.text for one in found.lines), *(one.text for one in found.unread)}) <= len(
        parts
    )
    assert bool(parts) == bool(found.lines or found.unread)
    for line in found.lines:
        (again,) = read_lines(written(line), KNOWLEDGE).lines
        assert msgspec.structs.replace(bare(again), days=None) == msgspec.structs.replace(
            bare(line), days=None
        )
