import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gongkai.agencies.files
import gongkai.agencies.identifiers
import gongkai.publishing.base_models
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns, records and all that belongs to them."""

    # Databases of the time before these were one have applied them under these names.
    replaces = [
        ('publishing', '0004_columns_and_records'),
        ('publishing', '0005_settlement_and_term'),
        ('publishing', '0006_home_blocks'),
        ('publishing', '0008_live_records'),
    ]

    dependencies = [
        ('agencies', '0005_profiles'),
        ('publishing', '0003_revisions_and_media'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('stage', models.CharField(choices=[('writing', '编辑中'), ('returned', '已退回'), ('first', '初审'), ('second', '复审'), ('secrecy', '保密审查'), ('third', '终审'), ('approved', '待发布'), ('done', '无待办稿')], max_length=10, unique=True, verbose_name='环节')),
            ],
            options={
                'verbose_name': '审批环节',
                'verbose_name_plural': '审批环节',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='SiteHome',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('embedded', models.BooleanField(default=False, help_text='本机关不设独立网站，专栏嵌入所属政府的网站。', verbose_name='只设政府信息公开专栏')),
                ('preset', models.CharField(blank=True, editable=False, max_length=40, verbose_name='栏目预设')),
                ('body', wagtail.fields.StreamField([('latest', 4), ('side_by_side', 7), ('links', 14), ('notice', 16), ('figures', 22), ('library', 23), ('application', 25), ('topics', 27)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': '标题', 'max_length': 40, 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': '栏目', 'page_type': ['publishing.ColumnPage']}), 2: ('wagtail.blocks.ListBlock', (1,), {'label': '栏目', 'max_num': 6, 'min_num': 1}), 3: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': '条数', 'max_value': 12, 'min_value': 1}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('columns', 2), ('rows', 3)]], {}), 5: ('wagtail.blocks.ListBlock', (1,), {'label': '栏目', 'max_num': 4, 'min_num': 2}), 6: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': '每栏条数', 'max_value': 12, 'min_value': 1}), 7: ('wagtail.blocks.StructBlock', [[('columns', 5), ('rows', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': '文字', 'max_length': 40}), 9: ('wagtail.blocks.PageChooserBlock', (), {'label': '栏目', 'page_type': ['publishing.ColumnPage'], 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': '网址', 'max_length': 300, 'required': False, 'validators': [django.core.validators.RegexValidator('^(https?://|/(?!/))', '请填写以 http://、https:// 或者 / 开头的地址。')]}), 11: ('wagtail.blocks.CharBlock', (), {'label': '说明', 'max_length': 60, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('text', 8), ('column', 9), ('address', 10), ('note', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': '链接', 'max_num': 24, 'min_num': 1}), 14: ('wagtail.blocks.StructBlock', [[('title', 0), ('links', 13)]], {}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'ol', 'ul'], 'label': '文字', 'max_length': 1000}), 16: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'label': '数字', 'max_length': 20}), 18: ('wagtail.blocks.CharBlock', (), {'label': '含义', 'max_length': 30}), 19: ('wagtail.blocks.CharBlock', (), {'label': '来源', 'max_length': 60, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('value', 17), ('label', 18), ('source', 19)]], {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': '数字', 'max_num': 6, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('title', 0), ('figures', 21)]], {}), 23: ('wagtail.blocks.StructBlock', [[('title', 0), ('rows', 3)]], {}), 24: ('wagtail.blocks.CharBlock', (), {'label': '说明', 'max_length': 100, 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 24)]], {}), 26: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': '个数', 'max_value': 12, 'min_value': 1}), 27: ('wagtail.blocks.StructBlock', [[('title', 0), ('rows', 26)]], {})}, verbose_name='首页内容')),
            ],
            options={
                'verbose_name': '机关网站',
                'verbose_name_plural': '机关网站',
            },
            bases=('publishing.basepage',),
        ),
        migrations.AddField(
            model_name='attachment',
            name='sha256',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='file',
            field=models.FileField(max_length=300, storage=gongkai.agencies.files.private_storage, upload_to=gongkai.publishing.base_models.attachment_path, verbose_name='文件'),
        ),
        migrations.CreateModel(
            name='ColumnPage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('home', '首页'), ('overview', '概况信息'), ('functions', '机构职能'), ('leaders', '负责人信息'), ('news', '工作动态'), ('notices', '通知公告'), ('policy', '政策文件'), ('guide', '信息公开指南'), ('rules', '信息公开制度'), ('catalogue', '信息公开目录'), ('statutory', '法定主动公开内容'), ('annual_reports', '信息公开年报'), ('application', '依申请公开'), ('data', '数据发布'), ('interpretation', '政策解读'), ('response', '回应关切'), ('service', '办事服务'), ('inquiry', '咨询投诉'), ('survey', '征集调查'), ('interview', '在线访谈'), ('topic', '专题专栏'), ('other', '其他')], default='other', max_length=20, verbose_name='栏目类型')),
                ('view', models.CharField(choices=[('records', '信息列表'), ('group', '下级栏目'), ('single', '单篇信息'), ('overview', '概况（取自机构资料）'), ('functions', '机构职能（取自机构资料）'), ('leaders', '领导信息（取自机构资料）'), ('guide', '信息公开指南（自动生成）'), ('catalogue', '信息公开目录（自动生成）'), ('annual_reports', '信息公开年报'), ('application', '依申请公开入口'), ('library', '文件库'), ('work_points', '工作要点落实'), ('link', '链接')], default='records', max_length=20, verbose_name='内容来源')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='栏目描述')),
                ('keywords', models.CharField(blank=True, max_length=200, verbose_name='栏目关键词')),
                ('content_class', models.CharField(choices=[('news', '动态信息'), ('business', '业务信息'), ('key_field', '重点领域信息')], default='business', max_length=12, verbose_name='统计分类')),
                ('key_field', models.CharField(blank=True, max_length=40, verbose_name='重点领域')),
                ('update_days', models.PositiveSmallIntegerField(blank=True, help_text='超过这些天没有新信息即提醒；不填不提醒。', null=True, verbose_name='更新时限（天）')),
                ('publication_days', models.PositiveSmallIntegerField(blank=True, help_text='法律、法规另有规定的才填；不填按本机关的公开时限。', null=True, verbose_name='公开时限（工作日）')),
                ('part', models.CharField(blank=True, choices=[('guide', '政府信息公开指南'), ('rules', '政府信息公开制度'), ('statutory', '法定主动公开内容'), ('reports', '政府信息公开年报')], max_length=12, verbose_name='政府信息公开专栏组成部分')),
                ('item_code', models.CharField(blank=True, help_text='本栏目对应的主动公开条款，如 20(一)、21。', max_length=20, verbose_name='条例条款')),
                ('link', models.URLField(blank=True, verbose_name='链接地址')),
                ('status', models.CharField(choices=[('open', '开设'), ('closed', '已停止更新'), ('archived', '已归档')], default='open', max_length=10, verbose_name='状态')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='开设日期')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='停止更新日期')),
                ('archived_on', models.DateField(blank=True, null=True, verbose_name='归档日期')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='最近核对日期')),
                ('newest_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='最近更新')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='agencies.department', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
            },
            bases=('publishing.basepage',),
        ),
        migrations.CreateModel(
            name='ItemList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('field', models.CharField(blank=True, max_length=60, verbose_name='领域')),
                ('standard', models.CharField(blank=True, max_length=200, verbose_name='依据的标准指引')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='item_lists', to='agencies.agency', verbose_name='机关')),
            ],
            options={
                'verbose_name': '公开事项清单',
                'verbose_name_plural': '公开事项清单',
                'ordering': ['agency', 'name'],
            },
        ),
        migrations.CreateModel(
            name='DisclosureItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='编号')),
                ('heading', models.CharField(max_length=100, verbose_name='一级事项')),
                ('subheading', models.CharField(blank=True, max_length=100, verbose_name='二级事项')),
                ('content', models.TextField(verbose_name='公开内容（要素）')),
                ('basis', models.TextField(blank=True, verbose_name='公开依据')),
                ('term', models.CharField(blank=True, max_length=200, verbose_name='公开时限')),
                ('term_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='时限（工作日）')),
                ('fresh_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='更新周期（天）')),
                ('body', models.CharField(blank=True, max_length=100, verbose_name='公开主体')),
                ('carrier', models.CharField(blank=True, max_length=200, verbose_name='公开渠道和载体')),
                ('audience', models.CharField(default='全社会', max_length=100, verbose_name='公开对象')),
                ('manner', models.CharField(default='主动公开', max_length=60, verbose_name='公开方式')),
                ('column', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='publishing.columnpage', verbose_name='对应栏目')),
                ('items', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='publishing.itemlist')),
            ],
            options={
                'verbose_name': '公开事项',
                'verbose_name_plural': '公开事项',
                'ordering': ['items', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PublishingOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_code', models.CharField(blank=True, help_text='九位，去掉连字符；索引号由它开头。取统一社会信用代码第 9 至 17 位。', max_length=9, verbose_name='组织机构代码')),
                ('publication_days', models.PositiveSmallIntegerField(default=20, help_text='条例第二十六条；法律、法规另有规定的栏目另设。', verbose_name='公开时限（工作日）')),
                ('interpretation_days', models.PositiveSmallIntegerField(default=3, help_text='各地规定，全国没有统一要求；只提醒，不影响公开。', verbose_name='解读时限（工作日）')),
                ('expiry_months', models.PositiveSmallIntegerField(default=6, help_text='规范性文件有效期各地规定不一。', verbose_name='到期前提醒（月）')),
                ('office_lines', models.TextField(blank=True, help_text='每行一个；发布审查时不再提示。', verbose_name='可以公开的电话和邮箱')),
                ('trusted_hosts', models.TextField(blank=True, help_text='每行一个域名。', verbose_name='无需离站提示的网站')),
                ('embedding_hosts', models.TextField(blank=True, help_text='每行一个域名。', verbose_name='可以嵌入专栏的网站')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publishing_office', to='agencies.agency')),
            ],
            options={
                'verbose_name': '主动公开设置',
                'verbose_name_plural': '主动公开设置',
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('summary', models.CharField(blank=True, max_length=400, verbose_name='内容概述')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('index_number', models.CharField(blank=True, editable=False, max_length=60, verbose_name='索引号')),
                ('index_odd', models.BooleanField(default=False, editable=False, verbose_name='索引号不合规则')),
                ('document_number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('formed_on', models.DateField(blank=True, null=True, verbose_name='生成日期')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('theme', models.CharField(blank=True, choices=[('organisation', '国务院组织机构'), ('general', '综合政务'), ('economy', '国民经济管理、国有资产监管'), ('finance', '财政、金融、审计'), ('land', '国土资源、能源'), ('agriculture', '农业、林业、水利'), ('industry', '工业、交通'), ('commerce', '商贸、海关、旅游'), ('market', '市场监管、安全生产监管'), ('construction', '城乡建设、环境保护'), ('science', '科技、教育'), ('culture', '文化、广电、新闻出版'), ('health', '卫生、体育'), ('population', '人口与计划生育、妇女儿童工作'), ('labour', '劳动、人事、监察'), ('justice', '公安、安全、司法'), ('civil_affairs', '民政、扶贫、救灾'), ('ethnic', '民族、宗教'), ('foreign', '对外事务'), ('hong_kong', '港澳台侨工作'), ('defence', '国防'), ('other', '其他')], max_length=20, verbose_name='主题分类')),
                ('genre', models.CharField(blank=True, choices=[('order', '令'), ('resolution', '决议'), ('decision', '决定'), ('public_notice', '公告'), ('announcement', '通告'), ('opinion', '意见'), ('notice', '通知'), ('circular', '通报'), ('report', '报告'), ('request', '请示'), ('reply', '批复'), ('bill', '议案'), ('letter', '函'), ('minutes', '纪要'), ('communique', '公报'), ('plan', '规划、计划'), ('measures', '办法、规定、细则'), ('statistics', '统计数据'), ('budget', '预算、决算'), ('news', '新闻报道'), ('other', '其他')], max_length=20, verbose_name='体裁分类')),
                ('key_field', models.CharField(blank=True, max_length=40, verbose_name='重点领域')),
                ('keywords', models.CharField(blank=True, max_length=200, verbose_name='关键词')),
                ('source', models.CharField(blank=True, max_length=100, verbose_name='信息来源')),
                ('attribute', models.CharField(choices=[('proactive', '主动公开'), ('on_application', '依申请公开'), ('withheld', '不予公开')], default='proactive', max_length=16, verbose_name='公开属性')),
                ('attribute_ground', models.CharField(blank=True, max_length=300, verbose_name='不主动公开的理由')),
                ('responsible', models.CharField(blank=True, max_length=60, verbose_name='责任人')),
                ('map_number', models.CharField(blank=True, max_length=60, verbose_name='审图号')),
                ('channels', models.JSONField(blank=True, default=list, verbose_name='公开方式')),
                ('state', models.CharField(choices=[('draft', '未发布'), ('published', '已发布'), ('withdrawn', '已撤回'), ('purged', '已清除')], default='draft', editable=False, max_length=10)),
                ('stage', models.CharField(choices=[('writing', '编辑中'), ('returned', '已退回'), ('first', '初审'), ('second', '复审'), ('secrecy', '保密审查'), ('third', '终审'), ('approved', '待发布'), ('done', '无待办稿')], default='writing', editable=False, max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('origin', models.CharField(blank=True, editable=False, max_length=120)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='agencies.agency', verbose_name='发布机关')),
                ('also_in', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='guest_records', to='publishing.columnpage', verbose_name='同时发布到')),
                ('author', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='publishing.columnpage', verbose_name='栏目')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='agencies.department', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '信息',
                'verbose_name_plural': '信息',
                'ordering': ['-published_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Purge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('ground', models.CharField(max_length=500, verbose_name='理由')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('removed', models.JSONField(default=dict)),
                ('backups', models.TextField(blank=True, verbose_name='备份处理情况')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purges', to='publishing.record')),
            ],
            options={
                'verbose_name': '清除',
                'verbose_name_plural': '清除',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PublicationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('published', '发布'), ('changed', '更新'), ('withdrawn', '撤回'), ('restored', '恢复发布')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('on', models.DateField()),
                ('channel', models.CharField(choices=[('website', '政府网站'), ('gazette', '政府公报'), ('wechat', '微信公众号'), ('weibo', '政务微博'), ('app', '移动客户端'), ('press', '新闻发布会、报刊、广播、电视'), ('board', '公开栏、查阅点'), ('other', '其他')], default='website', max_length=10)),
                ('content_class', models.CharField(choices=[('news', '动态信息'), ('business', '业务信息'), ('key_field', '重点领域信息')], max_length=12)),
                ('key_field', models.CharField(blank=True, max_length=40)),
                ('genre', models.CharField(blank=True, choices=[('order', '令'), ('resolution', '决议'), ('decision', '决定'), ('public_notice', '公告'), ('announcement', '通告'), ('opinion', '意见'), ('notice', '通知'), ('circular', '通报'), ('report', '报告'), ('request', '请示'), ('reply', '批复'), ('bill', '议案'), ('letter', '函'), ('minutes', '纪要'), ('communique', '公报'), ('plan', '规划、计划'), ('measures', '办法、规定、细则'), ('statistics', '统计数据'), ('budget', '预算、决算'), ('news', '新闻报道'), ('other', '其他')], max_length=20)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.columnpage')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.department')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='publishing.record')),
            ],
            options={
                'verbose_name': '发布记录',
                'verbose_name_plural': '发布记录',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('pinned', models.BooleanField(default=False, verbose_name='置顶')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='publishing.columnpage')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='publishing.record')),
            ],
            options={
                'verbose_name': '栏目中的信息',
                'verbose_name_plural': '栏目中的信息',
                'ordering': ['-pinned', '-published_at', '-record'],
            },
        ),
        migrations.CreateModel(
            name='GuardRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guard_runs', to='publishing.record')),
            ],
            options={
                'verbose_name': '发布前检查',
                'verbose_name_plural': '发布前检查',
                'ordering': ['record', '-id'],
            },
        ),
        migrations.CreateModel(
            name='GuardDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('ground', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='publishing.guardrun')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guard_decisions', to='publishing.record')),
            ],
            options={
                'verbose_name': '对检查结果的决定',
                'verbose_name_plural': '对检查结果的决定',
            },
        ),
        migrations.CreateModel(
            name='Consulted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('body', models.CharField(max_length=100, verbose_name='机关名称')),
                ('question', models.CharField(max_length=300, verbose_name='征求事项')),
                ('sent_on', models.DateField(verbose_name='发出日期')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('agreed', models.BooleanField(null=True, verbose_name='同意公开')),
                ('answer', models.TextField(blank=True, verbose_name='答复意见')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('settlement', models.TextField(blank=True, verbose_name='协调结果')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='协调日期')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='本平台机关')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consulted', to='publishing.record')),
            ],
            options={
                'verbose_name': '征求其他机关意见',
                'verbose_name_plural': '征求其他机关意见',
                'ordering': ['record', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='附件名称')),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='publishing.attachment', verbose_name='文件')),
                ('record', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publishing.record')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='模板名称')),
                ('required_fields', models.JSONField(blank=True, default=list, verbose_name='必填项目')),
                ('required_attachments', models.JSONField(blank=True, default=list, verbose_name='必备附件')),
                ('genre', models.CharField(blank=True, choices=[('order', '令'), ('resolution', '决议'), ('decision', '决定'), ('public_notice', '公告'), ('announcement', '通告'), ('opinion', '意见'), ('notice', '通知'), ('circular', '通报'), ('report', '报告'), ('request', '请示'), ('reply', '批复'), ('bill', '议案'), ('letter', '函'), ('minutes', '纪要'), ('communique', '公报'), ('plan', '规划、计划'), ('measures', '办法、规定、细则'), ('statistics', '统计数据'), ('budget', '预算、决算'), ('news', '新闻报道'), ('other', '其他')], max_length=20, verbose_name='体裁')),
                ('body', models.TextField(blank=True, verbose_name='起始文本')),
                ('agency', models.ForeignKey(blank=True, help_text='留空的模板各机关都可以使用。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='所属机关')),
            ],
            options={
                'verbose_name': '信息模板',
                'verbose_name_plural': '信息模板',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='columnpage',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='columns', to='publishing.recordtemplate', verbose_name='信息模板'),
        ),
        migrations.CreateModel(
            name='SecrecyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('content_fit', models.BooleanField(verbose_name='内容适宜公开')),
                ('timing_fit', models.BooleanField(verbose_name='时机适宜')),
                ('manner_fit', models.BooleanField(verbose_name='方式适宜')),
                ('content_opinion', models.CharField(blank=True, max_length=300, verbose_name='内容研判')),
                ('timing_opinion', models.CharField(blank=True, max_length=300, verbose_name='时机研判')),
                ('manner_opinion', models.CharField(blank=True, max_length=300, verbose_name='方式研判')),
                ('passed', models.BooleanField(verbose_name='同意公开')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='审查时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审查人')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secrecy_reviews', to='publishing.record')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': '保密审查',
                'verbose_name_plural': '保密审查',
                'ordering': ['record', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ViewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('views', models.PositiveIntegerField(default=0)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='view_counts', to='publishing.record')),
            ],
            options={
                'verbose_name': '访问量',
                'verbose_name_plural': '访问量',
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('error', '内容有误'), ('outdated', '内容过时'), ('personal', '涉及个人信息'), ('secret', '涉及国家秘密'), ('trade_secret', '涉及商业秘密'), ('other', '其他')], max_length=14, verbose_name='原因')),
                ('ground', models.CharField(max_length=500, verbose_name='说明')),
                ('notice', models.CharField(blank=True, max_length=300, verbose_name='公开说明')),
                ('on', models.DateField(verbose_name='撤回日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('found_on', models.DateField(blank=True, null=True, verbose_name='发现日期')),
                ('handling', models.TextField(blank=True, verbose_name='处置情况')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='处置完毕日期')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='publishing.record')),
            ],
            options={
                'verbose_name': '撤回',
                'verbose_name_plural': '撤回',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='WorkPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gongkai.agencies.identifiers.short_id, editable=False, max_length=12, unique=True)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('text', models.CharField(max_length=500, verbose_name='要点内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='完成期限')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_points', to='publishing.columnpage', verbose_name='栏目')),
                ('evidence', models.ManyToManyField(blank=True, related_name='proves', to='publishing.record', verbose_name='落实情况')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='agencies.department', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '工作要点',
                'verbose_name_plural': '工作要点',
                'ordering': ['column', '-year', 'number'],
            },
        ),
        migrations.AddConstraint(
            model_name='itemlist',
            constraint=models.UniqueConstraint(fields=('agency', 'name'), name='publishing_itemlist_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['agency', 'state', 'stage', '-id'], name='publishing_record_desk'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['agency', '-published_at', '-id'], name='publishing_record_agency'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('live', True)), fields=['-published_at', '-id'], name='publishing_record_live'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('stage', 'approved')), fields=['go_live_at'], name='publishing_record_scheduled'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('live', True)), fields=['expire_at'], name='publishing_record_expiring'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['agency', 'document_number'], name='publishing_record_number'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('index_number', ''), _negated=True), fields=('index_number',), name='publishing_record_index_number_once', violation_error_message='索引号已被使用。'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('agency', 'origin'), name='publishing_record_origin_once'),
        ),
        migrations.AddIndex(
            model_name='publicationevent',
            index=models.Index(fields=['agency', 'kind', 'channel', 'on'], name='publishing_event_counting'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['column', '-pinned', '-published_at', '-record'], name='publishing_placement_list'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('column', 'record'), name='publishing_placement_once'),
        ),
        migrations.AddConstraint(
            model_name='guarddecision',
            constraint=models.UniqueConstraint(fields=('record', 'key'), name='publishing_guard_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='columnpage',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), ('opens_on__isnull', True), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='publishing_column_dates_in_order', violation_error_message='停止更新日期不能早于开设日期。'),
        ),
        migrations.AddConstraint(
            model_name='viewcount',
            constraint=models.UniqueConstraint(fields=('record', 'on'), name='publishing_viewcount_once'),
        ),
        migrations.AddConstraint(
            model_name='workpoint',
            constraint=models.UniqueConstraint(fields=('column', 'year', 'number'), name='publishing_workpoint_once'),
        ),
    ]
