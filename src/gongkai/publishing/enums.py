"""The vocabularies of proactive disclosure: kinds of columns, attributes, themes, genres, stages of review.

Text keys, never positions: the national tables change their order. Sources: 政府网站发展指引 (国办发〔2017〕47号) for
the kinds of columns, 政府信息公开目录系统实施指引 for themes and genres.
"""

from django.db import models


class ColumnKind(models.TextChoices):
    """栏目类型: what the page tag ColumnType says (网页标签规范)."""

    HOME = "home", "首页"
    OVERVIEW = "overview", "概况信息"
    FUNCTIONS = "functions", "机构职能"
    LEADERS = "leaders", "负责人信息"
    NEWS = "news", "工作动态"
    NOTICES = "notices", "通知公告"
    POLICY = "policy", "政策文件"
    GUIDE = "guide", "信息公开指南"
    RULES = "rules", "信息公开制度"
    CATALOGUE = "catalogue", "信息公开目录"
    STATUTORY = "statutory", "法定主动公开内容"
    ANNUAL_REPORTS = "annual_reports", "信息公开年报"
    APPLICATION = "application", "依申请公开"
    DATA = "data", "数据发布"
    INTERPRETATION = "interpretation", "政策解读"
    RESPONSE = "response", "回应关切"
    SERVICE = "service", "办事服务"
    INQUIRY = "inquiry", "咨询投诉"
    SURVEY = "survey", "征集调查"
    INTERVIEW = "interview", "在线访谈"
    TOPIC = "topic", "专题专栏"
    OTHER = "other", "其他"


class ColumnView(models.TextChoices):
    """How a column is drawn: most list their records, some are made from other records."""

    RECORDS = "records", "信息列表"
    GROUP = "group", "下级栏目"
    SINGLE = "single", "单篇信息"
    OVERVIEW = "overview", "概况（取自机构资料）"
    FUNCTIONS = "functions", "机构职能（取自机构资料）"
    LEADERS = "leaders", "领导信息（取自机构资料）"
    GUIDE = "guide", "信息公开指南（自动生成）"
    CATALOGUE = "catalogue", "信息公开目录（自动生成）"
    ANNUAL_REPORTS = "annual_reports", "信息公开年报"
    APPLICATION = "application", "依申请公开入口"
    LIBRARY = "library", "文件库"
    WORK_POINTS = "work_points", "工作要点落实"
    LINK = "link", "链接"


class ColumnStatus(models.TextChoices):
    """A topic opens, closes and is archived; what it holds stays readable."""

    OPEN = "open", "开设"
    CLOSED = "closed", "已停止更新"
    ARCHIVED = "archived", "已归档"


class Part(models.TextChoices):
    """The four fixed parts of the section 政府信息公开, in their order (国办公开办函〔2019〕61号)."""

    GUIDE = "guide", "政府信息公开指南"
    RULES = "rules", "政府信息公开制度"
    STATUTORY = "statutory", "法定主动公开内容"
    REPORTS = "reports", "政府信息公开年报"


class ContentClass(models.TextChoices):
    """The class in which a published record is counted."""

    NEWS = "news", "动态信息"
    BUSINESS = "business", "业务信息"
    KEY_FIELD = "key_field", "重点领域信息"


class Attribute(models.TextChoices):
    """公开属性: settled when the paper is drafted, with the reason where it is not proactive."""

    PROACTIVE = "proactive", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class RecordState(models.TextChoices):
    """Where a record stands before the public. Where its draft stands is `Record.stage`."""

    DRAFT = "draft", "未发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    PURGED = "purged", "已清除"


class Stage(models.TextChoices):
    """三级审批 and the secrecy review, each by another person; and what is before and after them."""

    WRITING = "writing", "编辑中"
    RETURNED = "returned", "已退回"
    FIRST = "first", "初审"
    SECOND = "second", "复审"
    SECRECY = "secrecy", "保密审查"
    THIRD = "third", "终审"
    APPROVED = "approved", "待发布"
    DONE = "done", "无待办稿"


REVIEW_STAGES = (Stage.FIRST, Stage.SECOND, Stage.SECRECY, Stage.THIRD)
"""All stages that there are, in order; which of them an agency's drafts pass, its `ReviewWay` says."""


