"""No resource of a plan claims a profile of mCODE that it does not satisfy."""

from __future__ import annotations

from pathlib import Path

from profile_checks import problems

import backstay_knowledge
from backstay.case import read_case
from backstay.exchange import read_bundle
from backstay.exchange.write import plan_bundle
from backstay.knowledge import load_knowledge
from backstay.plan import assess

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"


def test_a_plan_satisfies_the_profiles_it_claims() -> None:
    knowledge = load_knowledge()
    document, _ = read_bundle(BUNDLE.read_bytes(), knowledge.facts, knowledge=knowledge)
    case = read_case(document, knowledge.facts)
    bundle = plan_bundle(case, assess(case, knowledge, what_if=False), knowledge)
    resources = [one["resource"] for one in bundle["entry"]]
    claimed = [url for one in resources for url in one.get("meta", {}).get("profile", ())]
    assert any("/us/mcode/" in url for url in claimed)
    assert [wrong for one in resources for wrong in problems(one)] == []
