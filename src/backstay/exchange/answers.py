"""Answers to the forms of Backstay: each question is a fact, whose id is its linkId."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from backstay.case.dates import Moment, days_between
from backstay.exchange.answered import Item, is_absent, value_in
from backstay.exchange.claims import Claim, NoLesions, Reading, Said, Unbound
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Part
from backstay.exchange.moments import moment_of
from backstay.exchange.ours import FORMS
from backstay.exchange.problems import MODIFIED, NotReadError, Unread, printable

FINISHED = ("completed", "amended")
LESIONS = "lesions"
_SEEN = "escc"  # what imaging shows of a lesion
_SILENT = (".help", ".why")  # they say why there is no answer, or nothing


class Response(Part, frozen=True):
    status: str | None = None
    questionnaire: str | None = None
    authored: str | None = None
    item: tuple[Item, ...] = ()


class _Sheet(NamedTuple):
    """What every question of one response needs."""

    source: str
    moment: Moment | None
    reading: Reading


_DECODER = msgspec.json.Decoder(Response)


def read_answers(found: Found, reading: Reading) -> Iterator[Said]:
    """All facts that a QuestionnaireResponse to one of our forms gives. Raises NotReadError."""
    one = _DECODER.decode(found.raw)
    if not (one.questionnaire or "").startswith(FORMS):
        yield Unbound(found.kind, found.reference, printable(one.questionnaire or "no form", 100))
        return
    if one.status not in FINISHED:
        raise NotReadError(f"its status is {one.status or 'not given'}")
    try:
        moment = moment_of(one.authored, reading.as_of)
    except NotReadError as error:
        yield Unread(found.reference, str(error))
        yield from _lost(_group(one.item, None, _Sheet(found.reference, None, reading)))
        return
    yield from _group(one.item, None, _Sheet(found.reference, moment, reading))


def _lost(said: Iterator[Said]) -> Iterator[Claim]:
    """What was answered at a time that cannot be read: an older value must not stand for it."""
    for one in said:
        if isinstance(one, Claim):
            yield one._replace(value=None)


def _group(items: Sequence[Item], level: str | None, sheet: _Sheet) -> Iterator[Said]:
    """The questions of one group; those under another one belong to the same lesion."""
    same: dict[str, list[Item]] = {}
    for one in _flat(items):
        same.setdefault(one.link_id, []).append(one)
    facts = {name.removesuffix(".entry"): None for name in same}
    for name in facts:
        asked, entries = same.get(name, []), same.get(f"{name}.entry", [])
        if name == LESIONS:
            yield from _no_lesions(asked, sheet)
        elif name.startswith("section."):
            yield from (said for one in asked for said in _section(one, level, sheet))
        elif not name.endswith(_SILENT):
            yield from _asked(name, asked, entries, level, sheet)


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    """All questions of a group, also those that stand under an answer or in a group of one fact."""
    for one in items:
        if one.link_id.endswith(".group"):
            yield from _flat(one.item)
            continue
        yield one
        yield from _flat([inner for answer in one.answer for inner in answer.item])


def _section(group: Item, level: str | None, sheet: _Sheet) -> Iterator[Said]:
    """A section; the one of a lesion names its level."""
    named = [one for one in group.item if one.link_id == "level"]
    if named:
        level = None
        fact = sheet.reading.vocabulary.lesion["level"]
        answers = [answer for one in named for answer in one.answer]
        try:
            told = value_in(answers, (), fact, sheet.reading)
            level = str(told) if told else None
        except NotReadError as error:
            yield Unread(sheet.source, f"level: {error}")
    yield from _group(group.item, level, sheet)


def _no_lesions(asked: Sequence[Item], sheet: _Sheet) -> Iterator[Said]:
    told = [answer for one in asked for answer in one.answer]
    codes = {answer.value_coding.code if answer.value_coding else None for answer in told}
    given = [answer for answer in told if not is_absent(answer, sheet.reading)]
    if given and codes == {f"{LESIONS}.none"}:
        yield _still(sheet)
    elif given and codes != {f"{LESIONS}.listed"}:
        yield Unread(sheet.source, f"{LESIONS}: whether there are any is not told by one answer")


def _still(sheet: _Sheet) -> NoLesions | Unread:
    """That there is no lesion counts no longer than what is seen of one on imaging."""
    seen = sheet.reading.vocabulary.lesion.get(_SEEN)
    days, told = seen.valid_for_days if seen else None, sheet.moment
    if days and told and days_between(told, sheet.reading.as_of) > days:
        on = told.text[:10]
        return Unread(sheet.source, f"{LESIONS}: none, it was said on {on}; is it still so?")
    return NoLesions(sheet.source)


def _asked(
    name: str, asked: Sequence[Item], entries: Sequence[Item], level: str | None, sheet: _Sheet
) -> Iterator[Said]:
    """One fact as it was answered."""
    fact = sheet.reading.vocabulary.find(name)
    answers = [answer for one in asked for answer in one.answer]
    if fact is None:
        if answers or any(one.item for one in (*asked, *entries)):
            yield Unread(sheet.source, f"{printable(name, 60)} is not a question of our forms")
        return
    where = level if fact.scope == "lesion" else None
    try:
        _check(asked, entries)
        value = value_in(answers, entries, fact, sheet.reading)
    except NotReadError as error:
        yield Unread(sheet.source, f"{fact.id}: {error}")
        if fact.scope == "patient" or where:
            yield Claim(fact.id, where, None, sheet.source, sheet.moment)
        return
    if value is None:
        return
    if fact.scope == "lesion" and where is None:
        yield Unread(sheet.source, f"{fact.id}: no vertebral level; which lesion is it?")
        return
    yield Claim(fact.id, where, value, sheet.source, sheet.moment, whole=True)


def _check(asked: Sequence[Item], entries: Sequence[Item]) -> None:
    if any(bytes(one.modifier_extension) for one in (*asked, *entries)):
        raise NotReadError(MODIFIED)
