"""`backstay fhir questionnaire`: a form as a FHIR Questionnaire."""

from __future__ import annotations

import json

from backstay.cli.app import fhir_app
from backstay.cli.fail import Failed
from backstay.cli.source import check_outputs, the_knowledge, write_out


@fhir_app.command
def questionnaire(name: str, /, *, out: str | None = None) -> None:
    """A form as a FHIR R4 Questionnaire. Its answers are read as facts by `backstay fhir read`.

    Example: backstay fhir questionnaire sins --out sins.json

    Parameters
    ----------
    name:
        the form: sins, escc or intake.
    out:
        the file to write; without it the form goes to standard output.
    """
    from backstay.exchange.forms import form_names
    from backstay.exchange.forms import questionnaire as made

    check_outputs([out], [])
    if name not in form_names():
        raise Failed(f"there is no form {name[:40]!r}; there are {', '.join(form_names())}")
    form = made(name, the_knowledge())
    write_out(json.dumps(form, ensure_ascii=False, indent=1) + "\n", out)
