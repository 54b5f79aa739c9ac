"""Words of the knowledge, for templates."""

from __future__ import annotations

from django import template

from backstay.present.words import word

register = template.Library()


@register.filter
def stance_word(name: str) -> str:
    """A stance as readers know it."""
    return word("stances", name)
