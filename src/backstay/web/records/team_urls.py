"""Addresses of care teams and of emergency access."""

from __future__ import annotations

from django.urls import path

from backstay.web.records import team_glass_views, team_views

team_urls = [
    path("emergency-access/", team_glass_views.ask, name="glass_ask"),
    path("emergency-access/reviews/", team_glass_views.queue, name="glass_queue"),
    path("emergency-access/<uuid:key>/", team_glass_views.glass, name="glass"),
    path("<uuid:key>/team/", team_views.team, name="team"),
    path("<uuid:key>/team/add/", team_views.add_member, name="add_member"),
    path("<uuid:key>/team/<uuid:person>/end/", team_views.end_member, name="end_member"),
    path("<uuid:key>/boards/add/", team_views.list_on_board, name="list_on_board"),
    path("<uuid:key>/boards/<uuid:board>/end/", team_views.end_listing, name="end_listing"),
]
