"""The table of roles and permissions, roles with the same permissions in one column."""

from __future__ import annotations

from typing import Any

from backstay.web.people.roles import CLINICAL, PERMISSIONS, ROLES


def groups() -> list[dict[str, Any]]:
    """Columns: a name, the roles in it, what they may do."""
    found: dict[frozenset[str], list[str]] = {}
    for role in ROLES.values():
        found.setdefault(role.may, []).append(role.name)
    return [
        {"name": "Clinical roles" if may == CLINICAL else names[0], "roles": names, "may": may}
        for may, names in found.items()
    ]


def rows() -> list[dict[str, Any]]:
    """One permission in words, with yes or no for each column."""
    columns = groups()
    return [
        {"words": words, "cells": [what in column["may"] for column in columns]}
        for what, words in PERMISSIONS.items()
    ]
