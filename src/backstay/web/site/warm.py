"""What a page would otherwise wait for, done before there are workers or between pages. It asks no database."""

from __future__ import annotations

import gc
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.template import engines
from django.urls import reverse

from backstay.plan import assess
from backstay.web.cases.opened import opening
from backstay.web.library import shelf
from backstay.web.library.searching import search
from backstay.web.records.case import read
from backstay.web.records.knowledge import knowledge

NOBODY = {"case": str(UUID(int=0)), "patient": {}, "lesions": [{"level": "T8"}]}
SLOW = ("index.html", "all.html", "review.html")  # of the library: the longest to write
# A page holds some ten thousand objects until it is sent. Looking for garbage in the middle of it walks them all
# and finds none, so `tidy` does it between pages; these are for a page that makes very many.
THRESHOLDS = 200_000, 10, 10
ENOUGH = 5_000  # objects that stayed after a page, for which it is worth to look
OFTEN = 20  # looks at what is young for one at everything


def warm() -> None:
    """Knowledge, rules, library, templates and addresses; what is loaded stays and is walked no more."""
    assess(read(NOBODY), knowledge(), what_if=True)
    opening({"case": NOBODY["case"], "options": [], "scores": []})
    reverse("library:index")
    for path in SLOW:
        shelf.page(path)
    search("spine")
    for name in _templates():
        engines["django"].get_template(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def tidy() -> None:
    """Let go of what a page left behind, once its answer is sent."""
    young, _, looks = gc.get_count()
    if young > ENOUGH:
        gc.collect(2 if looks >= OFTEN else 1)


def _templates() -> list[str]:
    """Every page of ours, by the name that views give."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if _ours(app.name)]
    return [str(one.relative_to(top)) for top in folders for one in sorted(top.rglob("*.html"))]


def _ours(name: str) -> bool:
    return name in settings.INSTALLED_APPS and name.startswith("backstay.")
