"""`backstay schema`."""

from __future__ import annotations

import json
from typing import Literal

from backstay.cli.app import app
from backstay.cli.source import the_knowledge, write_out


@app.command
def schema(kind: Literal["case", "assessment", "record"], /) -> None:
    """The JSON Schema of a case, an assessment or a record.

    Example: backstay schema assessment > assessment.schema.json
    """
    from backstay.plan.schema import schema_of

    write_out(
        json.dumps(schema_of(kind, the_knowledge()), ensure_ascii=False, indent=1) + "\n", None
    )
