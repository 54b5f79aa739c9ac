"""What commands about one drug share: its line, the facts of a case, and a number or a range as JSON writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from backstay.cli.fail import Failed
from backstay.cli.source import the_case

if TYPE_CHECKING:
    from backstay.case.values import Interval
    from backstay.knowledge import Knowledge
    from backstay.knowledge.entries import Checked
    from backstay.medicines.line import Line, Unread

LONGEST = 100  # characters


def one_line(text: str, knowledge: Knowledge, times_needed: bool = True) -> Line:
    """The one drug of one line; refused with what was expected."""
    from backstay.medicines.reading.lines import read_lines
    from backstay.medicines.reading.listed import listed

    read = read_lines(text, knowledge)
    if len(read.lines) + len(read.unread) == 1 and read.unread and not times_needed:
        read = listed([{"drug": text}], knowledge)
    refuse(read.unread)
    if len(read.lines) != 1:
        raise Failed(
            f"'{shown(text)}' holds {len(read.lines)} drugs; expected one, such as 'dexamethasone 16 mg daily'"
        )
    return read.lines[0]


def refuse(unread: tuple[Unread, ...]) -> None:
    """Fail with every part that was not read, its number, and what was expected; nothing where all was read."""
    if unread:
        raise Failed("\n".join(map(problem, unread)))


def problem(of: Unread, expected: str | None = None) -> str:
    """One part that was not read, no longer than a line of medicines may be."""
    return f"{of.at}: {shown(of.text)}: {shown(of.problem)}; {expected or of.expected}"


def shown(text: str) -> str:
    """What was written, shortened: what is quoted must not fill the screen."""
    from backstay.case.text import printable

    return printable(text, LONGEST)


def facts_of(path: str | None, knowledge: Knowledge) -> Mapping[str, Any]:
    """Facts and definitions of the patient of a case; none without one."""
    from backstay.plan.assess import prepared
    from backstay.reason import evaluate

    if path is None:
        return {}
    return evaluate(prepared(knowledge)[0], the_case(path, knowledge)).patient


def written(span: Interval | None, decimals: int = 6) -> Any:
    """One number where both ends agree, else both; an open end and what is not known are null."""
    from backstay.plan.values import end

    if span is None:
        return None
    low, high = end(span.low, decimals), end(span.high, decimals)
    return low if low == high else [low, high]


def in_words(span: Interval, decimals: int = 1) -> str:
    """A number or a range for readers."""
    from backstay.plan.values import end
    from backstay.present.values import span as said

    low, high = end(span.low, decimals), end(span.high, decimals)
    assert low is not None
    return said(low, high)


def status(checked: Checked | None) -> str | None:
    """How well what an answer rests on was read."""
    return None if checked is None else checked.status


def sources(evidence: tuple[str, ...], checked: str | None, knowledge: Knowledge) -> str:
    """What an answer rests on, in brackets."""
    short = ", ".join(knowledge.evidence[one].short for one in evidence)
    return f"[{checked}: {short}]" if short else ""


def wrapped(head: str, texts: tuple[str, ...]) -> list[str]:
    """One paragraph for each text, each after the head."""
    from textwrap import wrap

    return [line for text in texts for line in wrap(f"{head}: {text}", 100, subsequent_indent="  ")]


def asked(names: Iterable[str], knowledge: Knowledge) -> str:
    """Facts as they are asked for, in one line."""
    from backstay.present.names import all_asked

    return ", ".join(all_asked(knowledge, names))
