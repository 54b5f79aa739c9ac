"""Facts and readings are added and never changed or deleted; a fact is about its own episode alone."""

from django.db import migrations

from backstay.web.audit.guards import Guard, append_only, guarded

ANOTHER_LESION = """NEW.lesion_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM records_lesion WHERE id = NEW.lesion_id AND episode_id = NEW.episode_id)"""
ANOTHER_QUESTION = """NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM records_fact WHERE id = NEW.supersedes_id AND episode_id = NEW.episode_id
  AND name = NEW.name AND COALESCE(lesion_id, 0) = COALESCE(NEW.lesion_id, 0))"""
JSON_NULL = "NEW.value = 'null'"
MOVED = "NEW.level <> OLD.level OR NEW.episode_id <> OLD.episode_id"


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("records_fact"),
        append_only("records_imported"),
        guarded(
            Guard(
                "fact_lesion_is_of_the_episode", "records_fact", "INSERT",
                "the lesion of an answer belongs to the same episode", ANOTHER_LESION,
            ),
            Guard(
                "fact_supersedes_its_own_question", "records_fact", "INSERT",
                "an answer supersedes one to the same question of the same episode", ANOTHER_QUESTION,
            ),
            Guard(
                "fact_value_is_not_null", "records_fact", "INSERT",
                "an answer has a value, or none at all: not the null of JSON", JSON_NULL,
            ),
            Guard(
                "lesion_stays_where_it_is", "records_lesion", "UPDATE",
                "the level and the episode of a lesion never change", MOVED,
            ),
        ),
    ]  # fmt: skip
