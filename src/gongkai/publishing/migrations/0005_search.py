from django.db import migrations, models

from gongkai.publishing.search.indexes import index_for


def install(apps, schema_editor):
    index_for(schema_editor.connection).install()


def uninstall(apps, schema_editor):
    index_for(schema_editor.connection).uninstall()


class Migration(migrations.Migration):
    """What the search knows of each public thing, and the database's own index over it."""

    replaces = [("publishing", "0007_search")]
    dependencies = [("publishing", "0004_records")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("ref", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=500)),
                ("agency", models.CharField(max_length=60)),
                ("on", models.DateField()),
                ("index_number", models.CharField(blank=True, max_length=120)),
                ("document_number", models.CharField(blank=True, max_length=120)),
                ("theme", models.CharField(blank=True, max_length=60)),
                ("validity", models.CharField(blank=True, max_length=30)),
            ],
            options={"verbose_name": "检索条目", "verbose_name_plural": "检索条目"},
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("summary", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
            options={"verbose_name": "检索正文", "verbose_name_plural": "检索正文"},
        ),
        migrations.RunPython(install, uninstall),
    ]
