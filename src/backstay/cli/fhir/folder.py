"""`backstay fhir read` of a folder: one case in each line, as they are read."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backstay.cli.fail import CHECK_FAILED, Failed
from backstay.cli.fhir.read import beside
from backstay.cli.source import say_unread, the_knowledge, writing
from backstay.exchange import BundleError, Unread
from backstay.exchange.bulk import Rest, read_folder
from backstay.knowledge import Knowledge


def read_folder_of(folder: str, out: str | None) -> None:
    """Write the case of each person of a bulk export; what belongs to nobody is said at the end.

    Raises Failed with status 1 where some of the export could not be read.
    """
    gc.enable()  # a large export is read for long
    knowledge = the_knowledge()
    rest = Rest([], [])
    with writing(out) as file:
        for document, unread in _people(folder, rest, knowledge):
            whole = beside(document, unread, knowledge)
            file.write(json.dumps(whole, ensure_ascii=False).encode() + b"\n")
    say_unread([one._asdict() for one in (*rest.nobody, *rest.lost)])
    if rest.lost:
        raise Failed(
            "the export was not read whole; the lines above say what is missing", CHECK_FAILED
        )


def _people(
    folder: str, rest: Rest, knowledge: Knowledge
) -> Iterator[tuple[dict[str, Any], list[Unread]]]:
    try:
        yield from read_folder(Path(folder), knowledge.facts, rest, knowledge=knowledge)
    except BundleError as error:
        raise Failed(f"{folder}: {error}") from None
    except OSError as error:  # no room to sort it in, for example
        raise Failed(f"the export cannot be sorted: {error.strerror or error}") from None
