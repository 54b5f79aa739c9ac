"""Addresses of this app; pages of the book stand where they stand in the book."""

from __future__ import annotations

from django.urls import path

from backstay.web.library import challenge_views, views

app_name = "library"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.find, name="search"),
    path("challenges/", challenge_views.challenges, name="challenges"),
    path("challenges/<uuid:key>/", challenge_views.one, name="challenge"),
    path("challenges/<uuid:key>.yaml", challenge_views.download, name="download"),
    path("challenge/<str:kind>/<str:name>/", challenge_views.write, name="write"),
    path("entry/<str:kind>/<str:name>.html", views.entry, name="entry"),
    path("entry/<str:kind>/<str:name>/cases/", views.cases, name="cases"),
    path("<path:path>", views.sheet, name="page"),
]
