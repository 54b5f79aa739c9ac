"""`backstay hooks serve`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backstay.cli.app import hooks_app
from backstay.cli.fail import Failed, printable
from backstay.cli.hooks.needs import needs_hooks, the_knowledge_of, the_settings

if TYPE_CHECKING:
    import socket

    from backstay.hooks.settings import Settings

NOTHING = "--settings FILE says who may call; without it only --open, to try it out on this machine"
NOT_HERE = (
    "open mode asks for no token, so it is for loopback only: --host 127.0.0.1, or settings with clients and "
    "without open mode"
)


@hooks_app.command
def serve(
    *,
    settings: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    open: Annotated[bool, Parameter(negative=())] = False,  # noqa: A002  (the name of the option)
) -> None:
    """Answer CDS Hooks until stopped. Logs are JSON lines on standard output.

    Example: backstay hooks serve --settings hooks.yaml --workers 4

    Parameters
    ----------
    settings:
        who may call, which servers are read, and where things are kept, as YAML or JSON.
    host:
        the address to listen on; TLS is the work of a proxy before it.
    port:
        0 takes a free one.
    workers:
        processes; each holds the whole knowledge.
    open:
        ask for no token. Only on loopback, and never with people's data.
    """
    needs_hooks()
    from backstay.hooks.service.serving import serve as run

    _check(port, workers)
    read = the_settings(settings, open_mode=open) if settings is not None else None
    with _listening(host, port) as sock:
        used = _used(read, open, sock)
        _say(used, sock, workers)
        run(used, sock, workers)


def _check(port: int, workers: int) -> None:
    wrong = [
        *(["--port: 0 to 65535"] if not 0 <= port <= 65535 else []),
        *(["--workers: 1 to 64"] if not 1 <= workers <= 64 else []),
    ]
    if wrong:
        raise Failed("\n".join(wrong))


def _listening(host: str, port: int) -> socket.socket:
    from backstay.hooks.service.serving import bound

    try:
        return bound(host, port)
    except (OSError, UnicodeError) as error:
        raise Failed(f"cannot listen on {host} port {port}: {error}") from None


def _used(read: Settings | None, open_mode: bool, sock: socket.socket) -> Settings:
    """The settings in force. Ends the command where they would let anyone in from elsewhere, or cannot be used."""
    from backstay.hooks.service.serving import address_of, only_here
    from backstay.hooks.settings import Settings

    if read is None and not open_mode:
        raise Failed(NOTHING)
    used = read or Settings(base_url=address_of(sock), open=True)
    if used.open and not only_here(sock):
        raise Failed(NOT_HERE)
    the_knowledge_of(used)
    return used


def _say(settings: Settings, sock: socket.socket, workers: int) -> None:
    from backstay.hooks.service.serving import address_of
    from backstay.hooks.settings import OPEN_WARNING

    lines = [f"listening on {address_of(sock)} with {workers} workers, as {settings.base_url}"]
    if settings.open:
        lines += ["", OPEN_WARNING, ""]
    sys.stderr.write(printable("\n".join(lines)) + "\n")
    sys.stderr.flush()
