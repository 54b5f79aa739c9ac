"""The biology of the tumor, from all tests, variants and judgments of one bundle."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.bindings import Bindings
from backstay.exchange.claims import Changed, Claim, Judged, Said, Tested
from backstay.exchange.markers import settle_markers
from backstay.exchange.problems import Unread
from backstay.exchange.variants import settle_variants


def settle_tumor(said: list[Said], bindings: Bindings) -> Iterator[Claim | Unread]:
    """Biomarkers and receptors; what is not sure is listed."""
    tested = [one for one in said if isinstance(one, Tested)]
    changes = [one for one in said if isinstance(one, Changed)]
    judgments = [one for one in said if isinstance(one, Judged)]
    for one in settle_variants(changes, judgments, bindings.variants):
        if isinstance(one, Tested):
            tested.append(one)
        else:
            yield one
    yield from settle_markers(tested, bindings)
