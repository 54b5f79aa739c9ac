"""Forms about people."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from backstay.web.people.models import Board, Person
from backstay.web.people.roles import ROLES

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")


class AddPerson(forms.Form):
    """Who it is and what they may do."""

    name = forms.CharField(
        max_length=200, label="Name", help_text="As others read it: Dr. Ines Halloran."
    )
    username = forms.CharField(
        max_length=150, label="Sign-in name", help_text="Letters, digits, dot, dash. Never changes."
    )
    work = forms.CharField(
        max_length=200,
        required=False,
        label="Work",
        help_text="As the top bar says it: spine surgery.",
    )
    email = forms.EmailField(required=False, label="Email")
    roles = forms.MultipleChoiceField(
        choices=[(role.id, role.name) for role in ROLES.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Roles",
        help_text="Without a role a person can sign in and read the library.",
    )

    def clean_username(self) -> str:
        """Names that fit into addresses and logs."""
        username = str(self.cleaned_data["username"])
        if not USERNAME.fullmatch(username):
            raise forms.ValidationError(
                "A sign-in name has letters, digits, dots and dashes alone: ines.halloran"
            )
        return username


class GiveRole(forms.Form):
    """One of the roles that the person does not hold."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, held: tuple[str, ...], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        left = [(role.id, role.name) for role in ROLES.values() if role.id not in held]
        left.insert(0, ("", "Choose a role"))
        self.fields["role"].choices = left  # type: ignore[attr-defined]


class AddBoard(forms.Form):
    """A board has a name."""

    name = forms.CharField(max_length=200, label="Name", help_text="Spine board, Tuesdays.")


class ChoosePerson(forms.Form):
    """Somebody who can sign in."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Person", to_field_name="key", empty_label="Choose a person"
    )

    def __init__(self, people: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        field.label_from_instance = _told  # type: ignore[method-assign, assignment]


class ChooseBoard(forms.Form):
    """One of the boards."""

    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", to_field_name="key", empty_label="Choose a board"
    )

    def __init__(self, boards: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["board"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = boards


def _told(person: Any) -> str:
    return f"{person.name}, {person.work}" if person.work else str(person.name)
