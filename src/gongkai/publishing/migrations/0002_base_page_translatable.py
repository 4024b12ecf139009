from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    """The step that Wagtail asks of a base page model of one's own before its locale can be required."""

    dependencies = [
        ("publishing", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("publishing.BasePage"),
        BootstrapTranslationKeyField("publishing.BasePage"),
        BootstrapTranslatableModel("publishing.BasePage"),
    ]
