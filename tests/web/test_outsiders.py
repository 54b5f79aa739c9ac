"""Somebody without a relation sees nothing of a case, by any address: every address that takes a key is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter
from django.urls.resolvers import RoutePattern
from world import make_around

from backstay.web.library.models import Challenge
from backstay.web.people.models import Draft, Notice, Person
from backstay.web.records.models import Episode

As = Callable[[str], Client]
OF_SIGN_IN = ("account/", "static/")  # their keys are of passkeys and letters, and never of a case
SAMPLES: dict[str, list[str]] = {
    "str": ["T8", "ecog", "sins"],
    "slug": ["wellbeing"],
    "path": ["T8"],
    "int": ["1"],
}
PART = {
    "HX-Request": "true",
    "HX-Target": "found",
    "X-Background": "1",
    "Accept": "application/json",
}
NOTHING = {
    302,
    400,
    403,
    404,
    405,
    409,
    410,
    422,
}  # and 302 leads nowhere but to pages of one's own


class Address(NamedTuple):
    """A route with the kinds of its parameters, as the resolver has them."""

    route: str
    kinds: dict[str, str]


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[Address]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        pattern = entry.pattern
        if not isinstance(pattern, RoutePattern):
            continue
        route = before + pattern._route
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and not route.startswith(OF_SIGN_IN):
            yield Address(route, _kinds(route))


def _kinds(route: str) -> dict[str, str]:
    """The parameters of a route: <uuid:key> is {"key": "uuid"}, <key> is {"key": "str"}."""
    inside = [part.split(">")[0] for part in route.split("<")[1:]]
    return {one.rpartition(":")[2]: one.rpartition(":")[0] or "str" for one in inside}


def keyed() -> list[Address]:
    return [address for address in addresses() if "uuid" in address.kinds.values()]


def keys_of(episode: Episode) -> list[str]:
    """Every key that anything of this case has."""
    things = [
        episode,
        episode.patient,
        *episode.lesions.all(),
        *episode.facts.all()[:3],
        *episode.imports.all(),
        *episode.patient.broken_glass.all(),
        *(member.person for member in episode.care_team.all()),
        *(listing.board for listing in episode.listings.all()),
        *Challenge.objects.all(),
    ]
    return [str(thing.key) for thing in things]


def filled(address: Address, episode: Episode) -> Iterator[str]:
    """The address with keys of the case in every place that takes one; the first is the case more often."""
    keys = keys_of(episode)
    own = [str(episode.key), str(episode.patient.key)]
    choices = []
    for number, kind in enumerate(address.kinds.values()):
        choices.append(
            (keys if number == 0 else [*own, keys[-1]]) if kind == "uuid" else SAMPLES[kind]
        )
    for values in product(*choices):
        path = address.route
        for (name, kind), value in zip(address.kinds.items(), values, strict=True):
            path = path.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
        yield f"/{path}"


def text(answer: Any) -> str:
    """All of an answer with its headers, one that comes in pieces too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def asked_and_sent(client: Client, path: str) -> Iterator[Any]:
    """As a link and as a form."""
    yield client.get(path)
    yield client.post(path, {})


def answers(client: Client, path: str) -> Iterator[Any]:
    """In every way in which somebody could ask."""
    yield from asked_and_sent(client, path)
    yield client.head(path)
    yield client.options(path)
    yield client.get(path, headers=PART)
    yield client.post(path, {}, headers=PART)
    yield client.put(path)
    yield client.delete(path)


def test_there_are_addresses_to_try_and_every_kind_of_key_is_known() -> None:
    found = keyed()
    assert {"cases/<uuid:key>/", "cases/<uuid:key>/team/"} <= {address.route for address in found}
    assert {kind for address in found for kind in address.kinds.values()} <= {"uuid", *SAMPLES}
    assert UUIDConverter.regex  # the kind that keys have


@pytest.mark.parametrize("address", keyed(), ids=lambda address: address.route)
def test_outsiders_see_nothing_of_a_case_by_any_address(
    daniel: Episode, as_: As, people: dict[str, Person], address: Address
) -> None:
    make_around(people, daniel)
    before = list(daniel.facts.values_list("pk", "value")), daniel.care_team.count()
    outsiders = ("kim", "ruth", "ada", "vera", "")
    for username in outsiders:
        if address.route.startswith(("audit/", "cases/emergency-access/")) and username == "ada":
            continue  # who reads the audit reads numbers, and no names: `test_oversight`
        if address.route.startswith("library/challenges/") and username == "vera":
            continue  # who answers challenges reads them
        client = as_(username) if username else Client()
        for path in filled(address, daniel):
            for answer in (answers if username == "kim" else asked_and_sent)(client, path):
                said = text(answer)
                assert "Ferro" not in said and "H-1001" not in said, path
                assert "A thought" not in said and "Nobody of the team answers" not in said, path
                if address.route.startswith("cases/") and username:
                    assert answer.status_code in NOTHING, (path, answer.status_code)
                    assert answer.status_code != 302, path
    assert before == (list(daniel.facts.values_list("pk", "value")), daniel.care_team.count())


@pytest.mark.parametrize("username", ["kim", "ruth", "ada", "omar"])
def test_what_is_one_persons_own_is_nobody_elses(
    daniel: Episode, as_: As, people: dict[str, Person], username: str
) -> None:
    """Drafts and notices have numbers that can be guessed."""
    make_around(people, daniel)
    client, draft, notice = as_(username), Draft.objects.get(), Notice.objects.get()
    for path in (f"/people/drafts/{draft.pk}/", f"/people/me/notices/{notice.pk}/"):
        for answer in answers(client, path):
            assert str(daniel.key) not in text(answer) and "ecog" not in text(answer)
            assert answer.status_code in (302, 403, 404, 405)
    client.post(f"/people/me/notices/{notice.pk}/", {"then": "read"})
    client.post("/people/drafts/keep/", {"_form": draft.form, "ecog": "4"})
    notice.refresh_from_db()
    draft.refresh_from_db()
    assert notice.read_at is None and draft.data == {"ecog": ["2"]}
    assert client.get("/people/drafts/offer/", {"form": "/"}).status_code == 204


def test_a_case_that_is_not_ones_own_is_as_if_it_were_not_there(daniel: Episode, as_: As) -> None:
    never = "00000000-0000-4000-8000-000000000000"
    for username in ("kim", "ruth", "ada"):
        client = as_(username)
        theirs, none = client.get(f"/cases/{daniel.key}/"), client.get(f"/cases/{never}/")
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert len(theirs.content) == len(none.content)


@pytest.mark.parametrize("username", ["kim", "ruth", "vera", "ada"])
def test_lists_and_searches_of_an_outsider_name_nobody(
    daniel: Episode, as_: As, username: str
) -> None:
    client = as_(username)
    for address in addresses():
        for query in ("", "?q=Ferro", "?q=H-1001"):
            if not address.kinds:
                said = text(client.get(f"/{address.route}{query}"))
                assert "Daniel Ferro" not in said, (username, address.route)


def test_the_same_walk_finds_the_case_for_its_care_team(daniel: Episode, as_: As) -> None:
    ines = as_("ines")
    opened = [
        path
        for address in keyed()
        if set(address.kinds) == {"key"}
        for path in filled(address, daniel)
        if "Ferro" in text(ines.get(path))
    ]
    assert f"/cases/{daniel.key}/" in opened
    assert f"/cases/{daniel.key}/team/" in opened
