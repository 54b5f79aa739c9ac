"""The biology of the tumor: what one Observation tells of it, and what all of one bundle come to."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.case.dates import Moment
from backstay.exchange.claims import Changed, Claim, Judged, Reading, Said, Tested
from backstay.exchange.coding import codes
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Observation
from backstay.exchange.markers import marked, read_markers, settle_markers
from backstay.exchange.problems import Unread
from backstay.exchange.variants import is_variant, read_judgment, read_variant, settle_variants


def tells_of_tumor(one: Observation, reading: Reading) -> bool:
    """Whether its code, or that of a component, is a test of the tumor, a variant or a judgment of one."""
    known = reading.bindings.markers
    whole = reading.bindings.tokens
    return any(
        code in known or whole.get(code) in ("variant", "implication")
        for part in (one, *one.component)
        for code in codes(part.code)
    )


def read_tumor(
    one: Observation, found: Found, moment: Moment | None, reading: Reading
) -> Iterator[Said]:
    """All that one Observation tells of the tumor. Raises NotReadError."""
    yield from read_markers(marked(one, reading), found, moment, reading)
    yield from read_judgment(one, found, reading)
    if is_variant(one, reading):
        yield from read_variant(one, found, moment, reading)


def settle_tumor(said: list[Said], reading: Reading) -> Iterator[Claim | Unread]:
    """Biomarkers and receptors; what is not sure is listed."""
    tested = [one for one in said if isinstance(one, Tested)]
    changes = [one for one in said if isinstance(one, Changed)]
    judgments = [one for one in said if isinstance(one, Judged)]
    for one in settle_variants(changes, judgments, reading.bindings.variants):
        if isinstance(one, Tested):
            tested.append(one)
        else:
            yield one
    for told in settle_markers(tested, reading.bindings):
        if isinstance(told, Unread) or reading.vocabulary.find(told.fact):
            yield told  # a smaller vocabulary may lack these facts
