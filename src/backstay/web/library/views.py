"""The library, open to anybody: nothing in it is about a patient."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backstay.web.library.entries import entry_page
from backstay.web.library.results import MOST, cases_of, results
from backstay.web.library.searching import LONGEST, search
from backstay.web.library.searching import MOST as MOST_FOUND
from backstay.web.library.shelf import page, volume
from backstay.web.records.knowledge import knowledge

SECTION = {"section": "library"}


def index(request: HttpRequest) -> HttpResponse:
    """The opening page."""
    return render(request, "library/index.html", {**SECTION, "shown": page("index.html")})


def sheet(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the book, at the address that it has there."""
    if path == "index.html":
        return redirect("library:index")
    found = page(path)
    if found is None:
        raise Http404
    return render(request, "library/page.html", {**SECTION, "shown": found})


def find(request: HttpRequest) -> HttpResponse:
    """What holds the words of the question."""
    words = request.GET.get("q", "")[:LONGEST]
    found = search(words)
    context = {**SECTION, "q": words, "found": found[:MOST_FOUND], "count": len(found)}
    return render(request, "library/found.html", context)


def entry(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One entry alone."""
    context = entry_page(kind, name)
    if context is None:
        raise Http404
    return render(request, "library/entry.html", {**SECTION, **context})


def cases(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The cases that test an entry, run now; as a part of its page, or as a page of their own."""
    key = kind, name
    if key not in volume().addresses:
        raise Http404
    context = {
        **SECTION, "results": results(key), "count": len(cases_of(key)), "most": MOST,
        "kind": kind, "name": name, "overlay": knowledge().overlay,
    }  # fmt: skip
    template = (
        "library/_results.html" if request.headers.get("HX-Request") else "library/cases.html"
    )
    return render(request, template, context)
