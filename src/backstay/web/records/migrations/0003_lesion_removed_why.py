"""Why a lesion was removed. In SQL, for SQLite would remake the table, which triggers on others name."""

from __future__ import annotations

from django.db import migrations, models

ADD = "ALTER TABLE records_lesion ADD COLUMN removed_why varchar(1000) DEFAULT '' NOT NULL"
DROP = "ALTER TABLE records_lesion DROP COLUMN removed_why"


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            ADD,
            DROP,
            state_operations=[
                migrations.AddField(
                    model_name="lesion",
                    name="removed_why",
                    field=models.CharField(blank=True, db_default="", max_length=1000),
                )
            ],
        )
    ]
