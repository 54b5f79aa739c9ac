"""The data of a call: prefetched, still to be fetched, or not to be had.

A key that is absent was not answered; null says that there is nothing; an OperationOutcome, that asking failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from backstay.exchange.smart import fetched as taking
from backstay.exchange.smart.answers import Answer, NotAnswerError, read_answer
from backstay.exchange.smart.fetched import State, settled, take, with_patient
from backstay.exchange.smart.gathering import Fetched, Query
from backstay.exchange.smart.persons import check_resources
from backstay.exchange.smart.queries import BY_KEY, PREFETCH, Data
from backstay.exchange.smart.references import about
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.servers import may_fetch
from backstay.hooks.asked.call import Call

Answers = dict[str, Answer]
_NULL = b"null"
_OTHER = Data("", "", (), "Other data")  # under a key that was not asked for; read all the same


def check_prefetch(raw: msgspec.Raw | None, problems: list[str]) -> Answers:
    """The prefetched answers by key; what is wrong with them is added to `problems`."""
    if raw is None:
        return {}
    members = _members(raw)
    if members is None:
        problems.append("prefetch must be an object")
        return {}
    answers: Answers = {}
    for key, value in members.items():
        try:
            answers[key] = _prefetched(value, BY_KEY.get(key, _OTHER))
        except NotAnswerError as error:
            problems.append(f"{_place(key)} {error}")
    return answers


def _members(raw: msgspec.Raw) -> dict[str, msgspec.Raw] | None:
    try:
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return None


def _prefetched(value: msgspec.Raw, data: Data) -> Answer:
    if bytes(value) == _NULL:
        return with_patient(Answer(), data)
    return with_patient(read_answer(value, data.kinds), data)


def _place(key: str) -> str:
    return f"prefetch.{key}" if key in BY_KEY else "a key of prefetch that was not asked for"


def with_prefetched(call: Call, answers: Answers, problems: list[str]) -> Call:
    """The call with its data, or with what must be fetched. Raises Refused 400 or 412."""
    for key, answer in answers.items():
        check_resources(map(about, answer.resources), call, _place(key), problems)
    if problems:
        raise Refused(400, problems)
    state = State([], [], [], [])
    for data in PREFETCH:
        take(data, answers.get(data.key), None, call, state)
    for key in answers.keys() - BY_KEY.keys():
        state.resources.extend(answers[key].resources)
    return settled(call, state, _what_to_do(call))


def with_fetched(call: Call, fetched: Mapping[Query, Fetched]) -> Call:
    """The call with what a FHIR server answered to all that it wanted; next pages are wanted anew.

    Raises Refused 400 for data of another person, 412 where needed data cannot be had.
    """
    return taking.with_fetched(call, fetched, _what_to_do(call))


def _what_to_do(call: Call) -> Iterable[str]:
    keys = ", ".join(data.key for data in PREFETCH if data.needed)
    yield f"send prefetch of {keys} as discovery asks for them, each with all its pages"
    if not may_fetch(call):
        yield "or send fhirAuthorization for a FHIR server that is registered here for this client"
