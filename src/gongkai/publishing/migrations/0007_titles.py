from django.db import migrations

from gongkai.publishing import record_titles


def install(apps, schema_editor):
    record_titles.install(schema_editor)


def uninstall(apps, schema_editor):
    record_titles.uninstall(schema_editor)


class Migration(migrations.Migration):
    """Records are found by a part of their title without reading their texts."""

    dependencies = [("publishing", "0006_pinning_and_review_ways")]

    operations = [
        migrations.RunPython(install, uninstall),
        migrations.AddIndex(
            model_name="record",
            index=record_titles.TitleIndex(fields=["agency", "title"], name="publishing_record_title"),
        ),
    ]
