"""The shipped knowledge, from a case to both faces."""

from __future__ import annotations

from typing import Any

import pytest
from page_reader import read

from backstay import present
from backstay.case import Case, read_case
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import as_document, assess

CASES: dict[str, dict[str, Any]] = {
    "little": {"patient": {"primary": "breast"}},
    "cord": {
        "as_of": "2026-03-14T09:30+01:00",
        "patient": {
            "primary": "kidney",
            "age": 63,
            "limb_weakness": True,
            "hours_since_first_red_flag": 30,
            "accepts_surgery": False,
        },
        "lesions": [
            {"level": "T8", "escc": "2", "bone": "lytic"},
            {"level": "L3", "to_level": "L4", "prior_radiation": []},
        ],
    },
    "none": {"patient": {"primary": "prostate"}, "lesions": []},
}


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load_knowledge()


def _case(name: str, shipped: Knowledge) -> Case:
    return read_case({"case": name, "as_of": "2026-03-14", **CASES[name]}, shipped.facts)


@pytest.mark.parametrize("name", CASES)
def test_a_case_reads_well_on_paper_and_on_a_terminal(shipped: Knowledge, name: str) -> None:
    document = as_document(assess(_case(name, shipped), shipped))
    told = present.text(document, shipped)
    assert max(len(line) for line in told.splitlines()) <= 80
    page = read(present.html(document, shipped))
    shown = page.text
    for option in document["options"]:
        assert option["title"] in shown
    assert not page.all("script") and "_" not in page.all("section", "clock")[0].text


def test_every_option_of_a_case_can_be_explained(shipped: Knowledge) -> None:
    document = as_document(assess(_case("cord", shipped), shipped))
    for option in document["options"]:
        told = present.explain(document, shipped, option["id"], option["lesion"])
        assert option["title"].split()[0] in told


def test_every_kind_of_knowledge_can_be_listed_and_shown(shipped: Knowledge) -> None:
    for kind in (
        "facts",
        "scores",
        "statements",
        "clocks",
        "interventions",
        "evidence",
        "settings",
    ):
        names = present.entry_lines(shipped, kind).splitlines()
        assert names
    assert "rules/" in present.entry_text(shipped, "clocks", next(iter(shipped.clocks)))
