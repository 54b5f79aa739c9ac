"""One patient's facts: their types, units and dates, and the one strict reader of a case.

    text -> tree -> facts by scope -> the newest that hold -> sets closed -> Case

Unknown stays unknown: a fact that is absent, stale or contradicted is not in `Case.patient`.
"""

from backstay.case.cases import Case, Lesion, Remark, Seen
from backstay.case.facts import Fact, Vocabulary
from backstay.case.problems import CaseError, Problem
from backstay.case.reader import read_case, read_case_file
from backstay.case.text import BadText
from backstay.case.values import Interval, Members

__all__ = [
    "BadText",
    "Case",
    "CaseError",
    "Fact",
    "Interval",
    "Lesion",
    "Members",
    "Problem",
    "Remark",
    "Seen",
    "Vocabulary",
    "read_case",
    "read_case_file",
]
