"""Text from a record can neither act in a card nor grow without end."""

from __future__ import annotations

import pytest
from carded import detail_of, person, the_one, view

from backstay.hooks.cards.finding import Finding, gathered, gravest_first
from backstay.hooks.cards.gfm import DETAIL, SUMMARY, bullets, escaped, joined, plain

HOSTILE = "![x](http://evil.example) <script>alert(1)</script> **bold** www.evil.example a@evil.example | `c`"


def test_markdown_in_a_doubt_stands_for_itself() -> None:
    case = person([{"level": "L1"}], primary="breast")
    text = detail_of(the_one(view(case, doubts=(HOSTILE + "\x1b[31m\n# head",))))
    for sign in (
        "!\\[x](",
        "<script",
        "**bold",
        "http://",
        "www.evil",
        "a@evil",
        "\x1b",
        "\n# head",
    ):
        assert sign not in text


def test_a_line_is_cut_between_words_and_is_never_longer() -> None:
    assert plain("a " * 200).endswith("...")
    assert len(plain("a " * 200)) <= SUMMARY
    assert len(plain("a" * 500)) == SUMMARY
    assert len(plain("\x00" * 500)) <= SUMMARY
    assert plain("b" * SUMMARY) == "b" * SUMMARY
    assert plain("two\n lines\t") == "two lines"


def test_an_empty_list_has_no_title() -> None:
    assert bullets("Why", []) == bullets("Why", ["", ""]) == ""
    assert bullets("Why", ["a", "b"], numbered=True) == "**Why**\n\n1. a\n2. b"


def test_the_foot_stands_however_long_the_rest_is() -> None:
    parts = ["x" * (DETAIL - 10), "y" * 100, ""]
    assert joined(parts, "foot") == f"{parts[0]}\n\nfoot"
    assert joined(["x" * DETAIL, "short"], "foot") == "short\n\nfoot"


@pytest.mark.parametrize("sign", list("\\`*_{}[]#|~@"))
def test_each_sign_of_markdown_is_escaped(sign: str) -> None:
    assert escaped(f"a{sign}b") == f"a\\{sign}b"


def test_tags_are_escaped_for_readers_of_html_too() -> None:
    assert escaped("<b> & 'c'") == "&lt;b&gt; &amp; 'c'"


def test_the_gravest_finding_leads_and_silent_ones_follow() -> None:
    silent = Finding("critical", "", (("Why", ("a",)),))
    info = Finding("info", "info", (("Why", ("a", "b")), ("For", ())))
    warning = Finding("warning", "warning", (("Why", ("b", "c")),))
    ranked = gravest_first([silent, info, warning])
    assert [one.summary for one in ranked] == ["warning", "info", ""]
    assert gathered(ranked) == {"Why": ["b", "c", "a"]}
