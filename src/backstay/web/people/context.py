"""What every template knows of the person who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from backstay.web.people.models import Draft, Notice, Person
from backstay.web.people.permissions import may
from backstay.web.people.roles import MANAGE_PEOPLE, READ, READ_AUDIT, REVIEW_KNOWLEDGE


def who(request: HttpRequest) -> dict[str, Any]:
    """Which parts of the top bar are theirs, and whether something waits for them."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"sees_cases": False, "sees_audit": False, "manages_people": False}
    return {
        "sees_cases": may(person, READ),
        "sees_audit": may(person, READ_AUDIT),
        "manages_people": may(person, MANAGE_PEOPLE),
        "reviews_knowledge": may(person, REVIEW_KNOWLEDGE),
        "second_factor_required": settings.BACKSTAY_SECOND_FACTOR == "required",
        "waiting": SimpleLazyObject(lambda: waiting(person)),
    }


def waiting(person: Person) -> dict[str, Any]:
    """Whether there are unread notices, and forms that were sent after a session had ended. One query."""
    notices = Notice.objects.filter(person=OuterRef("pk"), read_at=None)
    drafts = Draft.objects.filter(person=OuterRef("pk"), late=True)
    found = Person.objects.filter(pk=person.pk).values_list(Exists(notices), Exists(drafts)).get()
    return {"notices": found[0], "drafts": found[1]}
