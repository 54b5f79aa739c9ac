"""The kernel compiled: the same functions, each seeing the compiled ones that it calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from types import FunctionType
from typing import Any

from backstay.dose.histogram import kernel

CALLED_FIRST = (
    kernel.crossings,
    kernel.spans_of,
    kernel.fill,
    kernel.lay,
    kernel.trim,
    kernel.spread,
    kernel.corner,
    kernel.corners,
    kernel.scan,
)


@lru_cache(maxsize=1)
def compiled_scan() -> Callable[..., None]:
    """`kernel.scan` compiled, kept on disk where that can be written; ImportError without numba."""
    import numba

    def compile_one(function: FunctionType) -> Any:
        make = partial(numba.njit, nogil=True, error_model="numpy")
        try:
            return make(cache=True)(function)
        except RuntimeError:  # no folder for the cache can be written
            return make()(function)

    names = dict(vars(kernel))
    for plain in CALLED_FIRST:
        names[plain.__name__] = compile_one(FunctionType(plain.__code__, names, plain.__name__))
    scan: Callable[..., None] = names["scan"]
    return scan
