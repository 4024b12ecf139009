from django.db import migrations, models


class Migration(migrations.Migration):
    """How a body's no was settled; a column's own term of publication."""

    dependencies = [("publishing", "0004_columns_and_records")]

    operations = [
        migrations.AddField(
            model_name="columnpage",
            name="publication_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="法律、法规另有规定的才填；不填按本机关的公开时限。",
                null=True,
                verbose_name="公开时限（工作日）",
            ),
        ),
        migrations.AddField(
            model_name="consulted",
            name="settlement",
            field=models.TextField(blank=True, verbose_name="协调结果"),
        ),
        migrations.AddField(
            model_name="consulted",
            name="settled_on",
            field=models.DateField(blank=True, null=True, verbose_name="协调日期"),
        ),
    ]
