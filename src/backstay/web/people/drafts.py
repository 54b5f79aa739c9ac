"""What of a form can be kept as a draft."""

from __future__ import annotations

from django.http import QueryDict

NEVER_KEPT = ("csrfmiddlewaretoken", "_form", "_page")
SEALED = "sheet"  # what was read of a record is stored when somebody confirms it, and not before
SECRET = ("code", "credential", "token")  # by name; and whatever is called a password


def typed(sent: QueryDict) -> dict[str, list[str]]:
    """The fields of a form with all their values, without what belongs to the form itself or is a secret."""
    if SEALED in sent:
        return {}
    return {
        name: [str(value) for value in values]
        for name, values in sent.lists()
        if name not in (*NEVER_KEPT, *SECRET) and "password" not in name.lower()
    }


def is_path(address: str) -> bool:
    """A path on this site, short enough to be kept."""
    local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return (
        local and address.isprintable() and len(address) <= 300
    )  # browsers drop tabs: "/\t/elsewhere"
