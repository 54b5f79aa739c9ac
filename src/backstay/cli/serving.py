"""`backstay serve`: the web application, until stopped."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backstay.cli.app import app
from backstay.cli.fail import CHECK_FAILED, Failed, printable
from backstay.cli.needs_web import needs_web, set_up

if TYPE_CHECKING:
    import socket

NOT_HERE = (
    "other machines would reach it there. Set BACKSTAY_HTTPS=true, with a proxy before it that does TLS, and "
    "BACKSTAY_HOSTS to the names it is called by; or take --host 127.0.0.1"
)
NOT_OUTSIDE = (
    "the passwords of the invented people are public, so a database with them is served on this machine alone: "
    "--host 127.0.0.1 and without BACKSTAY_HTTPS"
)


@app.command
def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    data: str | None = None,
    demonstration: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Serve the web application, with its worker of tasks, until stopped. Logs are JSON lines on standard output.

    Example: backstay serve --demonstration

    Parameters
    ----------
    host:
        the address to listen on; TLS is the work of a proxy before it.
    port:
        0 takes a free one.
    workers:
        processes that answer.
    data:
        the folder of the database and the secret key; BACKSTAY_DATA, or data, where none is given.
    demonstration:
        put 12 invented patients and the people who care for them into the database, which must be empty.
    """
    needs_web()
    _check(port, workers)
    with _listening(host, port) as sock:
        set_up(data, BACKSTAY_COLLECTED="true", **_invented(demonstration))
        _may_listen(sock)
        _prepare(sock, demonstration)
        _say(sock, workers)
        _run(sock, workers)


def _check(port: int, workers: int) -> None:
    wrong = [
        *(["--port: 0 to 65535"] if not 0 <= port <= 65535 else []),
        *(["--workers: 1 to 64"] if not 1 <= workers <= 64 else []),
    ]
    if wrong:
        raise Failed("\n".join(wrong))


def _listening(host: str, port: int) -> socket.socket:
    from backstay.service.listening import bound

    try:
        return bound(host, port)
    except (OSError, UnicodeError) as error:
        raise Failed(f"cannot listen on {host} port {port}: {error}") from None


def _invented(demonstration: bool) -> dict[str, str]:
    return {"BACKSTAY_DEMONSTRATION": "true"} if demonstration else {}


def _may_listen(sock: socket.socket) -> None:
    from django.conf import settings

    from backstay.service.listening import address_of, only_here

    if not only_here(sock) and not (settings.HTTPS and settings.NAMED):
        raise Failed(f"{address_of(sock)}: {NOT_HERE}")


def _prepare(sock: socket.socket, demonstration: bool) -> None:
    """Everything that could go wrong, before a worker begins."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    from backstay.knowledge import KnowledgeError
    from backstay.service.listening import only_here
    from backstay.web.records.demonstration.load import NotEmpty, is_loaded
    from backstay.web.records.knowledge import knowledge
    from backstay.web.site.prepare import prepare

    gc.enable()
    try:
        knowledge()
        prepare()
        if demonstration:
            _demonstrate()
        if is_loaded() and (settings.HTTPS or not only_here(sock)):
            raise Failed(NOT_OUTSIDE)
    except (KnowledgeError, OSError) as error:
        raise Failed(f"{settings.BACKSTAY_OVERLAY or settings.DATA}: {error}") from None
    except NotEmpty as error:
        raise Failed(str(error)) from None
    except DatabaseError as error:
        raise Failed(f"the database cannot be used: {error}") from None
    finally:
        connection.close()


def _demonstrate() -> None:
    from backstay.web.records.demonstration.load import load, sign_ins

    load()
    sys.stderr.write(printable(sign_ins()) + "\n")


def _say(sock: socket.socket, workers: int) -> None:
    from backstay.service.listening import address_of

    sys.stderr.write(f"listening on {address_of(sock)} with {workers} workers\n")
    sys.stderr.flush()


def _run(sock: socket.socket, workers: int) -> None:
    from backstay.web.site.children import run

    if run(sock, workers) != 0:
        raise Failed("the server ended by itself; its last lines say why", CHECK_FAILED)
