"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"
