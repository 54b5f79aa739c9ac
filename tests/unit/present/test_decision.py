"""The decision: options in a few lines, with nothing lost that the details do not tell."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from page_reader import Element, read

from backstay import present
from backstay.present import together
from backstay.present.brief import brief, first_reason
from backstay.present.knows import Knowledge
from backstay.present.reasons import check, meanwhile

Assessment = dict[str, Any]


def _statement(text: str, says: str = "recommend", checked: str = "primary") -> dict[str, Any]:
    return {
        "rule": text, "says": says, "truth": "true", "because": text, "facts": {},
        "missing": [], "evidence": ["noms-2010", "ryu-2010"], "checked": checked,
    }  # fmt: skip


def _option(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "sbrt", "title": "Radiosurgery", "lesion": "T8", "stance": "recommended",
        "statements": list(statements), **more,
    }  # fmt: skip


def _short(page: Element, name: str) -> Element:
    return next(one for one in page.all("article", "short") if name in one.text)


@pytest.fixture
def page(assessment: Assessment, knowledge: Knowledge) -> Element:
    return read(present.html(assessment, knowledge))


def test_the_strongest_and_best_read_reason_comes_first() -> None:
    option = _option(
        _statement("Weaker", "consider"),
        _statement("Read elsewhere", checked="secondary"),
        _statement("Read there"),
    )
    assert [one.text for one in brief(option).pro] == ["Read there."]


def test_the_first_harm_with_a_figure_stands_for_all() -> None:
    option = _option(_statement("May hurt", "caution"), _statement("3 of 100 died", "caution"))
    found = brief(option)
    assert found.harm is not None and found.harm.text == "3 of 100 died." and found.harms == 2


def test_a_refused_option_says_what_speaks_against_it() -> None:
    option = _option(_statement("For"), _statement("Against", "contraindicated"))
    refused = first_reason({**option, "stance": "contraindicated"})
    assert refused is not None and refused.text == "Against."
    assert first_reason(_option()) is None


def test_a_short_option_leads_to_all_that_is_said_of_it(page: Element) -> None:
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}
    links = [one for one in page.all("a") if one.attributes["href"].startswith("#all-")]
    assert links and all(one.attributes["href"][1:] in ids for one in links)


def test_harms_are_a_number_with_the_first_figure(page: Element) -> None:
    surgery = _short(page, "Separation")
    assert "see below" in surgery.all("ul", "harms")[0].text
    assert not surgery.all("h4")


def test_the_same_harm_of_a_second_option_is_only_counted(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    twin = {**deepcopy(assessment["options"][0]), "id": "twin", "title": "Another operation"}
    twin["statements"][0] = _statement("Another reason for it")
    assessment["options"].insert(1, twin)
    page = read(present.html(assessment, knowledge))
    assert _short(page, "Separation").all("ul", "harms")
    assert not _short(page, "Another operation").all("ul", "harms")
    assert "harm" in _short(page, "Another operation").all("header")[0].text


def test_in_short_a_reason_names_its_first_source_and_counts_the_others(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    assessment["options"].insert(0, _option(_statement("Two papers say so")))
    page = read(present.html(assessment, knowledge))
    assert "NOMS 2010 +1 primary" in _short(page, "Radiosurgery").text
    whole = next(one for one in page.all("article", "full") if "Radiosurgery" in one.text)
    assert "NOMS 2010, Ryu 2010 primary" in whole.text
    assert "[NOMS 2010 +1: primary]" in present.text(assessment, knowledge)


def test_each_step_has_its_first_reason_and_its_owner(page: Element) -> None:
    rows = page.all("table", "plan")[0].all("tr")[1:]
    steroid = next(row for row in rows if "Dexamethasone" in row.text)
    assert "Ward team" in steroid.text and steroid.all("span", "src")
    assert "Meanwhile check glucose" in steroid.text


def test_what_is_no_step_for_the_person_is_named_beside_the_plan(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    assessment["options"].append(
        _option(id="mri", title="MRI of the spine", lesion=None, done=True)
    )
    shown = read(present.html(assessment, knowledge)).all("section", "beside-plan")[0].text
    assert "MRI of the spine done already" in shown and "Dexamethasone" not in shown


def test_an_option_that_is_done_says_so(assessment: Assessment, knowledge: Knowledge) -> None:
    assessment["options"][0]["done"] = True
    page = read(present.html(assessment, knowledge))
    assert "done already" in _short(page, "Separation").all("header")[0].text
    assert "Separation surgery - done already; after" in present.text(assessment, knowledge)


def test_out_of_scope_stands_instead_of_a_check(knowledge: Knowledge) -> None:
    outside = {"fact": "escc", "lesion": "T8", "when": "before", "why": "out_of_scope"}
    option = _option(check_first=[outside])
    assert check(knowledge, option) == "out of scope: ESCC grade"
    assert not meanwhile(knowledge, option)


def test_what_contradicts_itself_is_settled_first(knowledge: Knowledge) -> None:
    checks = [
        {"fact": "pain", "lesion": "T8", "when": "before", "why": "contradiction"},
        {"fact": "platelets", "lesion": None, "when": "before", "why": "unknown"},
    ]
    told = check(knowledge, _option(check_first=checks))
    assert told == "after checking platelets; after settling what contradicts itself: pain"


def test_a_fact_is_called_so_that_the_sentence_reads_well(knowledge: Knowledge) -> None:
    first = [{"fact": name, "lesion": None, "when": "before"} for name in ("dying", "L3.escc")]
    told = check(knowledge, _option(check_first=first))
    assert told == "after checking whether death is near and ESCC grade at L3"


def test_a_local_protocol_has_a_box_of_its_own(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    text = "A local protocol is in force: ours. x: when changed by Dr. Example"
    assessment["notices"].insert(1, {"id": "overlay", "text": text, "lesion": None})
    page = read(present.html(assessment, knowledge))
    (box,) = page.all("section", "local")
    assert "Dr. Example" in box.text and "Local protocol" in box.all("h2")[0].text
    assert "! Local protocol: A local protocol is in force" in present.text(assessment, knowledge)


def test_a_contradiction_is_named_once(assessment: Assessment, knowledge: Knowledge) -> None:
    notice = {
        "id": "contradiction",
        "text": "Contradiction: Walks, but said not to.",
        "lesion": None,
    }
    assessment["notices"].append(notice)
    told = present.text(assessment, knowledge)
    assert told.count("Contradiction") == 1 and "! Contradiction: Walks, but said not to." in told
    assert told.index("! Contradiction") < told.index("! Note")


def test_options_that_share_reasons_are_told_together(knowledge: Knowledge) -> None:
    shared, own = _statement("Both"), _statement("One")
    first, second = _option(shared), _option(shared, own, id="ebrt", title="Radiotherapy")
    assert together.clusters(knowledge, [first, second]) == [[first, second]]
    (side, held), *_ = together.held(knowledge, [first, second])
    assert side == "for" and [(one.reason.text, one.only) for one in held] == [
        ("Both.", ()),
        ("One.", ("ebrt",)),
    ]


@pytest.mark.parametrize("change", [{"stance": "consider"}, {"done": True}])
def test_what_stands_apart_is_told_apart(knowledge: Knowledge, change: dict[str, Any]) -> None:
    first, second = _option(_statement("Both")), _option(_statement("Both"), **change)
    assert len(together.clusters(knowledge, [first, second])) == 2


def test_harms_of_an_option_that_needs_facts_are_told(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    harm = _statement("A harm that holds already", "caution")
    for stance in ("needs_facts", "not_indicated"):
        assessment["options"].append(_option(harm, id=stance, title=stance, stance=stance))
    assert "A harm that holds already" in read(present.html(assessment, knowledge)).text
    assert present.text(assessment, knowledge).count("A harm that holds already") == 2


def test_the_text_of_a_decision_is_short(assessment: Assessment, knowledge: Knowledge) -> None:
    decision, _, details = present.text(assessment, knowledge).partition("ALL OPTIONS AND REASONS")
    assert decision.count("\n") < 140 < details.count("\n")
