"""What the document says of who may see what is what the roles say, and what the tests of relations hold."""

from __future__ import annotations

import re
from pathlib import Path

from test_relations import CLINICIANS, rows

from backstay.web.people import role_table

PAGE = Path(__file__).parents[2] / "docs/explanation/who-may-see-what.md"
TEXT = PAGE.read_text("utf-8")
# The words of the document for each relation that is tested; one row may stand for several.
RELATIONS = {
    "none": {"none"},
    "in the care team": {"care_team"},
    "in the care team once, ended": {"care_team_ended"},
    "a seat on a board that has the case": {"board"},
    "a seat that has ended, or a listing that has ended": {"seat_ended", "listing_ended"},
    "a seat on another board": {"another_board"},
    "emergency access": {"emergency"},
    "emergency access that is over, or of somebody else": {
        "emergency_over",
        "emergency_of_another",
    },
    "related to another patient": {"other_patient"},
    "related, but the case is closed": {"care_team_closed", "board_closed", "emergency_closed"},
    "in the care team, but not active": {"care_team_not_active"},
}


def table(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, its head first."""
    [part] = re.findall(rf"^## {heading}$(.+?)^## ", TEXT, re.M | re.S)
    lines = re.findall(r"^\| (.+) \|$", part, re.M)
    return [line.split(" | ") for line in lines]


def words(cells: list[bool]) -> list[str]:
    return ["yes" if cell else "no" for cell in cells]


def test_the_table_of_roles_is_the_roles() -> None:
    head, *lines = table("By role")
    assert head[1:] == [group["name"].lower() for group in role_table.groups()]
    assert lines == [[row["words"], *words(row["cells"])] for row in role_table.rows()]


def test_the_table_of_relations_is_what_is_tested() -> None:
    _, *lines = table("By relation")
    assert [line[0] for line in lines] == list(RELATIONS)
    tested = {name: words(list(cells.values())) for name, cells in rows(CLINICIANS).items()}
    assert set().union(*RELATIONS.values()) == set(tested)
    for relation, *cells in lines:
        for name in RELATIONS[relation]:
            assert tested[name] == cells, name
