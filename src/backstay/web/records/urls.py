"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern

from backstay.web.records.entering.urls import urlpatterns as entering
from backstay.web.records.importing.urls import urlpatterns as importing
from backstay.web.records.team_urls import team_urls

app_name = "records"
urlpatterns: list[URLPattern] = [*team_urls, *importing, *entering]
