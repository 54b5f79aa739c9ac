"""What leaves a case for those who review rules names nobody, whatever was pasted into it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from world import make_fact

from backstay.case.text import read_yaml
from backstay.web.library.prefill import of_episode
from backstay.web.records.models import Episode

As = Callable[[str], Client]
PASTED = "Daniel Ferro, 4 August 1962, H-1001\nmorphine 10 mg every 12 h"


def test_a_line_that_was_no_medicine_stays_in_the_case(daniel: Episode, as_: As) -> None:
    make_fact(daniel, "medicines_known", True)
    make_fact(daniel, "medicines", [{"drug": one} for one in PASTED.splitlines()])
    page = as_("ines").get(f"/library/challenge/scores/sins/?from=episode-{daniel.key}")
    told = of_episode(daniel)
    assert told.splitlines()[0] in page.content.decode()
    for name in ("Ferro", "1962", "H-1001"):
        assert name not in told
    patient = read_yaml(told).value["patient"]
    assert [one["drug"] for one in patient["medicines"]] == ["morphine"]
    assert "medicines_known" not in patient  # one line is not told, so this is not all


def test_where_no_line_is_told_the_list_is_left_out_and_is_not_none(daniel: Episode) -> None:
    make_fact(daniel, "medicines", [{"drug": "Daniel Ferro"}])
    assert "medicines" not in read_yaml(of_episode(daniel)).value["patient"]


def test_a_list_that_was_read_stays_whole(daniel: Episode) -> None:
    make_fact(daniel, "medicines_known", True)
    make_fact(daniel, "medicines", [])
    patient = read_yaml(of_episode(daniel)).value["patient"]
    assert patient["medicines"] == [] and patient["medicines_known"] == "true"
