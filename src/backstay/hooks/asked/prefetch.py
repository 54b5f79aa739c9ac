"""The data of a call: prefetched, still to be fetched, or not to be had.

A key that is absent was not answered; null says that there is nothing; an OperationOutcome, that asking failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from backstay.hooks.asked.answers import Answer, NotAnswerError, read_answer
from backstay.hooks.asked.call import Call, Fetched, Query
from backstay.hooks.asked.person import check_resources
from backstay.hooks.asked.references import about
from backstay.hooks.asked.servers import may_fetch, next_address, whole_address
from backstay.hooks.asked.text import NotJsonError, opened
from backstay.hooks.messages import Refused
from backstay.hooks.offered import BY_KEY, PREFETCH, Data

Answers = dict[str, Answer]
_NULL = b"null"
_OTHER = Data("", "", (), "Other data")  # under a key that was not asked for; read all the same


class State(NamedTuple):
    """What is gathered while the answers are gone through."""

    resources: list[msgspec.Raw]
    wanted: list[Query]
    doubts: list[str]
    lacking: list[str]  # needed and not to be had


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
        return _with_patient(Answer(), data)
    return _with_patient(read_answer(value, data.kinds), data)


def _with_patient(answer: Answer, data: Data) -> Answer:
    """Other queries may find nothing; the patient is there, or asking failed."""
    nobody = data.key == "patient" and not answer.resources
    return answer._replace(failed=True) if nobody else answer


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
        _take(data, answers.get(data.key), None, call, state)
    for key in answers.keys() - BY_KEY.keys():
        state.resources.extend(answers[key].resources)
    return _settled(call, state)


def with_fetched(call: Call, fetched: Mapping[Query, Fetched]) -> Call:
    """The call with what a FHIR server answered to all that it wanted; next pages are wanted anew.

    Raises Refused 400 for data of another person, 412 where needed data cannot be had.
    """
    problems: list[str] = []
    state = State(list(call.resources), [], list(call.doubts), [])
    for query in call.wanted:
        answer = _answer(query, fetched.get(query), call)
        place = f"the data fetched for {query.key}"
        check_resources(map(about, answer.resources), call, place, problems)
        _take(BY_KEY[query.key], answer, query, call, state)
    if problems:
        raise Refused(400, problems)
    return _settled(call, state)


def _answer(query: Query, fetched: Fetched | None, call: Call) -> Answer:
    """What a server answered; whatever is no answer counts as failed."""
    if fetched is None or fetched.body is None or not 200 <= fetched.status < 300:
        return Answer(failed=True)
    data = BY_KEY[query.key]
    first = query.url == whole_address(data.query, call)
    try:
        opened(fetched.body, call.most_bytes)
        return _with_patient(read_answer(fetched.body, data.kinds, first=first), data)
    except (NotJsonError, NotAnswerError):
        return Answer(failed=True)


def _take(data: Data, answer: Answer | None, query: Query | None, call: Call, state: State) -> None:
    """One answer to one query; `query` is None where it came with the call."""
    ask = query is None and may_fetch(call)
    if answer is None or (answer.failed and data.needed):
        if ask:
            state.wanted.append(Query(data.key, whole_address(data.query, call)))
        else:
            _lacks(data, "could not be read" if answer else "were not sent", state)
        return
    if answer.failed:  # asking again would fail again; nobody waits for that
        _lacks(data, "could not be read", state)
        return
    state.resources.extend(answer.resources)
    page = _next_page(data, answer, query, call)
    if page is not None:
        state.wanted.append(page)
    if not answer.whole or (answer.next_page and page is None):
        _lacks(data, "could not be read to the end", state)


def _next_page(data: Data, answer: Answer, query: Query | None, call: Call) -> Query | None:
    """The next page, unless it may not be asked, was asked already, or is one too many."""
    if answer.next_page is None or not may_fetch(call) or call.access is None:
        return None
    url = next_address(answer.next_page, call.access.server)
    done = [one.url for one in (*call.asked, *call.wanted) if one.key == data.key]
    if url is None or url in done or len(done) >= call.most_pages:
        return None
    return Query(data.key, url)


def _lacks(data: Data, how: str, state: State) -> None:
    said = f"{data.says} {how}"
    if data.needed:
        state.lacking.append(said)
    elif said not in state.doubts:
        state.doubts.append(said)


def _settled(call: Call, state: State) -> Call:
    if state.lacking:
        raise Refused(412, [*state.lacking, *_what_to_do(call)])
    return msgspec.structs.replace(
        call,
        resources=tuple(state.resources),
        wanted=tuple(state.wanted),
        asked=(*call.asked, *call.wanted),
        doubts=tuple(state.doubts),
    )


def _what_to_do(call: Call) -> Iterable[str]:
    keys = ", ".join(data.key for data in PREFETCH if data.needed)
    yield f"send prefetch of {keys} as discovery asks for them, each with all its pages"
    if not may_fetch(call):
        yield "or send fhirAuthorization for a FHIR server that is registered here for this client"
