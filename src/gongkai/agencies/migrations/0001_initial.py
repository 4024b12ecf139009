import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gongkai.agencies.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "已有此用户名。"},
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="用户名",
                    ),
                ),
                ("display_name", models.CharField(max_length=60, verbose_name="显示名称")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                (
                    "administrator",
                    models.CharField(
                        blank=True,
                        choices=[("system", "系统管理员"), ("security", "安全管理员"), ("audit", "审计管理员")],
                        max_length=8,
                        verbose_name="管理员类别",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="建立时间"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
                "ordering": ["username"],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9-]{2,32}\\Z", "机关代码为 2 至 32 位，只能用英文字母、数字和连字符。"
                            )
                        ],
                        verbose_name="机关代码",
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="全称")),
                ("short_name", models.CharField(blank=True, db_index=True, max_length=60, verbose_name="简称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "国家级"),
                            ("provincial", "省级"),
                            ("municipal", "市级"),
                            ("county", "县级"),
                            ("township", "乡级"),
                        ],
                        default="county",
                        max_length=16,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "人民政府（县级以上）"),
                            ("department", "政府部门"),
                            ("dispatched", "派出机关"),
                            ("township", "乡镇人民政府、街道办事处"),
                            ("authorised", "法律、法规授权的组织"),
                            ("public_service", "公共企事业单位"),
                        ],
                        default="department",
                        max_length=16,
                        verbose_name="机关性质",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=400, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="agencies.agency",
                        verbose_name="上级机关",
                    ),
                ),
            ],
            options={
                "verbose_name": "机关",
                "verbose_name_plural": "机关",
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=100, verbose_name="曾用名")),
                (
                    "kind",
                    models.CharField(
                        choices=[("full", "全称"), ("short", "简称")],
                        default="full",
                        max_length=8,
                        verbose_name="名称种类",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="agencies.agency",
                        verbose_name="机关",
                    ),
                ),
            ],
            options={
                "verbose_name": "曾用名",
                "verbose_name_plural": "曾用名",
                "ordering": ["agency", "valid_until", "name"],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="内设机构")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="agencies.agency",
                        verbose_name="机关",
                    ),
                ),
            ],
            options={
                "verbose_name": "内设机构",
                "verbose_name_plural": "内设机构",
                "ordering": ["agency", "name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("registrar", "受理员"),
                            ("handler", "承办员"),
                            ("reviewer", "审核员"),
                            ("signer", "签发人"),
                            ("secrecy_reviewer", "保密审查员"),
                            ("editor", "编辑"),
                            ("supervisor", "主管部门"),
                            ("discipline", "纪检监察"),
                            ("researcher", "数据研究"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="授予时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终止时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="agencies.agency",
                        verbose_name="机关",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="agencies.department",
                        verbose_name="内设机构",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "角色",
                "verbose_name_plural": "角色",
                "ordering": ["agency", "role", "user"],
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False)),
                name="agencies_user_no_superuser",
                violation_error_message="本平台实行三员分立，不设超级用户。",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("administrator__in", ["", "system", "security", "audit"])),
                name="agencies_user_administrator_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="agencies_agencyname_dates_in_order",
                violation_error_message="曾用名的停用日期不能早于启用日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"),
                name="agencies_department_name_once",
                violation_error_message="该机关已有同名的内设机构。",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department__isnull", True), ("ended_at__isnull", True)),
                fields=("user", "agency", "role"),
                name="agencies_membership_once_in_agency",
                violation_error_message="此人已有该角色。",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department__isnull", False), ("ended_at__isnull", True)),
                fields=("user", "agency", "department", "role"),
                name="agencies_membership_once_in_department",
                violation_error_message="此人已有该角色。",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "registrar",
                            "handler",
                            "reviewer",
                            "signer",
                            "secrecy_reviewer",
                            "editor",
                            "supervisor",
                            "discipline",
                            "researcher",
                        ],
                    )
                ),
                name="agencies_membership_role_known",
            ),
        ),
    ]
