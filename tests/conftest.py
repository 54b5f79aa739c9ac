"""Fixtures that several suites share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from backstay.case import Fact, Vocabulary

# Coverage on a busy machine is slow, which says nothing about the code. In continuous integration the examples are
# the same each time; by hand they differ, and a failure is kept and tried first.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("steady")

# The check of mCODE profiles is used by several suites.
sys.path.append(str(Path(__file__).parent / "mcode"))

collect_ignore_glob = ["**/conftest.py"]  # plugins, not modules with doctests


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The facts of the knowledge that is shipped."""
    from backstay.knowledge import load_knowledge

    return load_knowledge().facts


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    """A few facts of every kind, so that tests of the reader do not move with the knowledge."""
    return Vocabulary(patient=by_name(PATIENT), lesion=by_name(LESION))


def by_name(facts: list[Fact]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


def fact(name: str, kind: str, **more: object) -> Fact:
    label = name.replace("_", " ")
    return msgspec.convert({"id": name, "kind": kind, "label": label, "asks": "?", **more}, Fact)


def local(name: str, kind: str, **more: object) -> Fact:
    return fact(name, kind, scope="lesion", **more)


COMPRESSED = {"2": "cord compressed"}
SPINE = (
    *(f"C{n}" for n in range(8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
)
COURSE = {
    "dose": {"kind": "number", "unit": "Gy", "units": {"cGy": "0.01"}, "min": "0", "max": "100"},
    "fractions": {"kind": "count", "min": "1", "max": "60"},
    "months_ago": {"kind": "number", "unit": "mo", "min": "0"},
    "technique": {"kind": "text"},
}
PATIENT = [
    fact("age", "number", unit="a", min=0, max=120),
    fact("sex", "choice", values=("female", "male")),
    fact("ecog", "choice", values=("0", "1", "2", "3", "4"), ordered=True, valid_for_days=60),
    fact("karnofsky", "number", unit="{score}", min=0, max=100, step=10),
    fact("primary", "choice", values=("breast", "kidney", "lung", "unknown")),
    fact("albumin", "number", unit="g/dL", units={"g/L": "0.1"}, min=0.5, max=7, valid_for_days=30),
    fact("creatinine", "number", unit="mg/dL", units={"umol/L": "1/88.4"}, min=0.1, max=25),
    fact("platelets", "number", unit="10*9/L", units={"/uL": "0.001"}, min=0, max=3000),
    fact("vertebral_metastases", "count", min=0, max=33),
    fact("weakness", "yes_no", red_flag=True, worse=("true", "false"), valid_for_days=2),
    fact("asia", "choice", values=tuple("ABCDE"), red_flag=True, worse=("A", "B", "C")),
    fact("hours_weak", "number", unit="h", min=0, red_flag=True),
    fact("comorbidities", "many", values=("copd", "stroke"), complete_when="comorbidities_known"),
    fact("comorbidities_known", "yes_no"),
    fact("biomarkers", "many", values=("alk_fusion", "brca1"), open=True, excluded_by="absent"),
    fact("absent", "many", values=("alk_fusion", "brca1"), open=True, excludes="biomarkers"),
    fact("allergies", "many", open=True),
    fact("esas", "map", fields={"pain": {"kind": "number", "min": "0", "max": "10"}}),
    fact("note", "text"),
]
LESION = [
    local("level", "choice", values=SPINE, ordered=True),
    local("to_level", "choice", values=SPINE, ordered=True),
    local("escc", "choice", values=("0", "1a", "2"), says=COMPRESSED, valid_for_days=30),
    local("sectors", "many", values=("1", "2", "3"), complete_when="given"),
    local("prior_radiation", "list", fields=COURSE),
    local("imaging_date", "date"),
]
