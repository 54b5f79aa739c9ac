"""The tables are those that the models ask for."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.db
def test_no_change_of_a_model_lacks_its_migration(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


@pytest.mark.db
def test_one_module_knows_the_queue_of_tasks() -> None:
    from pathlib import Path

    import backstay.web

    root = Path(str(backstay.web.__file__)).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "import django_tasks" in (text := path.read_text("utf-8")) or "from django_tasks" in text
    }
    assert found == {"site/tasks.py"}
