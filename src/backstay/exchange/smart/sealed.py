"""What a launch must remember until the person comes back, sealed in a cookie: no worker keeps any of it.

The key lies in the store folder, so that every worker can open what another one sealed.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

KEY_FILE = "launch.key"
KEY_BYTES = 32
LASTS_SECONDS = 600  # to sign in and choose a patient
_WAY = {"alg": "dir", "enc": "A256GCM"}


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """A launch that was sent to the record system and has not come back yet."""

    issuer: str
    state: str
    verifier: str
    token: str  # address of the token endpoint
    at: float  # seconds since the epoch
    about: str = ""  # a key of the face that began it: which case the data is for


_DECODER = msgspec.json.Decoder(Started)


def the_key(store: Path) -> OctKey:
    """The key of this service, made at the first use; only its owner can read the file."""
    path = store / KEY_FILE
    beside = store / f".{KEY_FILE}.{os.getpid()}"
    if not path.exists():
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
        _take_place(beside, path)
    return OctKey.import_key(path.read_bytes())


def _take_place(beside: Path, path: Path) -> None:
    """Of several workers that start at once, the first one's key holds for all."""
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def sealed(started: Started, key: OctKey) -> str:
    """A launch as text that only this service can read or make."""
    return jwe.encrypt_compact(_WAY, msgspec.json.encode(started), key)


def opened(text: str, key: OctKey, now: float) -> Started | None:
    """The launch in a cookie; None when this service did not make it, or too long ago."""
    try:
        data = jwe.decrypt_compact(text, key, algorithms=list(_WAY.values())).plaintext
        found = _DECODER.decode(data or b"")
    except (JoseError, ValueError, TypeError):
        return None
    return found if 0 <= now - found.at <= LASTS_SECONDS else None
