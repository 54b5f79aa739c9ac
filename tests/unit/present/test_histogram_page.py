"""The page of histograms: what it says, what it draws, and that nothing runs, loads or lies on something else."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from page_reader import read

from backstay.knowledge import load_knowledge
from backstay.present.histograms.axes import plot
from backstay.present.histograms.figure import MOST, figure
from backstay.present.histograms.page import page


def structure(name: str, number: int, top: float, **more: Any) -> dict[str, Any]:
    doses = [top * part / 20 for part in range(21)]
    given = {
        "name": name, "number": number, "kind": "ORGAN", "volume_cc": 10.0, "outside_cc": 0.0, "mean": top / 2,
        "max": top, "min": 0.0, "max_known": top, "at_least": [],
        "d0_03cc": top, "d0_035cc": top, "d2": top, "d50": top / 2,
        "d98": 0.1,
        "histogram": {"dose": doses, "volume_cc": [10 - part / 2 for part in range(21)], "step": top / 20},
        "warnings": [], "refused": None,
    }  # fmt: skip
    return {**given, **more}


def result(number: int | None, status: str, **more: Any) -> dict[str, Any]:
    given = {
        "status": status, "organ": "spinal_cord", "organ_title": "spinal cord", "structure": "SpinalCord",
        "number": number, "measure": "D0.35cc", "value": 10.0, "limit": 18.0, "unit": "Gy", "sense": "at_most",
        "margin": 8.0, "why": [], "missing": False, "upper": None, "risk_percent": None, "region": None,
        "counts": True,
        "note": None, "id": "x", "checked": "secondary", "evidence": ["aapm-tg101"],
        "point": {"dose": 18.0, "volume_cc": 0.35, "keep": "left"},
    }  # fmt: skip
    return {**given, **more}


def document(
    structures: list[dict[str, Any]], results: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "structures": structures, "dose_units": "Gy", "histogram_kind": "cumulative", "fractions": 3,
        "sampling": {"row_mm": [0.5, 0.5], "slab_mm": [2, 3], "per_slab": [2, 4], "slab_rule": ["halfway"],
        "engine": ["numpy"]},
        "prescription": 24.0, "notes": ["whose plan it is, is not known"], "cautions": [],
        "knowledge": {"edition": "1", "fingerprint": "abc"},
    }  # fmt: skip
    if results is not None:
        made["check"] = {
            "rules": "tg101", "title": "TG-101", "population": "SBRT", "checked": "secondary",
            "evidence": ["aapm-tg101"],
            "fractions": 3, "results": results,
            "counts": {one: sum(r["status"] == one for r in results) for one in ("pass", "fail", "unknown")},
            "coverage": [], "asked": [], "organs": [], "set_aside": [], "unnamed": [], "without": None,
            "other_rules": [],
        }  # fmt: skip
    return made


CORD, HEART = structure("SpinalCord", 1, 12.0), structure("Heart", 2, 22.0)


def shown(found: dict[str, Any], title: str | None = None) -> str:
    return page(found, load_knowledge(), title)


def test_nothing_runs_or_loads_and_no_style_is_inline() -> None:
    text = shown(document([CORD, HEART], [result(1, "pass")]))
    tree = read(text)
    assert not tree.all("script") and not re.search(r"\sstyle=|\son[a-z]+=|https?://", text)
    assert "default-src 'none'" in tree.all("meta")[2].attributes["content"]
    assert "A physicist" not in text and "a physicist checks" in tree.text


def test_names_are_text_and_never_markup() -> None:
    bad = structure("<script>alert(1)</script>", 1, 12.0, warnings=["<b>small</b>"])
    text = shown(
        document([bad], [result(1, "fail", structure=bad["name"], why=["<i>x</i>"])]),
        "<u>title</u>",
    )
    assert (
        "<script>" not in text
        and "<b>small" not in text
        and "<i>x" not in text
        and "<u>" not in text
    )


def test_every_verdict_has_its_word_and_shape() -> None:
    text = shown(document([CORD], [result(1, one) for one in ("pass", "fail", "unknown")]))
    rows = read(text).all("table", "limits")[0].all("tr")[1:]
    assert [row.all("span", "stance")[0].text for row in rows] == ["broken", "not known", "kept"]
    assert "1 kept, 1 broken, 1 not known" in text and "Rule set tg101, for SBRT." in text


def test_a_range_an_open_end_and_what_the_source_says_beside() -> None:
    one = result(
        1, "unknown", value=[10.0, None], margin=None, upper=14.0, risk_percent=[1, 5], region="each lung",
        why=["0.2 cc of it lie outside the dose grid"], limit=None,
    )  # fmt: skip
    text = read(
        shown(document([CORD], [one, result(1, "pass", risk_percent=[5, 5], value=None)]))
    ).text
    assert (
        "10 or more Gy" in text
        and "Upper end 14" in text
        and "Risk 1 to 5 %" in text
        and "Each lung" in text
    )
    assert "0.2 cc of it lie outside the dose grid" in text and "Risk 5 %" in text


def test_organs_without_a_structure_stand_together() -> None:
    missing = [
        result(None, "unknown", missing=True, organ_title="liver", structure=None, point=None)
    ] * 2
    tree = read(shown(document([CORD], [*missing, result(1, "pass")])))
    assert len(tree.all("table", "limits")[0].all("tr")) == 2
    assert "No structure is known as liver (2)." in tree.text


def test_without_a_check_the_page_says_so() -> None:
    text = read(shown(document([CORD]))).text
    assert "Limits were not asked for" in text and "Targets" not in text


def test_no_limit_and_what_is_asked() -> None:
    found = document([CORD], [])
    found["fractions"] = found["prescription"] = None
    check = found["check"]
    check["without"], check["other_rules"] = "none in 25 fractions", ["quantec"]
    check["asked"] = [
        {
            "structures": ["Kord"],
            "candidates": ["spinal_cord", "heart"],
            "question": "its name is like one",
        },
        {"structures": [], "candidates": [], "question": "which dose is prescribed?"},
    ]
    check["unnamed"], check["set_aside"] = ["Couch"], ["Myelon"]
    text = read(shown(found)).text
    assert "No limit: none in 25 fractions. Rule sets that have one: quantec." in text
    assert "It could be: spinal cord and heart." in text and '--map "Kord=spinal_cord"' in text
    assert (
        "No organ by name: Couch." in text
        and "Set aside" in text
        and "number of fractions not known" in text
    )
    check["other_rules"], found["fractions"] = [], 1
    assert "Rule sets that have one" not in read(shown(found)).text and "1 fraction" in shown(found)


def test_targets_and_eqd2() -> None:
    keys = ("mean", "min", "d98", "d50", "d2", "d0_035cc", "d0_03cc", "max")
    equal = {**dict.fromkeys(keys, 40.0), "at_least": []}
    found = document([structure("PTV", 3, 26.0, eqd2=equal)], [])
    found["eqd2"] = {"alpha_beta": 2.0, "unit": "Gy"}
    known = {"structure": "PTV", "number": 3, "kind": "PTV", "volume_cc": 10, "prescription": 24}
    unknown = {
        "structure": "PTV2",
        "number": 9,
        "kind": "PTV",
        "volume_cc": 10,
        "prescription": None,
    }
    found["check"]["coverage"] = [
        {**known, "d95": 24.5, "d98": 24, "v100": 97},
        {**unknown, "d95": [0, None], "d98": 1, "v100": None},
    ]
    text = read(shown(found)).text
    assert "97 %" in text and "prescription not known" in text and "EQD2, alpha/beta 2 Gy" in text


def test_the_title_is_the_users_and_nothing_of_the_file() -> None:
    tree = read(shown(document([CORD]), "T8, plan 2"))
    assert tree.all("h1")[0].text == "T8, plan 2"
    assert read(shown(document([CORD]))).all("h1")[0].text == "Dose-volume histograms"


def test_each_line_has_color_dashes_and_letter_of_its_own() -> None:
    many = [structure(f"Organ {at}", at, 10.0 + at) for at in range(1, MOST + 4)]
    drawn = figure(document(many))
    assert len(drawn.lines) == MOST and drawn.left_out == ["Organ 13", "Organ 14", "Organ 15"]
    paths = list(read(drawn.svg).all("path", "curve"))
    looks = {(path.attributes["class"], path.attributes.get("stroke-dasharray")) for path in paths}
    assert len(looks) == MOST and len({one.letter for one in drawn.lines}) == MOST
    assert "Not drawn: Organ 13" in read(shown(document(many))).text


def test_the_outline_and_what_has_no_dose_are_not_drawn_and_what_is_judged_comes_first() -> None:
    many = [structure(f"Organ {at}", at, 10.0) for at in range(1, MOST + 1)]
    outline = structure("Body", 90, 20.0, kind="EXTERNAL")
    empty = structure("Areola", 91, 1.0, volume_cc=None, max=None, max_known=None)
    judged = structure("SpinalCord", 92, 12.0)
    names = [
        one.name
        for one in figure(document([*many, outline, empty, judged], [result(92, "pass")])).lines
    ]
    assert (
        "SpinalCord" in names
        and "Body" not in names
        and "Areola" not in names
        and len(names) == MOST
    )


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """The room of each letter and label over the curves."""
    found = []
    for one in read(svg).all("text"):
        if "b" in one.classes:
            x, y = float(one.attributes["x"]), float(one.attributes["y"])
            wide = 7.0 * len(one.text)
            left = x - wide / 2 if one.attributes.get("text-anchor") == "middle" else x
            found.append((left, y - 9, left + wide, y))
    return found


@pytest.mark.parametrize("size", [(880.0, 430.0), (420.0, 380.0)])
def test_letters_and_limits_do_not_lie_on_each_other(size: tuple[float, float]) -> None:
    structures = [structure(f"Organ {at}", at, 6.0 + 3 * at) for at in range(1, 9)]
    results = [
        result(at, status, point={"dose": 25.0, "volume_cc": 0.035, "keep": keep})
        for at in range(1, 9)
        for status, keep in (("pass", "left"), ("fail", "down"))
    ]
    svg = figure(document(structures, results), size).svg
    for (a, b, c, d), (e, f, g, h) in combinations(boxes(svg), 2):
        assert c <= e + 1 or g <= a + 1 or d <= f + 1 or h <= b + 1
    assert all(0 <= left and right <= size[0] for left, _, right, _ in boxes(svg))


def test_a_limit_says_what_it_is() -> None:
    svg = read(figure(document([CORD], [result(1, "fail")])).svg)
    (group,) = svg.all("g")
    assert group.all("title")[0].text == "SpinalCord: D0.35cc at most 18 Gy, broken"
    assert "broken" in group.all("text")[0].text


def test_axes_end_at_round_numbers() -> None:
    assert plot(880, 430, 23.1).most == 24 and plot(420, 380, 23.1).most == 25
    for highest in (0.03, 0.9, 7.0, 26.6, 70.0, 190.0, 4000.0):
        at = plot(880, 430, highest)
        assert at.most >= highest and 4 <= at.most / at.step <= 15
