"""The line that says that somebody sees a case by emergency access, and until when."""

from __future__ import annotations

from typing import Any

from django import template

from backstay.web.people.models import Person
from backstay.web.records.access import emergency_until
from backstay.web.records.models import Episode

register = template.Library()


@register.inclusion_tag("records/in_emergency.html", takes_context=True)
def in_emergency(context: dict[str, Any], episode: Episode) -> dict[str, Any]:
    """Nothing, for whoever cares for the patient; one query for them, two for others."""
    user = context.get("user")
    return {"until": emergency_until(user, episode) if isinstance(user, Person) else None}
