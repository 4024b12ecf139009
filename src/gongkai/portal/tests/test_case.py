"""办理查询: who may see a case, what it shows, and what its applicant does there."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.applications import lookups
from gongkai.applications.actions import ConfirmReceipt, Decide, Ground, Happening, RecordStep
from gongkai.applications.actions.public import code_of
from gongkai.applications.actions.splitting import Split, SplitMatter
from gongkai.applications.models import Application, DisclosureOffice, FailedLookup, Material, Suggestion
from gongkai.ledger.models import Entry
from gongkai.portal import case_access
from gongkai.portal.tests.citizens import PDF, applied, hidden, picture
from gongkai.portal.views import case as case_views

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(people, public_client):
    """A case that its applicant has just sent, and sees."""
    return applied(public_client, people.agency)


@pytest.fixture
def received(case, today):
    """The same after an officer confirmed its receipt."""
    return ConfirmReceipt(None, case, confirmed_on=today, today=today).perform()


def address(case: Application, more: str = "") -> str:
    return f"/xxgk/chaxun/{case.public_id}/{more}"


def shown(client, case: Application, more: str = "") -> str:
    response = client.get(address(case, more))
    assert response.status_code == 200
    return response.content.decode()


def step(case, kind, today, **fields):
    return RecordStep(None, case, Happening(kind, today, **fields), today=today).perform()


def ask(client, number: str, code: str, **extra):
    return client.post("/xxgk/chaxun/", {"number": number, "code": code}, **extra)


# ---------------------------------------------------------------- who may see it


def test_number_and_code_open_the_case_and_nothing_else_does(case, public_client):
    public_client.cookies.clear()
    assert public_client.get(address(case))["Location"].startswith("/xxgk/chaxun/?guoqi")
    opened = ask(public_client, f"　{case.receipt_no.lower()} ", code_of(case).upper())
    assert opened["Location"] == address(case)
    assert case.subject in shown(public_client, case)
    cookie = public_client.cookies[case_access.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        address(case),
        True,
        "Lax",
        1800,
    )


def test_a_letter_that_was_split_leads_to_its_parts_which_open_with_the_same_code(received, public_client, today):
    code = code_of(received)
    Split(None, received, [SplitMatter("甲地块"), SplitMatter("乙地块")], today=today).perform()
    page = shown(public_client, received)
    assert "已经分为2件" in page
    assert "作废" not in page
    for part in received.children.all():
        assert f"?bianhao={part.receipt_no}" in page
        assert ask(public_client, part.receipt_no, code)["Location"] == address(part)
        assert part.subject in shown(public_client, part)
    assert ask(public_client, f"{received.receipt_no}-3", code).status_code == 422


@pytest.mark.parametrize("more", ["", "huizhi/", "huizhi.pdf", "chehui/", "wenshu/222222222222/"])
def test_a_stranger_sees_no_page_of_a_case(case, public_client, more):
    public_client.cookies.clear()
    public_client.cookies[case_access.COOKIE] = "forged:1:2"
    assert public_client.get(address(case, more)).status_code == 302


@pytest.mark.parametrize("more", ["tijiao/", "chehui/", "jianyi/"])
def test_a_stranger_changes_nothing(received, public_client, more):
    public_client.cookies.clear()
    before = Entry.objects.count()
    assert public_client.post(address(received, more), {"text": "x", "suggestion": "x"}).status_code == 302
    assert Entry.objects.count() == before


def test_the_cookie_of_one_case_does_not_open_another(people, case, public_client):
    cookie = public_client.cookies[case_access.COOKIE].value
    other = applied(public_client, people.agency, subject="另一件事")
    public_client.cookies.clear()
    public_client.cookies[case_access.COOKIE] = cookie
    assert public_client.get(address(other)).status_code == 302


def test_the_right_to_see_it_ends_by_itself(case, public_client, monkeypatch):
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 1801)
    assert public_client.get(address(case)).status_code == 302


def test_wrong_number_and_wrong_code_are_told_in_the_same_words(case, public_client):
    numbers = (case.receipt_no, "AGENCY-1999-00001", "nichts", "\0", "１２３")
    pages = [
        ask(public_client, number, "2222222222", REMOTE_ADDR=f"192.0.2.{n}") for n, number in enumerate(numbers, 1)
    ]
    assert {page.status_code for page in pages} == {422}
    said = {page.content.decode().partition('id="error-list"')[2].partition("</div>")[0] for page in pages[:-2]}
    assert len(said) == 1
    assert case_views.WRONG in said.pop()


def test_a_case_without_a_code_is_not_opened_by_an_empty_one(people, public_client):
    from gongkai.applications.tests.factories import taken_in

    case = taken_in(people.agency)
    for code in ("", " ", "0" * 64):
        assert ask(public_client, case.receipt_no, code).status_code == 422


def test_after_five_failures_a_number_waits_wherever_one_asks_from(case, public_client):
    answers = [
        ask(public_client, case.receipt_no, "wrong", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 7)
    ]
    assert answers == [422] * 5 + [429]
    right = ask(public_client, case.receipt_no, code_of(case), REMOTE_ADDR="192.0.2.99")
    assert right.status_code == 429
    assert case_views.TOO_MANY in right.content.decode()
    assert FailedLookup.objects.count() == 10  # what is turned away adds nothing


def test_after_five_failures_an_address_waits_whatever_it_asks_for(case, public_client):
    answers = [ask(public_client, f"nobody-2026-{n:05d}", "wrong").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    assert ask(public_client, case.receipt_no, code_of(case)).status_code == 429
    assert ask(public_client, case.receipt_no, code_of(case), REMOTE_ADDR="192.0.2.99").status_code == 303


def test_after_a_quarter_of_an_hour_one_may_ask_again(case):
    now = timezone.now()
    FailedLookup.objects.all().delete()
    for _ in range(6):
        lookups.begin(case.receipt_no, "192.0.2.1", now)
    assert not lookups.begin(case.receipt_no, "192.0.2.1", now).allowed
    assert lookups.begin(case.receipt_no, "192.0.2.1", timezone.now() + lookups.WAIT).allowed


def test_right_codes_do_not_count_and_no_address_is_kept(case, public_client):
    for _ in range(7):
        assert ask(public_client, case.receipt_no, code_of(case), REMOTE_ADDR="192.0.2.5").status_code == 303
    ask(public_client, case.receipt_no, "wrong", REMOTE_ADDR="192.0.2.5")
    kept = " ".join(FailedLookup.objects.values_list("key", flat=True))
    assert "192.0.2.5" not in kept
    assert case.receipt_no.lower() not in kept


def test_leaving_forgets_the_case(case, public_client):
    public_client.post(address(case, "tuichu/"))
    assert public_client.get(address(case)).status_code == 302


# ---------------------------------------------------------------- what it shows


def test_before_confirmation_no_term_runs_and_afterwards_it_is_explained(case, public_client, today):
    page = shown(public_client, case)
    assert "等待工作人员与申请人确认收到" in page
    assert "期限是怎样计算的" not in page
    ConfirmReceipt(None, case, confirmed_on=today, today=today).perform()
    page = shown(public_client, case)
    assert "24时，还剩20个工作日" in page
    assert "以双方确认之日为收到申请之日" in page
    assert "当日不计" in page


def test_the_tracking_page_costs_at_most_eight_queries(received, public_client, today, django_assert_max_num_queries):
    step(received, "extended", today, days=20)
    shown(public_client, received)
    with django_assert_max_num_queries(8):
        shown(public_client, received)


def test_what_was_given_out_can_be_downloaded_and_nothing_else(received, public_client):
    files = {}
    for name, given_out in (("答复书.pdf", True), ("内部意见.pdf", False)):
        material = Material(
            application=received, kind="letter", name=name, size=len(PDF), sha256="0" * 64, given_out=given_out
        )
        material.file.save(name, ContentFile(PDF), save=False)
        material.save()
        files[name] = material
    page = shown(public_client, received)
    assert "答复书.pdf" in page
    assert "内部意见" not in page
    answer = public_client.get(address(received, f"wenshu/{files['答复书.pdf'].public_id}/"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert public_client.get(address(received, f"wenshu/{files['内部意见.pdf'].public_id}/")).status_code == 404


def test_who_else_is_asked_is_not_named(received, public_client, today):
    from gongkai.applications.models import Party

    third = Party(role="third_party", name="某被征求意见的公司")
    happening = Happening("consultation_sent", today, party_kind="third_party")
    RecordStep(None, received, happening, new_party=third, today=today).perform()
    page = shown(public_client, received)
    assert "征求有关方面的意见" in page
    assert third.name not in page


def test_no_page_of_a_case_is_kept_by_a_cache_or_a_search_engine(case, public_client):
    for more in ("", "huizhi/"):
        response = public_client.get(address(case, more))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


# ---------------------------------------------------------------- what the applicant does


def test_a_supplement_is_recorded_with_its_files_and_starts_the_term_anew(received, public_client, today):
    step(received, "supplement_asked", today, until=today + timedelta(days=15))
    assert "请补正申请内容" in shown(public_client, received)
    done = public_client.post(
        address(received, "tijiao/"), {"text": f"补正：{SCRIPT}", "files": picture("补正.pdf", PDF)}
    )
    assert done.status_code == 303
    assert "本机关已经收到" in shown(public_client, received, "?yijiao=1")
    received.refresh_from_db()
    assert received.state == "open"
    event = received.events.get(kind="supplement_received")
    assert event.ground == f"补正：{SCRIPT}"
    assert event.materials.get().kind == "supplement"
    entry = Entry.objects.filter(kind="application.step").latest("pk")
    assert (entry.actor, entry.ground) == ("public:applicant", "")
    assert "补正：" not in str(entry.payload)
    page = shown(public_client, received)
    assert "请补正申请内容" not in page
    assert SCRIPT not in page


def test_the_same_supplement_twice_is_one(received, public_client, today):
    step(received, "supplement_asked", today)
    first, second = (public_client.post(address(received, "tijiao/"), {"text": "补正"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 422)
    assert received.events.filter(kind="supplement_received").count() == 1


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"text": " "}, "请写明内容"),
        ({"text": "长" * 20_001}, "不超过20000字"),
        ({"text": "补正", "files": [picture("程序.exe", b"MZ" + b"\0" * 99)]}, "类型不能接收"),
        ({"text": "补正", "files": [picture(f"{n}.png") for n in range(11)]}, "最多上传10个文件"),
    ],
)
def test_a_wrong_supplement_gets_its_sentence_and_stays_typed(received, public_client, today, given, word):
    step(received, "supplement_asked", today)
    response = public_client.post(address(received, "tijiao/"), given)
    assert response.status_code == 422
    page = response.content.decode()
    assert word in page
    if given["text"].strip() and len(given["text"]) < 100:
        assert given["text"] in page
    assert not received.events.filter(kind="supplement_received").exists()


def test_reasons_are_given(received, public_client, today):
    step(received, "reasons_asked", today, until=today + timedelta(days=10))
    assert "请说明申请的理由" in shown(public_client, received)
    assert public_client.post(address(received, "tijiao/"), {"text": "理由是……"}).status_code == 303
    assert received.events.get(kind="reasons_received").ground == "理由是……"


def test_a_fee_notice_says_how_much_until_when_and_how(received, public_client, today):
    DisclosureOffice.objects.create(agency=received.agency, pay_to="凭通知书到测试银行缴纳")
    step(received, "fee_notified", today, amount=3000, delivered_on=today)
    page = shown(public_client, received)
    for word in ("3000 元", "凭通知书到测试银行缴纳", "以前缴清"):
        assert word in page
    assert public_client.post(address(received, "tijiao/"), {}).status_code == 422
    assert public_client.post(address(received, "tijiao/"), {"files": picture("票据.png")}).status_code == 303
    received.refresh_from_db()
    assert received.state == "awaiting_fee"  # the office records the payment when the money has come
    assert received.materials.get(kind="payment").name == "票据.png"


def test_withdrawing_asks_once_more(received, public_client):
    page = shown(public_client, received, "chehui/")
    assert "不能恢复" in page
    received.refresh_from_db()
    assert received.state == "open"
    public_client.post(address(received, "chehui/"), {"text": "不需要了"})
    received.refresh_from_db()
    assert (received.state, received.outcome) == ("withdrawn", "withdrawn")
    assert "申请人撤回申请" in shown(public_client, received)
    again = public_client.post(address(received, "chehui/"), {})
    assert again.status_code == 422


def test_before_its_receipt_is_confirmed_an_application_can_be_withdrawn_and_waits_for_nobody(
    case, public_client, today
):
    assert "撤回申请" in shown(public_client, case)
    public_client.post(address(case, "chehui/"), {"text": "不需要了"})
    case.refresh_from_db()
    assert (case.state, case.outcome, case.concluded_on, case.received_on) == ("withdrawn", "withdrawn", today, None)
    page = shown(public_client, case)
    assert "本机关不再办理" in page
    assert "等待" not in page
    with pytest.raises(Refused, match="已撤回的申请不能确认收到"):
        ConfirmReceipt(None, case, confirmed_on=today, today=today).perform()
    assert public_client.post(address(case, "chehui/"), {}).status_code == 422


def test_after_the_answer_nothing_can_be_withdrawn(case, public_client, today):
    case = ConfirmReceipt(None, case, confirmed_on=today, today=today).perform()
    case = Decide(None, case, on=today, outcome="granted", grounds=[Ground("36(二)")], today=today).perform()
    case = step(case, "served", today, method="online")
    assert public_client.get(address(case, "chehui/")).status_code == 302
    page = public_client.post(address(case, "chehui/")).content.decode()
    assert "不能" in page


def test_what_is_sent_when_nothing_is_awaited_is_refused(received, public_client):
    response = public_client.post(address(received, "tijiao/"), {"text": "补正"})
    assert response.status_code == 422
    assert case_views.NO_LONGER in response.content.decode()


def test_a_suggestion_is_made_once(received, public_client):
    key = hidden(shown(public_client, received), "key")
    for _ in range(2):
        done = public_client.post(address(received, "jianyi/"), {"key": key, "suggestion": f"请公开{SCRIPT}"})
        assert done.status_code == 302
    made = Suggestion.objects.get()
    assert (made.application, made.text) == (received, f"请公开{SCRIPT}")
    assert "建议已经收到" in shown(public_client, received, "?jianyi=1")
    key = hidden(shown(public_client, received), "key")
    for given in (
        {"key": key, "suggestion": ""},
        {"key": key, "suggestion": "长" * 2001},
        {"key": "x", "suggestion": "x"},
    ):
        assert public_client.post(address(received, "jianyi/"), given).status_code == 422
    assert Suggestion.objects.count() == 1


def test_ten_megabytes_of_text_get_a_sentence(received, public_client, today):
    step(received, "supplement_asked", today)
    response = public_client.post(address(received, "tijiao/"), {"text": "长" * 3_500_000})
    assert response.status_code == 413
    assert case_views.TOO_LONG in response.content.decode()
