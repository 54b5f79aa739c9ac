"""Keeping what somebody typed and did not save, and letting go of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from backstay.web.people.drafts import is_path
from backstay.web.people.models import Draft, Person

LARGEST = 200_000  # characters; what people type is far less, what programs send is not kept
MOST = 40  # forms of one person; the oldest goes first
LIVES = timedelta(days=7)


def keep_draft(
    *, by: Person, form: str, page: str, data: dict[str, list[str]], late: bool = False
) -> Draft | None:
    """Keep one form of one person, over what was kept of it before. None where there is nothing to keep."""
    size = sum(len(name) + sum(map(len, values)) for name, values in data.items())
    if not data or size > LARGEST or not is_path(form):
        return None
    with transaction.atomic():
        Draft.objects.filter(saved_at__lt=datetime.now(UTC) - LIVES).delete()
        draft, _ = Draft.objects.update_or_create(
            person=by,
            form=form,
            defaults={"page": page if is_path(page) else "", "data": data, "late": late},
        )
        kept = by.drafts.order_by("-saved_at", "-pk").values_list("pk", flat=True)[:MOST]
        by.drafts.exclude(pk__in=list(kept)).delete()
    return draft


def drop_draft(*, by: Person, form: str) -> None:
    """Let go of a draft: it was saved, or its owner threw it away."""
    Draft.objects.filter(person=by, form=form).delete()
