"""`backstay knowledge verify | diff`."""

from __future__ import annotations

import gc
import json
import sys
from typing import Literal

from backstay.cli.app import knowledge_app
from backstay.cli.fail import CHECK_FAILED, MISSING, Failed, printable
from backstay.cli.source import the_knowledge
from backstay.verify import INSTALL, available


@knowledge_app.command
def verify(
    *,
    overlay: str | None = None,
    property: str | None = None,  # noqa: A002  (what the entries are called)
    format: Literal["text", "json"] = "text",  # noqa: A002
) -> None:
    """Prove every stated property, or show a patient for whom it does not hold; exit 1 when one fails.

    Example: backstay knowledge verify --overlay our-hospital.yaml

    Parameters
    ----------
    overlay:
        a local protocol (YAML) to prove with it.
    property:
        only this one.
    format:
        text for readers, json for programs.
    """
    if not available():
        raise Failed(INSTALL, MISSING)
    from backstay.verify import proofs, report

    gc.enable()  # it runs for minutes
    knowledge = the_knowledge(overlay)
    if property is not None and property not in knowledge.properties:
        raise Failed(
            f"there is no property {property}; there are {', '.join(knowledge.properties)}"
        )
    shown = None if format == "json" else _write
    findings = proofs.proofs(knowledge, property, shown)
    if format == "json":
        _told(json.dumps(report.json_of(knowledge, findings), indent=1) + "\n")
    else:
        _told(report.summary(knowledge, findings))
    if not all(finding.holds for finding in findings):
        raise Failed("not every property holds", CHECK_FAILED)


def _write(finding: object) -> None:
    from backstay.verify.report import text_of

    _told(text_of(finding))  # type: ignore[arg-type]


def _told(text: str) -> None:
    """At once, and so that nothing an overlay says can steer the terminal."""
    sys.stdout.write(printable(text))
    sys.stdout.flush()


@knowledge_app.command
def diff(*, overlay: str, format: Literal["text", "json"] = "text") -> None:  # noqa: A002
    """Every kind of patient whose plan a local protocol changes, each as a case, with who answers for it.

    Example: backstay knowledge diff --overlay our-hospital.yaml

    Parameters
    ----------
    overlay:
        the local protocol (YAML).
    format:
        text for readers, json for programs.
    """
    if not available():
        raise Failed(INSTALL, MISSING)
    from backstay.verify import changed, changes_told

    local = the_knowledge(overlay)
    found = changed.difference(the_knowledge(), local)
    if format == "json":
        _told(json.dumps(changes_told.json_of(local, found), indent=1) + "\n")
    else:
        _told(changes_told.text_of(local, found))
