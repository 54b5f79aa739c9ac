"""Names of people of whom a row holds only the sign-in name, because the row outlives them."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from backstay.web.people.models import Person


def name_of(field: str) -> Coalesce:
    """The name of the person whose sign-in name stands in a field, or what stands there: "system"."""
    named = Person.objects.filter(username=OuterRef(field)).values("name")[:1]
    return Coalesce(Subquery(named), field, Value(""))
