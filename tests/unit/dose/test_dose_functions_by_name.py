"""What the commands of the dose room compute can be imported from its door."""

from __future__ import annotations

import pytest

from backstay import dose


@pytest.mark.parametrize("name", dose.__all__)
def test_every_name_is_a_function(name: str) -> None:
    assert getattr(dose, name).__name__ == name


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError):
        _ = dose.dose_of_the_moon
