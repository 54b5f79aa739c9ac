"""The register of what is covered, what is not and why, and when it is reviewed next."""

from __future__ import annotations

from typing import Any

from backstay.case.text import read_yaml
from backstay.knowledge.data import ROOT


def read_coverage() -> dict[str, Any]:
    """The register as plain values: `covered` and `not_covered`, each a list of entries."""
    found: dict[str, Any] = read_yaml((ROOT / "coverage.yaml").read_bytes()).value
    return found
