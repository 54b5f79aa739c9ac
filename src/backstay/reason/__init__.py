"""The meaning of expressions: reference interpreter, closures with trace, what depends on what."""

from backstay.reason.alone import Judged, judge
from backstay.reason.change import changed, supposing
from backstay.reason.evaluation import Evaluation, evaluate
from backstay.reason.interpreter import interpret
from backstay.reason.missing import Missing
from backstay.reason.program import Program, compile_program, definite

__all__ = [
    "Evaluation",
    "Judged",
    "Missing",
    "Program",
    "changed",
    "compile_program",
    "definite",
    "evaluate",
    "interpret",
    "judge",
    "supposing",
]
