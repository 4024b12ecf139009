from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0002_words_under_review")]

    operations = [
        migrations.AddField(
            model_name="interpretation",
            name="unreviewed",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
