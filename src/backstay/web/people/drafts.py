"""What of a form can be kept as a draft."""

from __future__ import annotations

import rules
from django.http import QueryDict

from backstay.web.people.models import Person

NEVER_KEPT = ("csrfmiddlewaretoken", "_form", "_page")
SEALED = "sheet"  # what was read of a record is stored when somebody confirms it, and not before
OPENS = (
    "opens_form"  # the rule of a room above: whether somebody may still open what a form is about
)
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


def may_see(person: Person, form: str) -> bool:
    """Whether what was kept of a form is still shown: beside what was typed it holds what stood there."""
    return not rules.rule_exists(OPENS) or bool(rules.test_rule(OPENS, person, form))


def is_path(address: str) -> bool:
    """A path on this site, short enough to be kept."""
    local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return (
        local and address.isprintable() and len(address) <= 300
    )  # browsers drop tabs: "/\t/elsewhere"
