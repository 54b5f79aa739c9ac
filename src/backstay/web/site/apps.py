"""The app as Django knows it: it holds commands and tasks."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registered under its own short label."""

    name = "backstay.web.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
