"""Backstay: treatment options for people with spinal metastases, for and against, with reasons and sources.

>>> import backstay
>>> knowledge = backstay.load_knowledge()
>>> case = backstay.read_case("case: one", knowledge.facts)
>>> backstay.assess(case, knowledge).case
'one'
"""

from backstay.version import VERSION as __version__

__all__ = ["__version__", "as_document", "assess", "load_knowledge", "read_case"]

_HOMES = {
    "assess": "backstay.plan",
    "as_document": "backstay.plan",
    "load_knowledge": "backstay.knowledge",
    "read_case": "backstay.case",
}


def __getattr__(name: str) -> object:
    """Names are fetched when used, so that importing one room does not load the others."""
    if name not in _HOMES:
        raise AttributeError(f"module 'backstay' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
