"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
