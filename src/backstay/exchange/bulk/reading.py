"""From a folder of a bulk export to one case document for each person in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from backstay.case.facts import Vocabulary
from backstay.exchange.bulk.lines import files_of, lines_of
from backstay.exchange.bulk.parts import number_of, parted, people_of
from backstay.exchange.problems import BundleError, Unread, printable
from backstay.exchange.reader import read_resources
from backstay.knowledge import Knowledge


class Rest(NamedTuple):
    """What cannot be told of one person: `lost` should have been read, `nobody` is only counted."""

    lost: list[Unread]
    nobody: list[Unread]


PART_BYTES = 8_000_000  # of a part, which is held whole while its people are read


def read_folder(
    folder: Path,
    vocabulary: Vocabulary,
    rest: Rest,
    *,
    now: datetime | None = None,
    knowledge: Knowledge | None = None,
    part_bytes: int = PART_BYTES,
) -> Iterator[tuple[dict[str, Any], list[Unread]]]:
    """The case document of each person of an export with what was not read, as `read_bundle` gives them.

    The export is sorted by person on disk, so memory holds one part (about `part_bytes`) and never all of it. To
    `rest` go lines that are not resources (by file and line), people who cannot be read, and resources of nobody.
    All documents are of one time, `now`.
    Raises BundleError where the folder holds no export.
    """
    files = files_of(folder)
    moment = now or datetime.now(UTC)
    with TemporaryDirectory(prefix="backstay-", ignore_cleanup_errors=True) as place:
        lines = (line for file in files for line in lines_of(file, rest.lost))
        parts = parted(lines, Path(place), number_of(files, part_bytes))
        for person, raws in people_of(parts):
            try:
                yield read_resources(raws, vocabulary, now=moment, knowledge=knowledge)
            except BundleError as error:
                name = printable(f"Patient/{person}")
                rest.lost.extend(Unread(name, one) for one in error.problems)
        for kind, number in sorted(parts.nobody.items()):
            why = "about no patient of this folder"
            rest.nobody.append(Unread(f"{kind} ({number})", why))
