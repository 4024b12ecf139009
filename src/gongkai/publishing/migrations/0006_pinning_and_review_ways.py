"""Pinning in an order with an end, stages of review by agency, the digest of what was approved, reminders of terms."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0005_search"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "审批通过的内容摘要",
                "verbose_name_plural": "审批通过的内容摘要",
                "ordering": ["record", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TermReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days_left", models.SmallIntegerField()),
                ("due_on", models.DateField()),
                ("recipient", models.EmailField(max_length=254)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "公开期限提醒",
                "verbose_name_plural": "公开期限提醒",
            },
        ),
        migrations.AddField(
            model_name="consulted",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="consulted",
            name="answered_here",
            field=models.BooleanField(default=False, verbose_name="在本平台答复"),
        ),
        migrations.AddField(
            model_name="placement",
            name="pinned_until",
            field=models.DateField(blank=True, null=True, verbose_name="置顶至"),
        ),
        migrations.AddField(
            model_name="publishingoffice",
            name="review_way",
            field=models.CharField(
                choices=[("three", "三级审批和保密审查"), ("two", "两级审批和保密审查"), ("one", "一级审批和保密审查")],
                default="three",
                editable=False,
                max_length=8,
                verbose_name="审批环节",
            ),
        ),
        migrations.AddField(
            model_name="recordtemplate",
            name="retired_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="停用日期"),
        ),
        # Anew rather than altered: PostgreSQL turns no boolean into a small integer, and nothing has set one yet.
        migrations.RemoveIndex(model_name="placement", name="publishing_placement_list"),
        migrations.AlterModelOptions(
            name="placement", options={"verbose_name": "栏目中的信息", "verbose_name_plural": "栏目中的信息"}
        ),
        migrations.RemoveField(model_name="placement", name="pinned"),
        migrations.AddField(
            model_name="placement",
            name="pinned",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="置顶"),
        ),
        migrations.AlterModelOptions(
            name="placement",
            options={
                "ordering": ["-pinned", "-published_at", "-record"],
                "verbose_name": "栏目中的信息",
                "verbose_name_plural": "栏目中的信息",
            },
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                fields=["column", "-pinned", "-published_at", "-record"], name="publishing_placement_list"
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(("pinned__gt", 0)), fields=["pinned_until"], name="publishing_placement_pinned"
            ),
        ),
        migrations.AddField(
            model_name="approvedcontent",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="approved_contents", to="publishing.record"
            ),
        ),
        migrations.AddField(
            model_name="approvedcontent",
            name="revision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.revision"
            ),
        ),
        migrations.AddField(
            model_name="termreminder",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="term_reminders", to="publishing.record"
            ),
        ),
        migrations.AddIndex(
            model_name="termreminder",
            index=models.Index(fields=["due_on"], name="publishing_term_reminder_due"),
        ),
        migrations.AddConstraint(
            model_name="termreminder",
            constraint=models.UniqueConstraint(
                fields=("record", "days_left", "due_on", "recipient"), name="publishing_term_reminder_once"
            ),
        ),
    ]
