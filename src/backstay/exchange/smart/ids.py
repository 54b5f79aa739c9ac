"""Two texts that go into an address or a header: the id of a resource and a bearer token."""

from __future__ import annotations

import re

FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)


def is_token(text: str) -> bool:
    """Whether a text can be sent as a bearer token.

    >>> is_token("abc.def"), is_token("abc def"), is_token("")
    (True, False, False)
    """
    return text.isascii() and text.isprintable() and bool(text) and " " not in text
