from django.db import migrations, models


class Migration(migrations.Migration):
    """What is public, newest first, of many agencies at once: for the desk of a supervising office."""

    dependencies = [("publishing", "0007_search")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("live", True)), fields=["-published_at", "-id"], name="publishing_record_live"
            ),
        ),
    ]
