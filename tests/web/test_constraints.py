"""Every constraint of the database on both engines: what holds, what is refused, what lies at the edge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from trials import TRIALS, Things

from backstay.web.people.models import Person
from backstay.web.records.models import Episode

pytestmark = pytest.mark.db
APPS = ("people", "records", "library", "audit")
ALSO = {"people_person.username": "username_once_in_any_case"}  # an equal name breaks both
APPEND_ONLY = ("_no_update", "_no_delete", "_no_truncate")  # tested in test_append_only


@pytest.fixture
def things(people: dict[str, Person], daniel: Episode) -> Things:
    return Things(people, daniel)


def every() -> Iterator[tuple[str, type[models.Model]]]:
    """The name of each constraint, unique field and trigger, with its model."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            yield from ((constraint.name, model) for constraint in model._meta.constraints)
            yield from ((guard, model) for guard in getattr(model, "guards", ()))
            for field in model._meta.local_fields:
                if field.unique and not field.primary_key:
                    yield f"{model._meta.db_table}.{field.column}", model


NAMES = {name: model for name, model in every() if not name.endswith(APPEND_ONLY)}


def test_every_constraint_has_a_trial_and_every_trial_a_constraint() -> None:
    assert sorted(NAMES) == sorted(TRIALS), (
        "write a trial in tests/web/trials.py, or drop the old one"
    )


def cases(part: str) -> list[object]:
    return [
        pytest.param(name, number, id=f"{name}-{number}")
        for name, trial in TRIALS.items()
        for number in range(len(getattr(trial, part)))
    ]


@pytest.mark.parametrize(("name", "number"), cases("holds"))
def test_holds(things: Things, name: str, number: int) -> None:
    TRIALS[name].holds[number](things)


@pytest.mark.parametrize(("name", "number"), cases("edge"))
def test_holds_at_the_edge(things: Things, name: str, number: int) -> None:
    TRIALS[name].edge[number](things)


@pytest.mark.parametrize(("name", "number"), cases("refused"))
def test_is_refused(things: Things, name: str, number: int) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        TRIALS[name].refused[number](things)
    by = {name, ALSO.get(name, name)}
    assert any(is_by(refused.value, one) for one in by), str(refused.value)


def test_no_trial_is_empty() -> None:
    empty = [name for name, trial in TRIALS.items() if not all(trial)]
    assert not empty


def is_by(error: IntegrityError, name: str) -> bool:
    """Whether it was this constraint that refused, and not another that happens to."""
    table, _, column = name.partition(".")
    if connection.vendor == "postgresql":
        told = error.__cause__.diag  # type: ignore[union-attr]
        if column:
            return bool(told.table_name == table and f"({column})" in told.message_detail)
        return bool(told.constraint_name == name)
    if column:
        return f"{table}.{column}" in str(error)
    unique = [one for one in NAMES[name]._meta.constraints if one.name == name]
    if unique and isinstance(unique[0], models.UniqueConstraint) and unique[0].fields:
        held = [NAMES[name]._meta.get_field(field) for field in unique[0].fields]
        columns = ", ".join(f"{field.model._meta.db_table}.{field.column}" for field in held)  # type: ignore[union-attr]
        return str(error) == f"UNIQUE constraint failed: {columns}"
    return name in str(error)
