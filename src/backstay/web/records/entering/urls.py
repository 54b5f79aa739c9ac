"""Addresses of the pages on which cases are opened, listed and answered."""

from __future__ import annotations

from django.urls import path

from backstay.web.records.entering import lesion_views, views

urlpatterns = [
    path("new/", lesion_views.new_case, name="new"),
    path("<uuid:key>/next/", views.next_questions, name="next"),
    path("<uuid:key>/facts/", views.index, name="form"),
    path("<uuid:key>/facts/<slug:name>/", views.group, name="group"),
    path("<uuid:key>/fact/<str:path>/", views.fact, name="fact"),
    path("<uuid:key>/fact/<str:path>/take-back/", lesion_views.take_back, name="take_back"),
    path("<uuid:key>/history/", lesion_views.history, name="history"),
    path("<uuid:key>/lesions/", lesion_views.lesions, name="lesions"),
    path("<uuid:key>/lesions/<uuid:lesion>/", views.lesion_facts, name="lesion"),
    path("<uuid:key>/lesions/<uuid:lesion>/remove/", lesion_views.remove, name="remove_lesion"),
]
