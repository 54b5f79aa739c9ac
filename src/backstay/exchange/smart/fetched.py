"""The answers of a FHIR server, taken one by one: data, a next page to be asked for, or data not to be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from backstay.exchange.smart.answers import Answer, NotAnswerError, read_answer
from backstay.exchange.smart.gathering import Fetched, Gathering, Query
from backstay.exchange.smart.persons import check_resources
from backstay.exchange.smart.queries import BY_KEY, Data
from backstay.exchange.smart.references import about
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.servers import may_fetch, next_address, whole_address
from backstay.exchange.smart.text import NotJsonError, opened

G = TypeVar("G", bound=Gathering)


class State(NamedTuple):
    """What is gathered while the answers are gone through."""

    resources: list[msgspec.Raw]
    wanted: list[Query]
    doubts: list[str]
    lacking: list[str]  # needed and not to be had


def with_fetched(
    gathering: G, fetched: Mapping[Query, Fetched], what_to_do: Iterable[str] = ()
) -> G:
    """The data with what a FHIR server answered to all that was wanted; next pages are wanted anew.

    Raises Refused 400 for data of another person, 412 where needed data cannot be had.
    """
    problems: list[str] = []
    state = State(list(gathering.resources), [], list(gathering.doubts), [])
    for query in gathering.wanted:
        answer = _answer(query, fetched.get(query), gathering)
        place = f"the data fetched for {query.key}"
        check_resources(map(about, answer.resources), gathering, place, problems)
        take(BY_KEY[query.key], answer, query, gathering, state)
    if problems:
        raise Refused(400, problems)
    return settled(gathering, state, what_to_do)


def _answer(query: Query, fetched: Fetched | None, gathering: Gathering) -> Answer:
    """What a server answered; whatever is no answer counts as failed."""
    if fetched is None or fetched.body is None or not 200 <= fetched.status < 300:
        return Answer(failed=True)
    data = BY_KEY[query.key]
    first = query.url == whole_address(data.query, gathering)
    try:
        opened(fetched.body, gathering.most_bytes)
        return with_patient(read_answer(fetched.body, data.kinds, first=first), data)
    except (NotJsonError, NotAnswerError):
        return Answer(failed=True)


def take(
    data: Data, answer: Answer | None, query: Query | None, gathering: Gathering, state: State
) -> None:
    """One answer to one query; `query` is None where it was sent unasked."""
    ask = query is None and may_fetch(gathering)
    if answer is None or (answer.failed and data.needed):
        if ask:
            state.wanted.append(Query(data.key, whole_address(data.query, gathering)))
        else:
            _lacks(data, "could not be read" if answer else "were not sent", state)
        return
    if answer.failed:  # asking again would fail again; nobody waits for that
        _lacks(data, "could not be read", state)
        return
    state.resources.extend(answer.resources)
    page = _next_page(data, answer, query, gathering)
    if page is not None:
        state.wanted.append(page)
    if not answer.whole or (answer.next_page and page is None):
        _lacks(data, "could not be read to the end", state)


def _next_page(
    data: Data, answer: Answer, query: Query | None, gathering: Gathering
) -> Query | None:
    """The next page, unless it may not be asked, was asked already, or is one too many."""
    if answer.next_page is None or not may_fetch(gathering) or gathering.access is None:
        return None
    url = next_address(answer.next_page, gathering.access.server)
    done = [one.url for one in (*gathering.asked, *gathering.wanted) if one.key == data.key]
    if url is None or url in done or len(done) >= gathering.most_pages:
        return None
    return Query(data.key, url)


def _lacks(data: Data, how: str, state: State) -> None:
    said = f"{data.says} {how}"
    if data.needed:
        state.lacking.append(said)
    elif said not in state.doubts:
        state.doubts.append(said)


def with_patient(answer: Answer, data: Data) -> Answer:
    """Other queries may find nothing; the patient is there, or asking failed."""
    nobody = data.key == "patient" and not answer.resources
    return answer._replace(failed=True) if nobody else answer


def settled(gathering: G, state: State, what_to_do: Iterable[str] = ()) -> G:
    """The data with all that was taken. Raises Refused 412 where needed data cannot be had."""
    if state.lacking:
        raise Refused(412, [*state.lacking, *what_to_do])
    return msgspec.structs.replace(
        gathering,
        resources=tuple(state.resources),
        wanted=tuple(state.wanted),
        asked=(*gathering.asked, *gathering.wanted),
        doubts=tuple(state.doubts),
    )
