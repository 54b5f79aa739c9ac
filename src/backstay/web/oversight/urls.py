"""Addresses of the audit's pages."""

from __future__ import annotations

from django.urls import path

from backstay.web.oversight import views

app_name = "audit"
urlpatterns = [
    path("", views.search, name="search"),
    path("events.csv", views.export_csv, name="csv"),
    path("events.jsonl", views.export_lines, name="lines"),
    path("patients/<uuid:key>/", views.readers_for_administrator, name="patient"),
    path("cases/<uuid:key>/", views.readers, name="readers"),
]
