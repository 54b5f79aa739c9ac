"""`backstay hooks check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstay.cli.app import hooks_app
from backstay.cli.hooks.needs import needs_hooks, the_knowledge_of, the_settings

if TYPE_CHECKING:
    from backstay.hooks.settings import Client, Settings
    from backstay.knowledge import Knowledge


@hooks_app.command
def check(*, settings: str) -> None:
    """Whether settings can be used, and what would be served with them, as JSON.

    Example: backstay hooks check --settings hooks.yaml

    Parameters
    ----------
    settings:
        the settings of the service, as YAML or JSON.
    """
    needs_hooks()
    import json

    from backstay.cli.source import write_out

    read = the_settings(settings)
    document = _served(read, the_knowledge_of(read))
    write_out(json.dumps(document, indent=2, ensure_ascii=False) + "\n", None)


def _served(settings: Settings, knowledge: Knowledge) -> dict[str, Any]:
    from backstay.hooks.offered import BY_ID

    start = f"{settings.base_url}/cds-services"
    return {
        "mode": "open" if settings.open else "tokens",
        "discovery": start,
        "services": [f"{start}/{name}" for name in BY_ID],
        "clients": [_client(one) for one in settings.clients],
        "origins": list(settings.origins),
        "launches": [one.issuer for one in settings.launches],
        "store": settings.store,
        "knowledge": {
            "edition": knowledge.edition, "fingerprint": knowledge.fingerprint, "overlay": knowledge.overlay
        },
        "limits": {
            "most_bytes": settings.most_bytes, "fetch_seconds": settings.fetch_seconds,
            "most_pages": settings.most_pages,
        },
    }  # fmt: skip


def _client(client: Client) -> dict[str, Any]:
    from backstay.hooks.trust.keys import signers_of

    return {
        "issuer": client.issuer,
        "keys": {name: one.algorithm for name, one in signers_of(client).items()},
        "jku": client.jku,
        "tenants": list(client.tenants),
        "fhir_servers": list(client.fhir_servers),
    }
