"""The HTML page: self-contained, every option there, nothing unknown left blank."""

from __future__ import annotations

import base64
import hashlib
import re
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from page_reader import Element, read

from backstay import present
from backstay.present.knows import Knowledge
from backstay.present.words import word

Assessment = dict[str, Any]


def _whole(page: Element) -> list[Element]:
    """The options with every reason, among the details."""
    return page.all("article", "full")


@pytest.fixture
def page(assessment: Assessment, knowledge: Knowledge) -> Element:
    return read(present.html(assessment, knowledge))


def test_it_needs_nothing_else(page: Element) -> None:
    assert not page.all("script") and not page.all("img") and not page.all("link")
    for element in page.all():
        names = set(element.attributes)
        assert "style" not in names and not {name for name in names if name.startswith("on")}
        for name in ("href", "src"):
            assert element.attributes.get(name, "#").startswith("#")


def test_the_policy_allows_only_its_own_style(page: Element) -> None:
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = next(
        one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes
    )
    assert policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy
    assert "url(" not in style.text and "@import" not in style.text


def test_it_has_a_language_a_title_and_headings_in_order(page: Element) -> None:
    (html,) = page.all("html")
    assert html.attributes["lang"] == "en"
    assert "t8-renal" in page.all("title")[0].text
    assert len(page.all("h1")) == 1
    levels = [int(one.tag[1]) for one in page.all() if re.fullmatch("h[1-6]", one.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_id_is_used_once_and_every_link_has_its_target(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    targets = {one.attributes["href"][1:] for one in page.all() if "href" in one.attributes}
    named = {
        name for one in page.all() for name in one.attributes.get("aria-labelledby", "").split()
    }
    assert targets | named <= set(ids)


def test_person_and_wishes_come_first_and_the_clock_next(page: Element) -> None:
    wanted = {"person", "matters", "clock", "beside", "short", "plan-part", "thirds", "details"}
    order = [one.classes & wanted for one in page.all() if one.classes & wanted]
    assert list(dict.fromkeys(name for names in order for name in names)) == [
        "person", "matters", "clock", "beside", "short", "plan-part", "thirds", "details",
    ]  # fmt: skip


def test_every_option_is_there(page: Element, assessment: Assessment) -> None:
    shown = page.text
    for option in assessment["options"]:
        assert option["title"] in shown


def test_a_stance_is_a_word_and_a_shape_beside_its_option(
    page: Element, assessment: Assessment
) -> None:
    told = {one.all("h3")[0].text: one.all("span", "stance")[0] for one in _whole(page)}
    for option in assessment["options"]:
        if option["stance"] in ("needs_facts", "not_indicated"):
            continue
        stance = told[option["title"]]
        assert stance.text == word("stances", option["stance"])
        assert stance.all("use")[0].attributes["href"] == f"#s-{option['stance']}"


def test_the_check_stands_on_the_line_of_its_option(page: Element) -> None:
    lines = [one.all("header")[0] for one in page.all("article") if "Separation" in one.text]
    assert len(lines) == 2
    for line in lines:
        assert "after checking platelets" in line.text and "3 for, none against" in line.text


def test_a_declined_option_keeps_what_it_would_be(page: Element) -> None:
    line = next(one.all("header")[0] for one in page.all("article") if "En bloc" in one.text)
    assert "otherwise: Needs facts" in line.text
    short = next(one for one in page.all("li") if one.text.startswith("En bloc resection"))
    assert "otherwise: Needs facts" in short.text


def test_for_and_against_stand_side_by_side_and_harms_apart(page: Element) -> None:
    disputed = next(one for one in _whole(page) if "body radiotherapy" in one.text)
    heads = [one.text.strip() for one in disputed.all("h4")]
    assert heads == ["For", "Against"]
    surgery = next(one for one in _whole(page) if "Separation" in one.text)
    assert [one.text.strip() for one in surgery.all("h4")] == ["For", "Harms and cautions"]


def test_every_reason_that_holds_is_on_the_page(page: Element, assessment: Assessment) -> None:
    shown = page.text
    for option in assessment["options"]:
        for statement in option["statements"]:
            assert (statement["because"] in shown) is (statement["truth"] == "true")


def test_what_was_read_stands_with_every_source(page: Element) -> None:
    for source in page.all("span", "src"):
        assert source.text.endswith(("primary", "secondary", "unverified, awaits clinical review"))
        assert source.all("use")


def test_an_unverified_reason_awaits_clinical_review(page: Element) -> None:
    reason = next(
        one
        for full in _whole(page)
        for one in full.all("li")
        if one.text.startswith("Symptomatic compression")
    )
    assert "unverified, awaits clinical review" in reason.text


def test_unknown_is_marked_and_never_blank(page: Element) -> None:
    assert any("not known" in one.text.lower() for one in page.all("b", "open"))
    assert any(one.text == "0\N{EN DASH}3" for one in page.all("b", "open"))
    assert all(cell.text.strip() or cell.all("svg") for cell in page.all("td"))


def test_a_score_with_a_gap_has_no_total(page: Element) -> None:
    sins = next(
        one for one in page.all("section") if one.attributes.get("aria-labelledby") == "sins"
    )
    assert "SINS at L3: 4 to 10 of 18, stable or potentially unstable" in sins.text
    assert "SINS at T8: 11 of 18, potentially unstable" in sins.text


def test_the_clock_says_what_is_used_and_what_is_left(page: Element) -> None:
    clock = page.all("section", "clock")[0]
    assert "11 h 30 min left of 48 h" in clock.text
    assert any("36 h 30 min" in one.text for one in clock.all("title"))


def test_a_clock_that_ran_out_says_act_now(assessment: Assessment, knowledge: Knowledge) -> None:
    assessment["urgency"]["within_hours"] = 24
    shown = read(present.html(assessment, knowledge)).all("section", "clock")[0].text
    assert "24 h used up: act now" in shown


def test_a_start_that_nobody_gave_is_asked_for(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    del assessment["urgency"]["started"]
    del assessment["facts"]["patient"]["hours_since_first_red_flag"]
    clock = read(present.html(assessment, knowledge)).all("section", "clock")[0]
    assert "ask, the clock runs from then" in clock.text and "left of" not in clock.text
    assert any("stroke-dasharray" in one.attributes for one in clock.all("rect"))


def test_the_foot_says_what_made_this_and_who_decides(
    page: Element, assessment: Assessment
) -> None:
    foot = page.all("footer", "foot")[0].text
    assert "it does not decide" in foot and "backstay replay" in foot
    assert assessment["knowledge"]["fingerprint"] in foot and "2026.1" in foot


def test_options_with_the_same_reasons_are_told_once(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    twin = deepcopy(assessment["options"][0])
    assessment["options"].insert(1, {**twin, "id": "twin", "title": "The same by another name"})
    heads = [
        one.all("h3")[0].text for one in read(present.html(assessment, knowledge)).all("article")
    ]
    assert "Separation surgery; The same by another name" in heads


def test_all_lists_that_agree_say_so(assessment: Assessment, knowledge: Knowledge) -> None:
    for lesion in assessment["definitions"]["lesions"].values():
        lesion["radiosensitivity_makita"] = "resistant"
    assert "say the same" in present.html(assessment, knowledge)


@pytest.mark.parametrize("level", ["soon", "routine", "unknown"])
def test_only_a_running_clock_is_red(
    assessment: Assessment, knowledge: Knowledge, level: str
) -> None:
    assessment["urgency"] = {"level": level, "could_be": None, "within_hours": None, "because": []}
    clock = read(present.html(assessment, knowledge)).all("section", "clock")[0]
    assert "clock-running" not in clock.classes and not clock.all("svg", "fig")


def test_an_assessment_with_almost_nothing_is_still_a_page(knowledge: Knowledge) -> None:
    bare: Assessment = {
        "case": None,
        "as_of": None,
        "urgency": {},
        "facts": {"patient": {}, "lesions": None},
    }
    page = read(present.html(bare, knowledge))
    assert "Not known whether there are lesions" in page.text
    assert "age not known, sex not known" in page.text.lower()
    assert "red flags are not ruled out" in page.text


def test_many_lesions_stand_in_tables(assessment: Assessment, knowledge: Knowledge) -> None:
    for level in ("T1", "T2", "T5", "T10"):
        assessment["facts"]["lesions"].append({"level": level})
        score = {**assessment["scores"][1], "lesion": level}
        assessment["scores"].append(score)
    page = read(present.html(assessment, knowledge))
    noms = next(
        one for one in page.all("section") if one.attributes.get("aria-labelledby") == "noms"
    )
    assert [row.all("th")[0].text for row in noms.all("tr")[1:]] == [
        "T1",
        "T2",
        "T5",
        "T8",
        "T10",
        "L3",
    ]
