"""`backstay replay`."""

from __future__ import annotations

import sys

from backstay.case import BadText, CaseError
from backstay.cli.app import app
from backstay.cli.fail import CHECK_FAILED, MISSING, Failed
from backstay.cli.source import read_bytes
from backstay.knowledge import KnowledgeError


@app.command
def replay(record: str, /) -> None:
    """Assess a record's facts again: 0 same bytes, 1 a byte differs, 3 other versions are needed.

    Example: backstay replay t8.record (made by: backstay assess t8-renal.json --record t8.record)
    """
    from backstay.plan.record import NotARecord, OtherVersions
    from backstay.plan.record import replay as run

    try:
        found = run(read_bytes(record))
    except OtherVersions as error:
        raise Failed(f"{record}: {error}", MISSING) from None
    except (NotARecord, BadText, CaseError, KnowledgeError) as error:
        raise Failed(f"{record}: {error}") from None
    if not found.same:
        where = (
            f" at line {found.line}:\n  was: {found.was}\n  now: {found.now}" if found.line else ""
        )
        raise Failed(f"{record}: the replay differs{where}", CHECK_FAILED)
    sys.stdout.write("same bytes\n")
