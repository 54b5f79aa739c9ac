"""The form of the search. It is posted, so that a hospital number never stands in an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from backstay.web.oversight.filters import Filters, actions
from backstay.web.people.models import Person
from backstay.web.records.models import Patient


class SearchForm(forms.Form):
    """Who, about whom, what and when."""

    by = forms.CharField(
        label="Person", required=False, max_length=200, help_text="name or sign-in name"
    )
    patient = forms.CharField(
        label="Patient", required=False, max_length=60, help_text="hospital number or key"
    )
    action = forms.ChoiceField(label="What was done", required=False)
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False, help_text="that day included")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["action"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "anything"), *actions()]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "input"
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{name}-hint"
            field.widget.attrs["autocomplete"] = "off"
        for name in ("since", "until"):
            self.fields[name].widget.input_type = "date"

    def clean_by(self) -> str:
        """The sign-in name of the person who is meant; those whose accounts ended are found too."""
        asked: str = self.cleaned_data["by"].strip()
        if not asked or asked == "system":
            return asked
        found = Person.objects.filter(username__iexact=asked)[:1] or Person.objects.filter(
            name__icontains=asked
        )
        names = [person.username for person in found[:6]]
        if len(names) == 1:
            return names[0]
        if names:
            raise forms.ValidationError(
                f"Several people fit. Type one sign-in name: {', '.join(names)}."
            )
        raise forms.ValidationError(
            "Nobody here has this name. Type a sign-in name, or part of a name."
        )

    def clean_patient(self) -> str:
        """The key of the patient with this hospital number; a key is its own."""
        asked: str = self.cleaned_data["patient"].strip()
        if not asked:
            return ""
        try:
            return str(UUID(asked))
        except ValueError:
            key = Patient.objects.filter(number=asked).values_list("key", flat=True).first()
        if key is None:
            raise forms.ValidationError("No patient here has this hospital number.")
        return str(key)

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until and since > until:
            self.add_error("until", "This day is before the first one.")
        return told

    def filters(self) -> Filters:
        """What was asked."""
        return Filters(**self.cleaned_data)
