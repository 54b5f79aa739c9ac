"""`backstay fhir read`: a FHIR record as a case, with what was not read and what is too old beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from backstay.cli.app import fhir_app
from backstay.cli.fail import Failed
from backstay.cli.source import check_outputs, read_bytes, say_unread, the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.exchange import Unread
    from backstay.knowledge import Knowledge

STALE = ("stale", "marked_stale")  # kinds of remark of a case


@fhir_app.command
def read(
    bundle: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    out: str | None = None,
) -> None:
    """A FHIR R4 Bundle as a case that every other command takes, with what was not read and why.

    Example: backstay fhir read record.json --out case.json

    Parameters
    ----------
    bundle:
        a Bundle in JSON; - reads standard input; a folder of a bulk export (*.ndjson, *.ndjson.gz) gives one case
        in each line.
    out:
        the file to write; without it the case goes to standard output.
    """
    check_outputs([out], [bundle])
    if bundle != "-" and Path(bundle).is_dir():
        from backstay.cli.fhir.folder import read_folder_of

        read_folder_of(bundle, out)
        return
    from backstay.exchange import BundleError, read_bundle

    knowledge = the_knowledge()
    try:
        document, unread = read_bundle(read_bytes(bundle), knowledge.facts, knowledge=knowledge)
    except BundleError as error:
        raise Failed(f"the bundle cannot be used: {error}") from None
    whole = beside(document, unread, knowledge)
    say_unread(whole["unread"])
    write_out(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", out)


def beside(document: dict[str, Any], unread: list[Unread], knowledge: Knowledge) -> dict[str, Any]:
    """The case document with `unread`, and with `stale`: the facts that are older than they count."""
    from backstay.case import read_case

    case = read_case(document, knowledge.facts)
    old = [
        {
            "fact": one.facts[0],
            **({"lesion": one.lesion} if one.lesion else {}),
            "counts": one.kind == "marked_stale",
            "text": one.text,
        }
        for one in case.remarks
        if one.kind in STALE
    ]
    listed = [one._asdict() for one in unread]
    return {**document, "unread": listed, **({"stale": old} if old else {})}
