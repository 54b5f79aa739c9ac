"""The strict reader of text: plain values, positions, and nothing that YAML would resolve."""

from __future__ import annotations

import json

import pytest
import yaml

from backstay.case import BadText
from backstay.case.text import looks_like_json, read_json, read_yaml


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = "[no, 017, 1e3, 0x1F, 12:30, ~x, 2026-03-14, 'null', \"\", |-\n  a\n]".replace(
        "|-\n  a\n", "a"
    )
    assert read_yaml(text).value == [
        *("no", "017", "1e3", "0x1F", "12:30", "~x", "2026-03-14", "null", "", "a")
    ]


def test_an_empty_value_is_none_and_quoted_emptiness_is_text() -> None:
    assert read_yaml("a:\nb: ''\nc: \"\"\n").value == {"a": None, "b": "", "c": ""}


def test_lines_are_known_for_every_place() -> None:
    lines = read_yaml("a: 1\nb:\n  - x\n  - c: 2\n").lines
    assert lines.get(("a",)) == 1
    assert lines.get(("b", 1, "c")) == 4
    assert lines.get(("b", 0)) == 3
    assert lines.get(()) == 1
    assert lines.get(("b", 7)) is None and lines.get(("z", 0)) is None


def test_an_empty_text_is_none() -> None:
    assert read_yaml("").value is None
    assert read_yaml("# nothing").value is None


def test_the_tag_that_only_means_text_is_taken() -> None:
    assert read_yaml("a: ! 12").value == {"a": "12"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\na: 2", 2, "the key 'a' stands twice in one map"),
        ("a: !!int 1", 1, "tags such as tag:yaml.org,2002:int are not taken"),
        ("a: !!map {}", 1, "tags such as tag:yaml.org,2002:map are not taken"),
        ("a: &x 1", 1, "anchors such as &x are not taken; write the value out"),
        ("a: &x [1]", 1, "anchors such as &x are not taken; write the value out"),
        ("a: 1\nb: *x", 2, "aliases such as *x are not taken; write the value out"),
        ("a: 1\n---\nb: 2", 2, "there is more than one document in the text"),
        ("[1]: 2", 1, "a key must be plain text"),
        ("? \n: 2", 1, "a key must be plain text"),
    ],
)
def test_what_yaml_allows_and_a_case_does_not(text: str, line: int, problem: str) -> None:
    with pytest.raises(BadText) as refused:
        read_yaml(text)
    assert (refused.value.problem, refused.value.line) == (problem, line)


def test_it_works_without_the_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert read_yaml("sex: no").value == {"sex": "no"}


def test_a_message_without_a_place_has_no_line() -> None:
    with pytest.raises(BadText, match=r"^this is not "):
        read_yaml(b"\xff\xfe\xfa")
    assert str(BadText("bad")) == "bad"


def test_json_keeps_its_types_or_the_text_of_its_numbers() -> None:
    text = '{"a": 1, "b": 2.50, "c": true, "d": null}'
    assert read_json(text) == {"a": 1, "b": 2.5, "c": True, "d": None}
    assert read_json(text, numbers_as_text=True) == {"a": "1", "b": "2.50", "c": True, "d": None}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
        ("[NaN]", "NaN is not a value"),
        ("[-Infinity]", "-Infinity is not a value"),
        ("[1e999]", "1e999 is not a value"),
        (f"[{'9' * 301}]", "a number has 301 digits; at most 300 are read"),
        ("[1,]", "this is not JSON"),
        ("[" * 300, "nested deeper than 256 levels"),
    ],
)
def test_what_json_must_not_hold(text: str, problem: str) -> None:
    with pytest.raises(BadText, match=problem):
        read_json(text)


def test_json_is_told_from_yaml_by_its_first_sign() -> None:
    for text in (' {"a": 1}', "\n[1]", '\ufeff{"a": 1}'):
        assert looks_like_json(text)
        assert looks_like_json(text.encode())
    assert not looks_like_json("a: {}")
    assert not looks_like_json(b"- a")


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json('\ufeff{"a": 1}') == read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert read_yaml("\ufeffa: 1").value == read_yaml(b"\xef\xbb\xbfa: 1").value == {"a": "1"}


def test_brackets_in_strings_do_not_nest() -> None:
    ranges = [{"text": '[3.5-5) "normal" \\'}] * 300
    assert read_json(json.dumps(ranges)) == ranges


def test_depth_cannot_hide_behind_brackets_in_strings() -> None:
    for hidden in ('"]"', '"\\"]"', '"\\\\", "]"'):
        with pytest.raises(BadText, match="nested deeper than 256 levels"):
            read_json(f"[{hidden}," * 300)


def test_a_string_that_never_ends_is_refused_at_once() -> None:
    with pytest.raises(BadText, match="this is not JSON"):
        read_json('{"' + '\\"' * 1_000_000)


def test_parts_of_json_are_counted_outside_strings() -> None:
    assert read_json('["a,b,[{", {}, 1]', most=4) == ["a,b,[{", {}, 1]
    with pytest.raises(BadText, match="more than 3 parts"):
        read_json('["a,b,[{", {}, 1]', most=3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: !<tag:%1B[31mx> {}", r"tag:\x1b[31mx"),
        ("a: !<tag:%E2%80%AEx> {}", r"tag:\u202ex"),
    ],
)
def test_what_could_steer_a_terminal_is_spelled_out(text: str, said: str) -> None:
    with pytest.raises(BadText) as refused:
        read_yaml(text)
    assert said in refused.value.problem
    assert refused.value.problem.isprintable()
