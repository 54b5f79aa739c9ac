"""What was proved, in words and as JSON."""

from __future__ import annotations

from typing import Any

from backstay.knowledge import Knowledge
from backstay.verify.proofs import Failure, Finding


def text_of(finding: Finding) -> str:
    """One property: whether it holds, how that is known, and what to mend."""
    mark = "holds" if finding.holds else "FAILS"
    lines = [f"{mark}  {finding.id}", f"       {finding.claim}", f"       {_how(finding)}"]
    for failure in finding.failures:
        lines += _failed(failure)
    return "\n".join(lines) + "\n"


def _how(finding: Finding) -> str:
    asked = f"{finding.questions} question{'s' if finding.questions != 1 else ''}"
    if not finding.whole and not finding.rows:
        return f"{asked}, looked up in what rests on what"
    parts = [f"{asked} to z3, in {finding.seconds:.1f} s with counting"]
    if finding.whole:
        parts.append(
            f"{len(finding.whole)} counted over all {sum(finding.whole):,} patients of their own facts"
        )
    if finding.rows:
        parts.append(
            f"{len(finding.rows)} with too many facts for that over {sum(finding.rows):,} pairwise rows"
        )
    return "; ".join(parts)


def _failed(failure: Failure) -> list[str]:
    lines = ["", f"   {failure.question}: {failure.answer}"]
    lines += [f"   mend {place}" for place in failure.mend]
    if failure.patient:
        said = "the interpreter confirms" if failure.answer == "fails" else "z3 alone says so"
        lines += [f"   a patient ({said}):", ""]
        lines += [f"   | {line}" for line in failure.patient.splitlines()]
    return lines


def summary(knowledge: Knowledge, findings: list[Finding]) -> str:
    """The last line: how many hold, and in what time."""
    holding = sum(finding.holds for finding in findings)
    counted = sum(sum(finding.whole) for finding in findings)
    seconds = sum(finding.seconds for finding in findings)
    return (
        f"\nknowledge {knowledge.edition} {knowledge.fingerprint}\n"
        f"{holding} of {len(findings)} properties hold; {sum(f.questions for f in findings):,} questions, "
        f"{counted:,} patients counted, {seconds:.0f} s\n"
    )


def json_of(knowledge: Knowledge, findings: list[Finding]) -> dict[str, Any]:
    """The same as one document."""
    return {
        "knowledge": {"edition": knowledge.edition, "fingerprint": knowledge.fingerprint,
                      "overlay": knowledge.overlay},
        "holds": all(finding.holds for finding in findings),
        "properties": [
            {
                "id": finding.id, "claim": finding.claim, "holds": finding.holds,
                "questions": finding.questions, "seconds": round(finding.seconds, 2),
                "counted": {"questions": len(finding.whole), "patients": sum(finding.whole)},
                "pairwise": {"questions": len(finding.rows), "rows": sum(finding.rows)},
                "failures": [
                    {"question": f.question, "answer": f.answer, "mend": list(f.mend), "patient": f.patient}
                    for f in finding.failures
                ],
            }
            for finding in findings
        ],
    }  # fmt: skip
