from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=32, verbose_name="机关代码")),
                ("sequence", models.PositiveBigIntegerField(verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor", models.CharField(max_length=80, verbose_name="操作者标识")),
                ("kind", models.CharField(max_length=80, verbose_name="事项")),
                ("subject", models.CharField(blank=True, max_length=160, verbose_name="对象")),
                ("ground", models.TextField(blank=True, verbose_name="依据")),
                ("payload", models.JSONField(blank=True, default=dict, verbose_name="附记")),
                ("previous", models.CharField(max_length=80, verbose_name="前一条摘要")),
                ("hash", models.CharField(max_length=80, unique=True, verbose_name="本条摘要")),
            ],
            options={
                "verbose_name": "存证记录",
                "verbose_name_plural": "存证台账",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["subject"], name="ledger_entry_subject"),
                    models.Index(fields=["at"], name="ledger_entry_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "sequence"), name="ledger_entry_chain_sequence"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="ledger_entry_sequence_from_one"
                    ),
                ],
            },
        ),
    ]
