"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
