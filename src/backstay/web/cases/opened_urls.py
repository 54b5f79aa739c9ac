"""Addresses of what a part of the case screen opens."""

from __future__ import annotations

from django.urls import path

from backstay.web.cases import opened_views, taken_views, trying_views, why_views

urlpatterns = [
    path("<uuid:key>/missing/", opened_views.missing, name="missing"),
    path("<uuid:key>/changes/", trying_views.changes, name="changes"),
    path("<uuid:key>/try/", trying_views.try_change, name="try"),
    path("<uuid:key>/differ/", opened_views.differ, name="differ"),
    path("<uuid:key>/dose/", opened_views.dose, name="dose"),
    path("<uuid:key>/medicines/all/", opened_views.medicines, name="medicines"),
    path("<uuid:key>/plan/", why_views.plan_in_time, name="plan"),
    path("<uuid:key>/why/option/<slug:option>/", why_views.option, name="option"),
    path("<uuid:key>/why/score/<slug:name>/", why_views.score, name="score"),
    path("<uuid:key>/why/value/<slug:name>/", why_views.value, name="value"),
    path("<uuid:key>/take/", taken_views.take, name="report"),
    path("<uuid:key>/take/report/", taken_views.report, name="report-file"),
    path("<uuid:key>/take/record/", taken_views.replayable, name="record-file"),
]
