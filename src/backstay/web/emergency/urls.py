"""Addresses of this app."""

from __future__ import annotations

from django.urls import path

from backstay.web.emergency import views

app_name = "emergency"
urlpatterns = [path("", views.page, name="page")]
