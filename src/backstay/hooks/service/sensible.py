"""What settings must be, beyond their types, so that the service is safe with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backstay.exchange.smart.addresses import base_of, is_private, parts_of, without_slash
from backstay.exchange.smart.registration import Registration
from backstay.hooks.settings import Client, Settings
from backstay.hooks.trust.keys import KeyProblem, signers_of

LARGEST = 20_000_000  # bytes of one request that reading takes
HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?", re.ASCII)  # as browsers write it
PORTS = {"http": 80, "https": 443}
HTTPS = (
    "https: is needed (http: only for this machine itself), since tokens and records travel there"
)


def problems_of(settings: Settings) -> list[str]:
    """Every problem of settings whose types are right."""
    return [
        *_address("base_url", settings.base_url),
        *_who(settings),
        *(one for at, client in enumerate(settings.clients) for one in _client(at, client)),
        *_launched(settings),
        *(one for at, launch in enumerate(settings.launches) for one in _launch(at, launch)),
        *(one for at, o in enumerate(settings.origins) for one in _origin(f"origins[{at}]", o)),
        *_amounts(settings),
    ]


def _who(settings: Settings) -> Iterator[str]:
    """Whether anyone could call, and whether each token has one client."""
    if not settings.clients and not settings.open:
        yield "clients: none is named, so nobody could call; name one, or try it out with `open: true`"
    issuers = [client.issuer for client in settings.clients]
    for issuer in sorted({one for one in issuers if issuers.count(one) > 1}):
        yield f"clients: the issuer {issuer} is named twice; give its keys in one entry"
    for at, client in enumerate(settings.clients):
        if not client.keys and not settings.open:
            yield f"clients[{at}].keys: none is given, so no token of {client.issuer} could be checked"


def _launched(settings: Settings) -> Iterator[str]:
    """Whether each record system is named once: of two, the second would never be taken."""
    issuers = [without_slash(launch.issuer) for launch in settings.launches]
    for issuer in sorted({one for one in issuers if issuers.count(one) > 1}):
        yield f"launches: the issuer {issuer} is named twice; keep one entry"


def _client(at: int, client: Client) -> Iterator[str]:
    if not client.issuer:
        yield f"clients[{at}].issuer: this is empty"
    try:
        signers_of(client)
    except KeyProblem as problem:
        yield f"clients[{at}].keys: {problem}"
    for number, server in enumerate(client.fhir_servers):
        yield from _address(f"clients[{at}].fhir_servers[{number}]", server)


def _launch(at: int, launch: Registration) -> Iterator[str]:
    for name in ("issuer", "authorize", "token"):
        address = getattr(launch, name)
        if address is not None:
            yield from _address(f"launches[{at}].{name}", address)
    if (launch.authorize is None) != (launch.token is None):
        yield f"launches[{at}]: authorize and token stand together, or both are asked of the server"
    if not launch.client_id:
        yield f"launches[{at}].client_id: this is empty"
    for number, origin in enumerate(launch.shown_in):
        yield from _origin(f"launches[{at}].shown_in[{number}]", origin)


def _origin(where: str, origin: str) -> Iterator[str]:
    parts = parts_of(origin)
    if (
        parts is None
        or origin != f"{parts.scheme}://{parts.netloc}"
        or not HOST.fullmatch(parts.netloc)
    ):
        yield (
            f"{where}: an origin is scheme://host or scheme://host:port, in small letters and without a path; "
            "* is not taken"
        )
    elif parts.port == PORTS[parts.scheme]:
        yield f"{where}: browsers leave out :{parts.port}, so this origin would never be met; leave it out"


def _amounts(settings: Settings) -> Iterator[str]:
    if not 1 <= settings.most_bytes <= LARGEST:
        yield f"most_bytes: 1 to {LARGEST:,}"
    if not 0 < settings.fetch_seconds <= 60:
        yield "fetch_seconds: more than 0, at most 60; a client waits for about half a second"
    if not 1 <= settings.most_pages <= 1000:
        yield "most_pages: 1 to 1000"


def _address(where: str, address: str) -> Iterator[str]:
    """An absolute address to which paths are added."""
    if parts_of(address) is None:
        yield f"{where}: an address such as https://hooks.example.org is wanted, without a name or password"
        return
    if not is_private(address):
        yield f"{where}: {HTTPS}"
    if address != base_of(address):
        yield f"{where}: without a slash at the end, and without query or fragment"
