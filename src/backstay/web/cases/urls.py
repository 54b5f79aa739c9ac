"""Addresses of the case screen and of the list of cases."""

from __future__ import annotations

from django.urls import path

from backstay.web.cases import opened_urls, views
from backstay.web.records import listing_views

app_name = "cases"
urlpatterns = [
    path("", listing_views.case_list, name="list"),
    path("<uuid:key>/", views.case, name="case"),
    *opened_urls.urlpatterns,
]
