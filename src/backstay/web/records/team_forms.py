"""Forms about emergency access."""

from __future__ import annotations

from django import forms


class AskInEmergency(forms.Form):
    """Whom, and why now."""

    number = forms.CharField(
        max_length=60, label="Hospital number", help_text="As on the wristband or the referral."
    )
    reason = forms.CharField(
        max_length=1000,
        label="Why you need this record now",
        help_text="The care team and the reviewers read it. Name no diagnosis that they need not know.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Review(forms.Form):
    """What the reviewer found."""

    found = forms.ChoiceField(
        choices=[("Justified", "Justified"), ("Not justified", "Not justified")],
        widget=forms.RadioSelect,
        label="This access was",
    )
    note = forms.CharField(
        max_length=900, label="How you know", widget=forms.Textarea(attrs={"rows": 2})
    )

    def outcome(self) -> str:
        """Both as one sentence to keep."""
        return f"{self.cleaned_data['found']}. {self.cleaned_data['note']}"
