"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
