"""Text from outside stays text: in the page, in the style sheet, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from page_reader import read

from backstay import present
from backstay.present.knows import Knowledge
from backstay.present.markup import Markup, el
from backstay.present.page.style import quoted
from backstay.present.values import clean

NASTY = "</title></style><script>alert('x')</script><img src=x onerror=\"y\">&\x1b[31m\x00"


def _soiled(value: Any) -> Any:
    """The same structure with every free text replaced; ids and levels keep their meaning."""
    if isinstance(value, dict):
        kept = (
            "id",
            "stance",
            "truth",
            "says",
            "level",
            "lesion",
            "as_of",
            "fact",
            "modality",
            "when",
            "checked",
        )
        return {key: part if key in kept else _soiled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_soiled(part) for part in value]
    return NASTY if isinstance(value, str) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def test_markup_in_an_assessment_is_shown_as_text(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    soiled = {
        **_soiled(assessment),
        "urgency": {**_soiled(assessment["urgency"]), "level": "emergency"},
    }
    assert NASTY in set(_texts(soiled))
    page = read(present.html(soiled, knowledge))
    assert not page.all("script") and not page.all("img")
    assert len(page.all("style")) == 1 and len(page.all("title", None)) >= 1
    assert "alert('x')" in page.all("main")[0].text


def test_no_control_character_reaches_a_terminal(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    soiled = {
        **_soiled(assessment),
        "urgency": {**_soiled(assessment["urgency"]), "level": "urgent"},
    }
    for told in (
        present.text(soiled, knowledge),
        present.explain(soiled, knowledge, "sbrt", "T8"),
        present.html(soiled, knowledge),
    ):
        assert "\x1b" not in told and "\x00" not in told


def test_a_name_of_a_case_cannot_leave_the_style_sheet(
    assessment: dict[str, Any], knowledge: Knowledge
) -> None:
    assessment["case"] = '"; } body { display: none } /* </style> \\'
    page = read(present.html(assessment, knowledge))
    assert len(page.all("style")) == 1
    assert "display: none }" not in page.all("style")[0].text.split("@top-left")[1]


@given(st.text())
def test_a_css_string_holds_only_plain_signs(text: str) -> None:
    inside = quoted(text)[1:-1]
    assert all(char.isascii() and (char.isalnum() or char in " \\") for char in inside)


@given(st.text())
def test_text_and_attributes_come_back_as_they_were(text: str) -> None:
    made = read(el("p", text, title=text)).all("p")[0]
    assert made.text.replace("\r", "") == clean(text)
    assert made.attributes["title"] == clean(text)


def test_markup_is_not_escaped_twice() -> None:
    assert el("p", el("b", "a < b")) == Markup("<p><b>a &lt; b</b></p>")
