"""`backstay demo`: the shipped bundles of invented patients, assessed from FHIR to printed plan."""

from __future__ import annotations

import sys
from pathlib import Path

from backstay.cli.app import app
from backstay.cli.assessing import rendered, show
from backstay.cli.fail import Failed
from backstay.cli.source import the_case, the_knowledge
from backstay.knowledge.data import ROOT
from backstay.plan import as_document
from backstay.plan import assess as assess_case


@app.command
def demo(*, out: str = "out") -> None:
    """Assess the example bundles of invented patients; print the first plan and write an HTML report of each.

    Example: backstay demo --out reports

    Parameters
    ----------
    out:
        the folder for the reports.
    """
    knowledge = the_knowledge()
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error}; name a folder") from None
    made = []
    for at, bundle in enumerate(example_bundles()):
        document = as_document(assess_case(the_case(str(bundle), knowledge), knowledge))
        if at == 0:
            show(document, knowledge)
        report = folder / f"{bundle.stem}.html"
        report.write_text(rendered(document, knowledge, "html"), encoding="utf-8")
        made.append((report, document["urgency"]["level"]))
    sys.stdout.write(
        "\nReports of the invented patients, made from FHIR bundles; open them in a browser:\n"
    )
    for report, level in made:
        sys.stdout.write(f"  {report.resolve()}  ({level})\n")


def example_bundles() -> list[Path]:
    """The shipped bundles; the one that shows most comes first."""
    bundles = sorted((ROOT / "cases" / "bundles").glob("*.json"))
    return sorted(bundles, key=lambda path: path.stem != "t8-renal")
