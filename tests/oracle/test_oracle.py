"""Engines that others wrote give the same values as ours: 100 patients here, 2,000 in `make oracle`."""

from __future__ import annotations

import outside
import pytest
from agreement import Asked, chosen, summary

from backstay.knowledge import load_knowledge
from backstay.verify.cql import library_text

PATIENTS, SEED = 100, 1
REASON = outside.missing()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")


def test_every_value_is_the_same() -> None:
    knowledge = load_knowledge()
    asked = Asked(knowledge, chosen(knowledge, PATIENTS, SEED))
    with outside.compiled([library_text(knowledge)]) as (library,):
        found = asked.compare(library)
    assert found.patients == PATIENTS
    assert not found.mismatches, "\n".join(summary(found))
