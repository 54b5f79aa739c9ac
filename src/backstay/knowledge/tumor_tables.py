"""The public tables that entries point to: tumor types and evidence items. Read only when an entry is shown."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

from backstay.knowledge.data import ROOT

FOLDER = "systemic"


@cache
def tumor_types() -> dict[str, dict[str, str]]:
    """OncoTree by code: name, main type, tissue, parent.

    >>> tumor_types()["PRAD"]["name"]
    'Prostate Adenocarcinoma'
    """
    return {row["code"]: row for row in _rows("oncotree.tsv")}


@cache
def evidence_items() -> dict[str, dict[str, str]]:
    """CIViC evidence of levels A and B by its id: biomarker, drugs, direction, source.

    >>> evidence_items()["EID11219"]["drugs"]
    'Osimertinib'
    """
    return {row["eid"]: row for row in _rows("civic.tsv")}


def linked_rows(entry: Any) -> list[str]:
    """What a statement points to, a line each: tumor types first, then evidence with its source."""
    codes = getattr(entry, "oncotree", ())
    items = getattr(entry, "civic", ())
    found = [f"OncoTree {code}: {tumor_types()[code]['name']}" for code in codes]
    return found + [_item(evidence_items()[name]) for name in items]


def _item(row: dict[str, str]) -> str:
    says = "" if row["direction"] == "Supports" else f" ({row['direction'].lower()})"
    source = f"PMID {row['pmid_or_abs']}" if row["source_type"] == "PubMed" else row["pmid_or_abs"]
    return (
        f"CIViC {row['eid']}, level {row['level']}: {row['biomarker']}; "
        f"{row['drugs'].replace(',', ', ')}; {row['significance'].lower()}{says}. "
        f"{row['citation']}, {source}; reviewed {row['last_review']}"
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (ROOT / FOLDER / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))
