"""A record that is fetched by SMART App Launch: out to the record system, back with a code, and read at once.

The token lives while one page is made. Between the two addresses nothing is kept but a sealed cookie.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from django.conf import settings
from django.utils.crypto import salted_hmac
from joserfc.jwk import OctKey

from backstay.exchange.smart.configuration import Endpoints, endpoints, place, told
from backstay.exchange.smart.gathering import Gathering
from backstay.exchange.smart.launch import (
    Begun,
    Exchange,
    begin,
    granted,
    registration_of,
    returned,
)
from backstay.exchange.smart.persons import document_of
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.wanted import wanted_of
from backstay.web.records.importing.asking import Asking, new_client
from backstay.web.records.importing.reading import MOST_BYTES, filled, minute, whose
from backstay.web.records.importing.servers import registrations
from backstay.web.records.importing.sheet import Left, Sheet
from backstay.web.records.knowledge import knowledge


def the_key() -> OctKey:
    """The key that seals a launch: every worker of this site has it."""
    digest = salted_hmac("backstay.launch", "", algorithm="sha256").digest()
    return OctKey.import_key(digest)


def out(given: Mapping[str, str], callback: str, about: str) -> Begun:
    """The way to the sign-in of the record system that a launch names. Raises Refused."""
    registration = registration_of(given, registrations())
    found = told(registration) or _asked(registration)
    return begin(registration, found, given.get("launch"), callback, the_key(), time.time(), about)


def _asked(registration: Registration) -> Endpoints:
    with new_client() as client:
        said = Asking(client, settings.BACKSTAY_FETCH_SECONDS, MOST_BYTES).small(
            place(registration)
        )
    return endpoints(said.body if said.status == 200 else None)


def back(given: Mapping[str, str], cookies: Mapping[str, str], callback: str) -> Exchange:
    """The code that came back to the browser that was sent out. Raises Refused."""
    return returned(given, cookies, registrations(), callback, the_key(), time.time())


def read(came: Exchange, by: str, now: datetime) -> Sheet:
    """All that the record says of the patient who is open there. Raises Refused."""
    with new_client() as client:
        asking = Asking(client, settings.BACKSTAY_FETCH_SECONDS, MOST_BYTES)
        grant = granted(*asking.small(came.url, came.form))
        gathered = asking.all_of(wanted_of(grant, came.registration))
    return _sheet(gathered, came, by, now)


def _sheet(gathered: Gathering, came: Exchange, by: str, now: datetime) -> Sheet:
    document, unread = document_of(gathered, knowledge(), minute(now.astimezone(UTC)))
    digest = hashlib.sha256(b"\n".join(map(bytes, gathered.resources))).hexdigest()
    first = Sheet(
        by=by, about=came.about, source="launch", named=came.registration.issuer[:200], sha256=digest,
        as_of=document["as_of"], whose=whose(gathered.resources),
    )  # fmt: skip
    sheet = filled(first, document, unread)
    lost = [Left(resource="The record system", why=doubt) for doubt in gathered.doubts]
    return msgspec.structs.replace(sheet, left=(*lost, *sheet.left))
