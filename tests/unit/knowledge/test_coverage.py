"""The register of coverage, and sign-off of single entries."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from backstay.knowledge import KnowledgeError, load_knowledge
from backstay.knowledge.coverage import read_coverage
from backstay.knowledge.covered import RULES, counts, coverage_problems, entries_of
from backstay.knowledge.data import ROOT
from backstay.knowledge.entries import Constraint, Reviewed
from backstay.knowledge.reviews import awaits, mark_of

ROWS = (
    "early_diagnosis", "pain_medicines", "medicine_doses", "radiation", "radiation_doses", "ablation", "cement",
    "surgery",
    "systemic", "bone_health", "palliative", "rehabilitation", "team", "follow_up", "scores_and_stability",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of its own to spoil."""
    shutil.copy(ROOT / "coverage.yaml", tmp_path)
    shutil.copytree(ROOT / "coverage", tmp_path / "coverage")
    (tmp_path / "coverage" / "team.yaml").write_text(
        "row: team\ntopics:\n  - topic: Choice\n    by: [decide-together]\n"
    )
    return tmp_path


def spoiled(root: Path, file: str, old: str, new: str) -> list[str]:
    """What is said of the register in which one text stands for another."""
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    try:
        return coverage_problems(load_knowledge(), read_coverage(root))
    except KnowledgeError as error:
        return error.problems


def test_every_row_of_the_field_has_topics_that_exist() -> None:
    coverage = read_coverage()
    assert tuple(row.id for row in coverage.rows) == ROWS
    assert coverage_problems(load_knowledge(), coverage) == []


def test_every_rule_counts_in_exactly_one_row() -> None:
    knowledge = load_knowledge()
    numbers = counts(knowledge, read_coverage())
    for kind in RULES:
        found = sum(sum(one.rules[kind].values()) for one in numbers)
        assert found == len(entries_of(knowledge, kind)), kind
    assert all(one.topics == one.covered + one.left_out for one in numbers)
    assert all(0 <= one.share <= 1 for one in numbers)


def test_a_row_without_its_file_of_topics(root: Path) -> None:
    (root / "coverage" / "team.yaml").unlink()
    with pytest.raises(KnowledgeError, match="team: has no topics: write "):
        read_coverage(root)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("coverage/team.yaml", "row: team", "row: teem", "coverage/team.yaml:1: teem is not a row"),
        ("coverage/team.yaml", "row: team", "row: surgery", "stand in coverage/surgery.yaml"),
        ("coverage/team.yaml", "topics:", "topix:", "coverage/team.yaml:"),
        ("coverage/team.yaml", "[decide-together]", "[decide-apart]", "team.yaml:3: 'Choice': there is no entry"),
        ("coverage.yaml", "rules/team,", "rules/teem,", ".yaml:1: belongs to no row"),
        ("coverage.yaml", "rules/team,", "rules/pain,", "rules/pain belongs to several rows"),
        ("coverage.yaml", "rows:", "rows: [", "coverage.yaml:"),
        ("coverage.yaml", "note:", "nota:", "coverage.yaml:"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(
    root: Path, file: str, old: str, new: str, said: str
) -> None:
    found = "\n".join(spoiled(root, file, old, new))
    assert said in found


def test_a_row_stands_once(root: Path) -> None:
    (root / "coverage" / "follow_up.yaml").unlink()
    assert "this row stands twice" in "\n".join(
        spoiled(root, "coverage.yaml", "id: follow_up", "id: team")
    )


def test_a_topic_is_answered_or_left_out(root: Path) -> None:
    (root / "coverage" / "team.yaml").write_text("row: team\ntopics:\n  - topic: Nothing said\n")
    found = coverage_problems(load_knowledge(), read_coverage(root))
    assert found == ["coverage/team.yaml:3: 'Nothing said': has one of by and left_out"]


def test_a_row_lists_a_topic(root: Path) -> None:
    (root / "coverage" / "team.yaml").write_text("row: team\ntopics: []\n")
    found = coverage_problems(load_knowledge(), read_coverage(root))
    assert found == ["coverage/team.yaml:1: team: lists no topic"]


def signed(entry: Constraint, **changes: object) -> Constraint:
    review = Reviewed(by="A. Person", role="spine surgeon", on="2026-12-01", mark=mark_of(entry))
    return msgspec.structs.replace(
        entry, reviewed=(*entry.reviewed, msgspec.structs.replace(review, **changes))
    )


def test_an_entry_awaits_until_someone_agrees_to_what_it_says_now() -> None:
    entry = Constraint(id="walks", holds="ambulatory", text="Walks.")
    assert awaits(entry)
    agreed = signed(entry)
    assert not awaits(agreed)
    assert mark_of(agreed) == mark_of(entry)
    assert awaits(msgspec.structs.replace(agreed, text="Walks alone."))
    assert awaits(signed(agreed, by="B. Person", verdict="objects"))


def test_a_sign_off_changes_no_fingerprint(tmp_path: Path) -> None:
    root = tmp_path / "knowledge"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("cases", "__pycache__"))
    before = load_knowledge(None, root).fingerprint
    path = root / "constraints" / "cancer.yaml"
    entry = next(iter(load_knowledge().constraints.values()))
    review = f"{{by: A, role: surgeon, on: 2026-12-01, mark: {mark_of(entry)}}}"
    text = path.read_text().replace(
        f"- id: {entry.id}\n", f"- id: {entry.id}\n    reviewed: [{review}]\n", 1
    )
    path.write_text(text)
    load_knowledge.cache_clear()
    from backstay.knowledge.data import read_folder

    read_folder.cache_clear()
    after = load_knowledge(None, root)
    assert after.fingerprint == before
    assert not awaits(after.constraints[entry.id])
