"""Addresses of this app."""

from __future__ import annotations

from django.urls import path

from backstay.web.people import board_views, draft_views, me_views, person_views, views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("add/", views.add, name="add"),
    path("roles/", views.roles, name="roles"),
    path("boards/", board_views.boards, name="boards"),
    path("boards/<uuid:key>/", board_views.board, name="board"),
    path("boards/<uuid:key>/end/<uuid:person>/", board_views.end_seat, name="end_seat"),
    path("me/", me_views.me, name="me"),
    path("me/notices/<int:notice>/", me_views.read_notice, name="read_notice"),
    path("session/", me_views.session, name="session"),
    path("drafts/keep/", draft_views.keep, name="keep_draft"),
    path("drafts/offer/", draft_views.offer, name="offer_draft"),
    path("drafts/<int:draft>/", draft_views.draft, name="draft"),
    path("<uuid:key>/", person_views.person, name="person"),
    path("<uuid:key>/change/", person_views.change, name="change"),
]
