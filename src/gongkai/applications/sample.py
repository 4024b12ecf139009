"""The sample city's cases. They hang on today's date, so that something is always due today, overdue and waiting.

Made by the same actions as everybody's; all invented. Loading again changes nothing that is there.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency, Department, User
from gongkai.applications.actions import (
    Contents,
    Decide,
    Ground,
    Happening,
    Person,
    RecordSearch,
    RecordStep,
    Route,
    TakeIn,
)
from gongkai.applications.actions.letters import DraftLetter, EditLetter, MoveLetter
from gongkai.applications.models import Application, DisclosureOffice, Party
from gongkai.applications.procedure import APPLICANT

GROUND = "示例数据"
AGENCY = "ch-zrzy"
OFFICES = {
    "ch": ("澄湖市人民政府办公室", "澄湖市澄湖大道1号", "某省人民政府", "澄湖市中级人民法院"),
    "ch-zrzy": ("澄湖市自然资源和规划局办公室", "澄湖市环湖路18号", "澄湖市人民政府", "澄湖市澄北区人民法院"),
    "ch-zjj": ("澄湖市住房和城乡建设局办公室", "澄湖市建设路9号", "澄湖市人民政府", "澄湖市澄北区人民法院"),
    "ql-zrzy": ("栖岭县自然资源局办公室", "栖岭县文昌街6号", "栖岭县人民政府", "栖岭县人民法院"),
}
LAST_YEAR = (
    # month, applicant type, subject, outcome (law.outcomes), working days until the answer
    (1, "natural_person", "某村集体土地征收公告及补偿安置方案", "granted", 12),
    (2, "natural_person", "宅基地审批的内部讨论记录", "deliberative", 18),
    (2, "enterprise", "工业用地出让合同备案信息", "already_public", 5),
    (3, "natural_person", "某建设项目用地预审意见", "granted", 16),
    (4, "legal_service", "某地块规划条件及附图", "granted", 11),
    (4, "natural_person", "邻户不动产登记资料", "administrative_query", 9),
    (5, "natural_person", "某户征收补偿协议", "part_withheld", 20),
    (6, "natural_person", "1983年土地承包清册", "not_existing", 15),
    (7, "social_organisation", "湿地保护规划编制依据", "granted", 13),
    (8, "natural_person", "道路工程施工许可", "not_ours", 4),
    (9, "natural_person", "反映违法占地并要求查处", "petition", 8),
    (10, "enterprise", "矿业权出让收益评估报告", "business_secret", 19),
    (11, "natural_person", "某村集体土地征收公告及补偿安置方案", "repeat", 6),
    (12, "natural_person", "国土空间总体规划图集", "already_public", 30),
)
REASONS = {
    "deliberative": Ground("16¶2", reason="属于行政机关在履行行政管理职能过程中形成的讨论记录。"),
    "part_withheld": Ground("15", "协议中他人的身份证号码、银行账号", "公开会对第三方合法权益造成损害。"),
    "business_secret": Ground("15", reason="涉及企业商业秘密，权利人不同意公开。"),
    "not_existing": Ground("36(四)", reason="经检索，本机关没有制作或者保存该信息。"),
}


def load(today: date | None = None) -> int:
    """Make the sample cases where the sample agency has none. Returns how many were made."""
    agency = Agency.objects.filter(code=AGENCY).first()
    if agency is None or Application.objects.filter(agency=agency).exists():
        return 0
    _load_offices()
    loader = _Loader(agency, today or timezone.localdate())
    loader.last_year()
    loader.this_year()
    return Application.objects.filter(agency=agency).count()


def _load_offices() -> None:
    for code, (name, address, review_body, court) in OFFICES.items():
        for agency in Agency.objects.filter(code=code, disclosure_office=None):
            DisclosureOffice.objects.create(
                agency=agency,
                name=name,
                counter=f"{address}一楼政务公开窗口",
                postal_address=address,
                postcode="000000",
                hours="工作日 9:00—12:00，13:30—17:00",
                phone="0000-00000000",
                email=f"{code}@example.gov.cn",
                review_body=review_body,
                review_online="“掌上复议”小程序",
                court=court,
                pay_to="凭《非税收入一般缴款书》到本机关指定的银行缴纳",
            )


class _Loader:
    def __init__(self, agency: Agency, today: date) -> None:
        self.agency, self.today = agency, today
        self.calendar = calendar_for(agency)
        self.people = {user.username: user for user in User.objects.all()}
        self.departments = {d.name: d for d in Department.objects.filter(agency=agency)}

    def ago(self, days: int) -> date:
        """The day so many working days ago."""
        return self.calendar.add_working_days(self.today, -days)

    def last_year(self) -> None:
        """A year's cases, one of them carried over."""
        year = self.today.year - 1
        for number, (month, applicant_type, subject, outcome, days) in enumerate(LAST_YEAR):
            received = self.calendar.on_or_after(date(year, month, 3 + number))
            case = self.taken_in(subject, received, applicant_type=applicant_type, number=number)
            answered = self.calendar.add_working_days(received, min(days, 20))
            if answered > self.today:
                continue
            if outcome == "not_existing":
                self.searched(case, answered)
            self.decided(case, answered, outcome)
            self.step(case, "served", answered, method="post", tracking_no=f"XA{number:08d}00")

    def this_year(self) -> None:
        """What a day at the desk begins with."""
        self.submitted_by_web()
        self.routed(self.taken_in("城北片区控制性详细规划调整论证材料", self.ago(22), number=21), "政策法规科")
        self.routed(self.taken_in("某宗工业用地挂牌出让成交确认书", self.ago(20), number=22), "办公室")
        self.routed(self.taken_in("耕地占补平衡项目验收报告", self.ago(19), number=23), "耕地保护科")
        self.under_review(self.taken_in("环湖绿道二期用地批复", self.ago(16), number=24))
        asked = self.taken_in("全部征地档案", self.ago(9), number=25)
        until = self.calendar.add_working_days(self.ago(6), 15)
        self.step(asked, "supplement_asked", self.ago(6), until=until, ground="请明确项目名称或者地块位置。")
        self.consulting(
            self.taken_in("某公司矿山地质环境保护方案", self.ago(12), number=26, applicant_type="enterprise")
        )
        extended = self.taken_in("近三年土地卫片执法整改台账", self.ago(21), number=27)
        self.step(extended, "extended", self.ago(3), days=20, ground="信息量大，需要逐件核对。")
        unserved = self.taken_in("某村增减挂钩项目实施规划", self.ago(14), number=28)
        self.decided(unserved, self.ago(1), "granted")
        served = self.taken_in("2024年度国有建设用地供应计划", self.ago(11), number=29)
        self.decided(served, self.ago(5), "already_public")
        self.step(served, "served", self.ago(5), method="online")
        withdrawn = self.taken_in("某地块土壤污染状况调查报告", self.ago(8), number=30)
        self.step(withdrawn, "withdrawn", self.ago(6), ground="申请人书面撤回。")
        self.taken_in("村庄规划编制经费使用情况", self.ago(2), number=31, channel="letter", signed_on=self.ago(2))

    def submitted_by_web(self) -> None:
        """Sent a moment ago; nobody has confirmed it yet."""
        contents = self.contents("湖东新城一期土地征收成片开发方案", self.today, 20, channel="web")
        TakeIn(
            None,
            self.agency,
            contents,
            today=self.today,
            outsider=APPLICANT,
            submission_key="sample-web",
            ground=GROUND,
        ).perform()

    def contents(self, subject: str, on: date, number: int, **fields: object) -> Contents:
        """An invented application."""
        person = Person(
            f"示例申请人{number}",
            id_kind="示例证件",
            id_number=f"SL{number:08d}",
            phone=f"0000-0000{number:04d}",
            address="澄湖市示例路1号",
        )
        given: dict[str, object] = {
            "channel": "counter",
            "applicant_type": "natural_person",
            "people": [person],
            "subject": subject,
            "description": f"申请公开{subject}。",
            "form_wanted": "纸质",
            "way_wanted": "邮寄",
            "arrived_on": on,
        }
        return Contents(**(given | fields))  # type: ignore[arg-type]

    def taken_in(self, subject: str, on: date, *, number: int, **fields: object) -> Application:
        """A case that the registrar took in."""
        contents = self.contents(subject, on, number, **fields)
        return TakeIn(self.people.get("shouli"), self.agency, contents, today=self.today, ground=GROUND).perform()

    def step(self, case: Application, kind: str, on: date, *, ground: str = "", **fields: object) -> None:
        """A step, by the registrar."""
        happening = Happening(kind, on, **fields)  # type: ignore[arg-type]
        RecordStep(self.people.get("shouli"), case, happening, today=self.today, ground=ground).perform()

    def decided(self, case: Application, on: date, outcome: str) -> None:
        """A decision, by the signer."""
        grounds = [REASONS[outcome]] if outcome in REASONS else []
        signer = self.people.get("qianfa")
        Decide(signer, case, on=on, outcome=outcome, grounds=grounds, today=self.today).perform()

    def searched(self, case: Application, on: date) -> None:
        """A search without result."""
        RecordSearch(
            self.people.get("chengban"),
            case,
            place="局档案室案卷目录、市档案馆开放目录",
            keywords=case.subject,
            searched_by="局档案室",
            searched_on=on - timedelta(days=1),
            found="没有检索到",
            today=self.today,
        ).perform()

    def routed(self, case: Application, department: str) -> None:
        """Handed to a department."""
        within = self.calendar.add_working_days(self.today, 1)
        Route(
            self.people.get("shouli"),
            case,
            self.departments[department],
            due_on=within,
            asked="请检索并提出答复意见。",
            today=self.today,
        ).perform()

    def consulting(self, case: Application) -> None:
        """A third party is asked."""
        party = Party(role="third_party", name="示例矿业有限公司", phone="0000-00000000")
        happening = Happening(
            "consultation_sent", self.ago(7), party_kind="third_party", delivered_on=self.ago(5), days=15
        )
        RecordStep(self.people.get("shouli"), case, happening, new_party=party, today=self.today).perform()

    def under_review(self, case: Application) -> None:
        """An answer waits for its review."""
        handler = self.people.get("chengban")
        draft = DraftLetter(handler, case, "granted", outcome="granted", today=self.today)
        draft.perform()
        assert draft.letter is not None
        facts = {
            "information": "《环湖绿道二期工程建设用地的批复》一份",
            "provided_as": "纸质复制件",
            "materials": [["环湖绿道二期工程建设用地的批复", "澄政地〔2024〕31号", "4"]],
        }
        EditLetter(handler, case, draft.letter, facts=facts, today=self.today).perform()
        MoveLetter(handler, case, draft.letter, "send", today=self.today).perform()
