"""A challenge as a file of cases: put below cases/ it is a test that fails until the knowledge changes."""

from __future__ import annotations

from backstay.case.text import read_yaml
from backstay.web.library.models import Challenge
from backstay.web.library.prefill import written

FAILS = (
    "Fails until the knowledge answers what is expected here, or a reviewer says why it does not."
)


def sentence_of(challenge: Challenge) -> str:
    """What the case is called; every challenge has a name of its own."""
    return f"Challenge {str(challenge.key)[:8]} of {challenge.entry}"


def as_yaml(challenge: Challenge) -> str:
    """The text of the file."""
    case = {
        "case": sentence_of(challenge),
        **read_yaml(challenge.case).value,
        "expect": read_yaml(challenge.expected).value,
    }
    head = [FAILS, f"Against the knowledge {challenge.fingerprint}", *challenge.why.splitlines()]
    return "".join(f"# {line}".rstrip() + "\n" for line in head) + written({"cases": [case]})
