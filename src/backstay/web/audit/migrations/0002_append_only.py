"""Events are added and never changed or deleted."""

from django.db import migrations, models

from backstay.web.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["by"], name="event_by")),
        append_only("audit_event"),
    ]
