"""Every address of the application; each app has a list of its own."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="cases:list"), name="home"),
    path("account/", include("backstay.web.people.account_urls")),
    path("account/", include("allauth.urls")),
    path("people/", include("backstay.web.people.urls")),
    path("cases/", include("backstay.web.records.urls")),
    path("cases/", include("backstay.web.cases.urls")),
    path("emergency/", include("backstay.web.emergency.urls")),
    path("library/", include("backstay.web.library.urls")),
    path("audit/", include("backstay.web.oversight.urls")),
    path("", include("backstay.web.site.watch")),
]
