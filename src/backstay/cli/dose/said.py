"""What commands about limits share: doses in words, and the cautions that a result carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstay.dose.limits.biology import Number
    from backstay.knowledge import Knowledge
    from backstay.knowledge.tables.tissues import DoseCaution


def gray(value: Number, decimals: int = 2) -> str:
    """A dose in Gy, or a range of it, for readers."""
    from backstay.dose.limits.biology import as_interval
    from backstay.plan.values import end
    from backstay.present.values import rounded

    low, high = as_interval(value)
    return f"{rounded((low, end(high)), decimals)} Gy"


def cautions(found: tuple[DoseCaution, ...]) -> list[dict[str, Any]]:
    """Cautions as JSON writes them."""
    return [
        {
            "id": one.id,
            "text": one.text,
            "evidence": list(one.evidence),
            "checked": one.checked.status,
        }
        for one in found
    ]


def caution_lines(found: tuple[DoseCaution, ...], knowledge: Knowledge) -> list[str]:
    """Cautions for readers, each with its sources."""
    from backstay.cli.medicines.one_line import sources, wrapped

    texts = (f"{one.text} {sources(one.evidence, one.checked.status, knowledge)}" for one in found)
    return wrapped("Caution", tuple(texts))
