"""The interpreter refuses what it has no meaning for."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.reason import interpret


def test_there_is_no_meaning_for_another_node() -> None:
    other: Any = "not a node"
    with pytest.raises(TypeError, match="no meaning"):
        interpret(other, {})
