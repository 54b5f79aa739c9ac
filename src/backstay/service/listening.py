"""One socket that several workers answer on."""

from __future__ import annotations

import socket
from ipaddress import ip_address

BACKLOG = 1024


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises OSError."""
    family, _, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    sock = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    # Connections inherit it. Without it the last part of an answer waits 40 ms for a sign of the client.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def address_of(sock: socket.socket) -> str:
    """The address of a socket as one would open it."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def only_here(sock: socket.socket) -> bool:
    """Whether only programs on this machine reach it."""
    return is_here(sock.getsockname()[0])


def is_here(address: str) -> bool:
    """Whether an IP address is this machine's own.

    >>> is_here("127.0.0.1"), is_here("::1"), is_here("10.0.0.1"), is_here("")
    (True, True, False, False)
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
