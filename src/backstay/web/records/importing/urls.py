"""Addresses of imports, under those of records."""

from __future__ import annotations

from django.urls import path

from backstay.web.records.importing import launch_views, medicine_views, new_views, views

urlpatterns = [
    path("import/", new_views.upload_new, name="import_new"),
    path("import/check/", new_views.check_new, name="import_new_check"),
    path("launch/", launch_views.launch, name="launch"),
    path("launch/back/", launch_views.launch_back, name="launch_back"),
    path("<uuid:key>/medicines/", medicine_views.medicines, name="medicines"),
    path("<uuid:key>/import/", views.upload, name="import"),
    path("<uuid:key>/import/check/", views.check, name="import_check"),
]