class ReviewWay(models.TextChoices):
    """By how many stages an agency reviews, besides the secrecy review, which none leaves out (条例 Art 17).

    Three levels are the usual practice and the default; no law gives their number, so that a small body may do with
    fewer. Never with fewer than three people: one who writes and two who review.
    """

    THREE = "three", "三级审批和保密审查"
    TWO = "two", "两级审批和保密审查"
    ONE = "one", "一级审批和保密审查"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in order; the last approval is always 终审."""
        left_out = {
            ReviewWay.THREE: (),
            ReviewWay.TWO: (Stage.SECOND,),
            ReviewWay.ONE: (Stage.FIRST, Stage.SECOND),
        }[self]
        return tuple(stage for stage in REVIEW_STAGES if stage not in left_out)

    @property
    def people(self) -> int:
        """How many people it takes: whoever writes, and one for each stage."""
        return 1 + len(self.stages)


class Channel(models.TextChoices):
    """公开方式: by which ways it goes out (条例 Art 23)."""

    WEBSITE = "website", "政府网站"
    GAZETTE = "gazette", "政府公报"
    WECHAT = "wechat", "微信公众号"
    WEIBO = "weibo", "政务微博"
    APP = "app", "移动客户端"
    PRESS = "press", "新闻发布会、报刊、广播、电视"
    BOARD = "board", "公开栏、查阅点"
    OTHER = "other", "其他"


class Theme(models.TextChoices):
    """主题分类: the 22 top classes."""

    ORGANISATION = "organisation", "国务院组织机构"
    GENERAL = "general", "综合政务"
    ECONOMY = "economy", "国民经济管理、国有资产监管"
    FINANCE = "finance", "财政、金融、审计"
    LAND = "land", "国土资源、能源"
    AGRICULTURE = "agriculture", "农业、林业、水利"
    INDUSTRY = "industry", "工业、交通"
    COMMERCE = "commerce", "商贸、海关、旅游"
    MARKET = "market", "市场监管、安全生产监管"
    CONSTRUCTION = "construction", "城乡建设、环境保护"
    SCIENCE = "science", "科技、教育"
    CULTURE = "culture", "文化、广电、新闻出版"
    HEALTH = "health", "卫生、体育"
    POPULATION = "population", "人口与计划生育、妇女儿童工作"
    LABOUR = "labour", "劳动、人事、监察"
    JUSTICE = "justice", "公安、安全、司法"
    CIVIL_AFFAIRS = "civil_affairs", "民政、扶贫、救灾"
    ETHNIC = "ethnic", "民族、宗教"
    FOREIGN = "foreign", "对外事务"
    HONG_KONG = "hong_kong", "港澳台侨工作"
    DEFENCE = "defence", "国防"
    OTHER = "other", "其他"


class Genre(models.TextChoices):
    """体裁分类: what kind of paper it is."""

    ORDER = "order", "令"
    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    PUBLIC_NOTICE = "public_notice", "公告"
    ANNOUNCEMENT = "announcement", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    BILL = "bill", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    COMMUNIQUE = "communique", "公报"
    PLAN = "plan", "规划、计划"
    MEASURES = "measures", "办法、规定、细则"
    STATISTICS = "statistics", "统计数据"
    BUDGET = "budget", "预算、决算"
    NEWS = "news", "新闻报道"
    OTHER = "other", "其他"


class EventKind(models.TextChoices):
    """What happened to a record before the public."""

    PUBLISHED = "published", "发布"
    CHANGED = "changed", "更新"
    WITHDRAWN = "withdrawn", "撤回"
    RESTORED = "restored", "恢复发布"


class WithdrawalKind(models.TextChoices):
    """Why a record was taken away."""

    ERROR = "error", "内容有误"
    OUTDATED = "outdated", "内容过时"
    PERSONAL = "personal", "涉及个人信息"
    SECRET = "secret", "涉及国家秘密"
    TRADE_SECRET = "trade_secret", "涉及商业秘密"
    OTHER = "other", "其他"


LEAKS = (WithdrawalKind.PERSONAL, WithdrawalKind.SECRET, WithdrawalKind.TRADE_SECRET)
"""Withdrawals that stand in the register of leaks."""
