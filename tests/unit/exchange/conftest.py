"""Reading a few resources beside one patient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import NOW, PATIENT, bundle

from backstay.case import Case, Vocabulary, read_case
from backstay.exchange import Unread, read_bundle


@pytest.fixture
def read(vocabulary: Vocabulary) -> Callable[..., tuple[dict[str, Any], list[Unread]]]:
    """The document and what was not read."""

    def read_them(*resources: dict[str, Any], **fields: Any) -> tuple[dict[str, Any], list[Unread]]:
        return read_bundle(bundle(PATIENT, *resources, **fields), vocabulary, now=NOW)

    return read_them


@pytest.fixture
def case_of(vocabulary: Vocabulary) -> Callable[..., Case]:
    """The case that the resources give."""

    def case_from(*resources: dict[str, Any]) -> Case:
        document, _ = read_bundle(bundle(PATIENT, *resources), vocabulary, now=NOW)
        return read_case(document, vocabulary)

    return case_from
