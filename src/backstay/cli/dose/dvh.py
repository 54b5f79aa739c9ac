"""`backstay dose dvh`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from backstay.cli.app import dose_app
from backstay.cli.dose.needs import needs_dicom
from backstay.cli.fail import CHECK_FAILED, Failed
from backstay.cli.source import check_outputs, the_knowledge, write_out

if TYPE_CHECKING:
    from backstay.dose.check.wanted import Wanted
    from backstay.knowledge import Knowledge


@dose_app.command
def dvh(
    structures_file: str,
    dose_file: str,
    /,
    *,
    plan: str | None = None,
    check: Annotated[bool, Parameter(negative=())] = False,
    rules: str | None = None,
    map: Annotated[list[str] | None, Parameter(negative=())] = None,  # noqa: A002  (the name of the option)
    structures: Annotated[list[str] | None, Parameter(negative=())] = None,
    fractions: float | None = None,  # an int would be cut to a whole number without a word
    prescription: float | None = None,
    eqd2: float | None = None,
    add: Annotated[list[str] | None, Parameter(negative=())] = None,
    add_fractions: Annotated[list[float] | None, Parameter(negative=())] = None,
    title: str | None = None,
    format: Literal["text", "json", "html"] = "text",  # noqa: A002  (the name of the option)
    out: str | None = None,
    overlay: str | None = None,
) -> None:
    """Dose-volume histograms of a plan's structures from DICOM files, and the limits that they keep or break.

    With --check it ends with status 1 where a limit is broken. A physicist checks what it says before it is used.

    With --add the doses of several courses are added in EQD2 on the grid of the first. All must lie in one frame of
    reference; another is refused. No rule set has limits in EQD2, so that a check of a sum judges none of them.

    Example: backstay dose dvh rtss.dcm rtdose.dcm --plan rtplan.dcm --check --rules tg101

    Parameters
    ----------
    structures_file:
        the RTSTRUCT file.
    dose_file:
        the RTDOSE file, of the whole plan.
    plan:
        the RTPLAN file, for fractions and prescription.
    check:
        hold organs to the limits of a rule set.
    rules:
        the rule set, such as hytec (without it), tg101 or quantec; `backstay dose limits` has them all.
    map:
        say what a structure is: --map "NAME=organ", or NAME=none; may be given several times.
    structures:
        only the structure of this name; may be given several times.
    fractions:
        in how many fractions the dose is given, where no plan says so.
    prescription:
        the prescribed dose in Gy of all fractions, where no plan says so.
    eqd2:
        an alpha/beta in Gy: measures in EQD2 beside the physical dose, taken on the grid before the histogram.
    add:
        the RTDOSE file of another course, added in EQD2 (--eqd2 says the alpha/beta); may be given several times.
    add_fractions:
        in how many fractions that course was given; once for each --add, in the same order.
    title:
        what stands at the head of the page; nothing about the person is taken from the files.
    out:
        write there instead of standard output.
    overlay:
        a local protocol (YAML) to apply.
    """
    needs_dicom()
    check_outputs([out], [structures_file, dose_file, plan, overlay, *(add or ())])
    from backstay.dose.check.wanted import Wanted

    if not check and (rules is not None or map):
        raise Failed("--rules and --map belong to a check; add --check")
    wanted = Wanted(
        fractions=fractions,
        prescription=prescription,
        structures=structures or (),
        alpha_beta=eqd2,
        add=[Path(one) for one in add or ()],
        add_fractions=add_fractions or (),
        check=check,
        rules=rules,
        said=_said(map or []),
    )
    needed = check or eqd2 is not None or format == "html"
    knowledge = the_knowledge(overlay) if needed else None
    files = (structures_file, dose_file, plan)
    document = _document(files, wanted, knowledge)
    write_out(_shown(document, knowledge, format, title), out)
    if check and document["check"]["counts"]["fail"]:
        raise SystemExit(CHECK_FAILED)


def _said(answers: list[str]) -> dict[str, str]:
    """Structure -> organ. The name of a structure may hold a = itself, an organ's never does."""
    found: dict[str, str] = {}
    problems = []
    for one in answers:
        name, sign, organ = one.rpartition("=")
        if not (name and sign and organ):
            problems.append(f'--map {one}: write --map "NAME=organ", or NAME=none')
        elif name in found:
            problems.append(f"--map {one}: {name} is said to be {found[name]} already")
        found[name] = organ.strip()
    if problems:
        raise Failed("\n".join(problems))
    return found


def _document(
    files: tuple[str, str, str | None], wanted: Wanted, knowledge: Knowledge | None
) -> dict[str, Any]:
    from backstay.dose.check.refusal import Unusable
    from backstay.dose.check.run import dvh as of_plan
    from backstay.dose.dicom.refusal import DicomProblem

    try:
        structures, dose, plan = (None if one is None else Path(one) for one in files)
        assert structures is not None and dose is not None
        return of_plan(structures, dose, plan, wanted, knowledge)
    except (DicomProblem, Unusable) as error:
        raise Failed(str(error)) from None


def _shown(
    document: dict[str, Any], knowledge: Knowledge | None, form: str, title: str | None
) -> str:
    if form == "json":
        import json

        return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"
    if form == "html":
        from backstay.present.histograms.page import page

        assert knowledge is not None
        return page(document, knowledge, title)
    from backstay.cli.dose.dvh_text import text

    return text(document, knowledge)
