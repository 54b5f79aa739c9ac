"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.emergency"
    label = "emergency"
    default_auto_field = "django.db.models.BigAutoField"
