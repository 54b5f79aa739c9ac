"""Keeping what somebody typed and did not save, and letting go of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from backstay.web.people.drafts import is_path
from backstay.web.people.models import Draft, Person

LARGEST = 200_000  # characters; what people type is far less, what programs send is not kept
LIVES = timedelta(days=7)


def keep_draft(
    *, by: Person, form: str, page: str, data: dict[str, list[str]], late: bool = False
) -> Draft | None:
    """Keep one form of one person, over what was kept of it before. None where there is nothing to keep."""
    size = sum(len(value) for values in data.values() for value in values)
    if not data or size > LARGEST or not is_path(form):
        return None
    with transaction.atomic():
        Draft.objects.filter(saved_at__lt=datetime.now(UTC) - LIVES).delete()
        draft, _ = Draft.objects.update_or_create(
            person=by,
            form=form,
            defaults={"page": page if is_path(page) else "", "data": data, "late": late},
        )
    return draft


def drop_draft(*, by: Person, form: str) -> None:
    """Let go of a draft: it was saved, or its owner threw it away."""
    Draft.objects.filter(person=by, form=form).delete()
