"""What was written stays: the database refuses to change, delete or replace it, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from backstay.web.audit import guards
from backstay.web.audit.models import Event
from backstay.web.audit.record import SYSTEM, record
from backstay.web.records.models import Episode, Fact, Imported

pytestmark = pytest.mark.db


@pytest.fixture
def written(daniel: Episode) -> dict[type[models.Model], models.Model]:
    imported = Imported.objects.create(
        episode=daniel, source="bundle", at=daniel.opened_at, by="ines", unread=[]
    )
    event = record("case_read", by=SYSTEM, patient=daniel.patient.key)
    return {Event: event, Fact: Fact.objects.earliest("pk"), Imported: imported}


CHANGES: list[tuple[type[models.Model], str, object]] = [
    (Event, "by", "somebody else"),
    (Fact, "value", "4"),
    (Imported, "unread", ["nothing"]),
]


@pytest.mark.parametrize(("model", "field", "value"), CHANGES)
def test_a_change_is_refused_in_every_way(
    written: dict[type[models.Model], models.Model],
    model: type[models.Model],
    field: str,
    value: object,
) -> None:
    row = written[model]
    setattr(row, field, value)
    ways: list[Callable[[], object]] = [
        row.save,
        lambda: model._default_manager.filter(pk=row.pk).update(**{field: value}),
        lambda: model._default_manager.filter(pk=row.pk).update(id=row.pk + 1000),
    ]
    for way in ways:
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            way()
    assert getattr(model._default_manager.get(pk=row.pk), field) != value


@pytest.mark.parametrize("model", [Event, Fact, Imported])
def test_a_deletion_is_refused_in_every_way(
    written: dict[type[models.Model], models.Model], model: type[models.Model]
) -> None:
    table = model._meta.db_table
    ways: list[Callable[[], object]] = [
        lambda: model._default_manager.all()._raw_delete("default"),
        lambda: execute(f'DELETE FROM "{table}"'),  # noqa: S608
    ]
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # or its own pending checks refuse TRUNCATE
        ways.append(lambda: execute(f'TRUNCATE "{table}" CASCADE'))
    before = model._default_manager.count()
    for way in ways:
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            way()
    assert model._default_manager.count() == before > 0


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite knows INSERT OR REPLACE")
@pytest.mark.parametrize("model", [Event, Fact, Imported])
def test_a_row_is_not_replaced(
    written: dict[type[models.Model], models.Model], model: type[models.Model]
) -> None:
    table = model._meta.db_table
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        execute(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')  # noqa: S608


@pytest.mark.django_db
def test_every_trigger_that_a_model_names_stands() -> None:
    assert len(guards.named()) >= 9
    assert guards.missing() == []


@pytest.mark.django_db
def test_a_trigger_that_is_gone_is_told() -> None:
    with transaction.atomic():
        execute(
            'DROP TRIGGER "records_fact_no_update"'
            + (' ON "records_fact"' if connection.vendor == "postgresql" else "")
        )
        assert guards.missing() == ["records_fact_no_update"]
        transaction.set_rollback(True)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
