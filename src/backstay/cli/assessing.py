"""`backstay assess`, `score` and `explain`."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from cyclopts import Parameter

from backstay.cli.app import app
from backstay.cli.fail import Failed
from backstay.cli.source import check_outputs, the_case, the_knowledge, write_out
from backstay.plan import as_document
from backstay.plan import assess as assess_case

CaseFile = Annotated[
    str,
    Parameter(
        help="Case as YAML or JSON, or a FHIR Bundle; - reads standard input.",
        allow_leading_hyphen=True,
    ),
]


@app.command
def assess(
    case: CaseFile,
    /,
    *,
    format: Literal["text", "json", "html"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
    out: str | None = None,
    record: str | None = None,
    what_if: bool = True,
    details: bool = False,
    book: str | None = None,
) -> None:
    """Scores, options for and against, and a plan in time, for one case.

    Example: backstay assess t8-renal.json --format html --out plan.html

    Parameters
    ----------
    format:
        text for a terminal, json by the contract, html as one page to read or print.
    overlay:
        a local protocol (YAML) to apply.
    out:
        write there instead of standard output.
    record:
        write a record there that `backstay replay` can check.
    details:
        text only: every option and reason too, after the decision part.
    what_if:
        say which single changes would alter an option; --no-what-if leaves it out.
    book:
        where a book of `backstay knowledge book` stands, as an address or a path from the report: rules and
        sources become links to it.
    """
    check_outputs([out, record], [case, overlay])
    knowledge = the_knowledge(overlay)
    read = the_case(case, knowledge)
    assessment = assess_case(read, knowledge, what_if=what_if)
    document = as_document(assessment)
    if record:
        from backstay.plan.record import record as make_record

        write_out(make_record(read, knowledge, assessment, what_if), record)
    document = in_book(document, knowledge, book)
    if format == "text" and out is None:
        show(document, knowledge, details)
        return
    write_out(rendered(document, knowledge, format, details), out)


def in_book(document: dict[str, Any], knowledge: Any, base: str | None) -> dict[str, Any]:
    """The assessment with links into a book, where one is named."""
    if base is None:
        return document
    try:
        scheme = urlsplit(base).scheme
    except ValueError:
        scheme = "none that can be read"
    if scheme not in ("", "http", "https", "file"):
        raise Failed(f"--book {base}: an address (https:, http:, file:) or a path")
    from backstay.present.book import linked

    return linked(document, knowledge, base)


def show(document: dict[str, Any], knowledge: Any, details: bool = False) -> None:
    """The plan on this terminal."""
    from rich.console import Console

    from backstay.present import print_text

    print_text(document, knowledge, Console(), details=details)


def rendered(document: dict[str, Any], knowledge: Any, form: str, details: bool = True) -> str:
    """The assessment in one of its forms."""
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        from backstay.present import html

        return html(document, knowledge)
    from backstay.present import text

    return text(document, knowledge, details=details)


@app.command
def score(
    first: CaseFile,
    case: CaseFile | None = None,
    /,
    *,
    format: Literal["text", "json"] = "text",  # noqa: A002  (the name of the option)
    overlay: str | None = None,
) -> None:
    """One score, or all of them, for one case.

    Example: backstay score sins t8-renal.json

    Parameters
    ----------
    first:
        a score id such as sins, followed by the case; or the case alone for every score.
    case:
        the case, where a score is named first.
    format:
        text or json.
    overlay:
        a local protocol (YAML) to apply.
    """
    wanted, path = (first, case) if case is not None else (None, first)
    knowledge = the_knowledge(overlay)
    if wanted is not None and wanted not in knowledge.scores:
        raise Failed(f"there is no score {wanted}; there are {', '.join(sorted(knowledge.scores))}")
    document = as_document(assess_case(the_case(path, knowledge), knowledge, what_if=False))
    found = [one for one in document["scores"] if wanted in (None, one["id"])]
    if format == "json":
        write_out(json.dumps(found, ensure_ascii=False, indent=1) + "\n", None)
        return
    from backstay.present import scores_text

    write_out(scores_text(found, knowledge), None)


@app.command
def explain(
    case: CaseFile,
    option: str,
    /,
    *,
    lesion: str | None = None,
    overlay: str | None = None,
    book: str | None = None,
) -> None:
    """Why one option stands where it stands: every statement, every value, every source.

    Example: backstay explain t8-renal.json separation_surgery --lesion T8

    Parameters
    ----------
    option:
        the id of an intervention, such as sbrt.
    lesion:
        its level, where the option is decided for each lesion.
    overlay:
        a local protocol (YAML) to apply.
    book:
        where a book of `backstay knowledge book` stands: each statement tells its address there.
    """
    knowledge = the_knowledge(overlay)
    intervention = knowledge.interventions.get(option)
    if intervention is None:
        from difflib import get_close_matches

        near = get_close_matches(option, knowledge.interventions, 5)
        raise Failed(
            f"there is no option {option}{'; nearest: ' + ', '.join(near) if near else ''}"
        )
    document = as_document(assess_case(the_case(case, knowledge), knowledge))
    places = [one["lesion"] for one in document["options"] if one["id"] == option]
    if not places:
        raise Failed(f"{option} is decided for each lesion, and the case names none")
    if intervention.scope == "lesion" and lesion not in places:
        if lesion is not None or len(places) > 1:
            raise Failed(
                f"{option} is decided for each lesion: --lesion is one of {', '.join(places)}"
            )
        lesion = places[0]
    from backstay.present import explain as explain_text

    write_out(
        explain_text(
            in_book(document, knowledge, book),
            knowledge,
            option,
            lesion if intervention.scope == "lesion" else None,
        ),
        None,
    )
