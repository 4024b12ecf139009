"""The forms of the library's screens, and what a filled form means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.agencies.action import KEPT_IN_LEDGER
from gongkai.agencies.models import Agency
from gongkai.library import media
from gongkai.library.actions import Details, Link, Sent, Telling
from gongkai.library.actions.cleanup import Scope
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.document_models import Document, LibraryOffice
from gongkai.library.enums import Decision, DeclarationKind, DocumentClass, MadeOn, Medium, RelationKind
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.powers import may_make_regulations
from gongkai.library.queries import by_number
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.models import Record

_LINES = re.compile(r"[\n、;；]+")
FORWARD, BACK = "forward", "back"


class Day(forms.DateField):
    """A date, picked or typed."""

    def __init__(self, label: str, **more: Any) -> None:
        more.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(label=label, **more)


class Words(forms.CharField):
    """Several lines of text."""

    def __init__(self, label: str, rows: int = 4, **more: Any) -> None:
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class DocumentForm(forms.Form):
    """What the library says of a document beside its record."""

    document_class = forms.ChoiceField(label="文件种类")
    issuers = Words("发文机关", rows=2, required=False, help_text="联合发文的每行一个，按顺序写全称；不填为本机关。")
    published_on = Day("公布日期", required=False, help_text="不填以信息的发布日期为准。")
    effective_on = Day("施行日期", required=False, help_text="不填为自公布之日起施行。")
    expires_on = Day(
        "有效期至", required=False, help_text="最后一个有效日。没有规定有效期的不填；各地对有效期规定不一。"
    )
    title_note = Words(
        "题注",
        required=False,
        max_length=2000,
        help_text="公布、历次修改的时间和文号、施行日期，每行一条。信息已公开的，保存后公众立即看到。",
    )
    registration_number = forms.CharField(
        label="登记号", max_length=60, required=False, help_text="已有登记号的填写；新文件入库后统一取号。"
    )
    ground = forms.CharField(label="修改理由", max_length=300, help_text=KEPT_IN_LEDGER)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, agency: Agency, document: Document | None = None) -> None:
        super().__init__(
            data, initial=self._held(document) if document else {"document_class": DocumentClass.NORMATIVE}
        )
        hidden = set() if may_make_regulations(agency) else {DocumentClass.REGULATION}
        self.fields["document_class"].choices = [each for each in DocumentClass.choices if each[0] not in hidden]  # type: ignore[attr-defined]
        if document is None:
            del self.fields["ground"]

    @staticmethod
    def _held(document: Document) -> dict[str, Any]:
        names = ("document_class", "published_on", "effective_on", "expires_on", "title_note", "registration_number")
        issuers = "\n".join(issuer.name for issuer in document.issuers.all())
        return {name: getattr(document, name) for name in (*names, "version")} | {"issuers": issuers}

    def details(self) -> Details:
        """What was typed."""
        typed = self.cleaned_data
        return Details(
            document_class=typed["document_class"],
            issuers=tuple(name.strip() for name in _LINES.split(typed["issuers"]) if name.strip()),
            published_on=typed["published_on"],
            effective_on=typed["effective_on"],
            expires_on=typed["expires_on"],
            title_note=typed["title_note"],
            registration_number=typed["registration_number"],
        )


class RelationForm(forms.Form):
    """What this document does to another, or another to it; the other is found by its number."""

    direction = forms.ChoiceField(label="方向", choices=[(FORWARD, "本文件对另一文件"), (BACK, "另一文件对本文件")])
    kind = forms.ChoiceField(
        label="关系", choices=RelationKind.choices, help_text="只废止部分条款的，选“废止”并写明条款；效力记为“已修改”。"
    )
    number = forms.CharField(label="另一文件的文号或者登记号", max_length=80, required=False)
    elsewhere = forms.CharField(
        label="库外文件",
        max_length=300,
        required=False,
        help_text="不在文件库的，写明标题和文号，例如《某某条例》（国令第1号）。保存后公众立即看到。",
    )
    articles = forms.CharField(
        label="所及条款", max_length=300, required=False, help_text="不填为全文。例如第三条、第八条第二款。"
    )
    on = Day("生效日期", required=False, help_text="不填以作出的文件施行之日为准。")

    def __init__(self, data: Any, document: Document, seen: Any) -> None:
        super().__init__(data)
        self.document, self.seen = document, seen
        self.other: Document | None = None

    def clean(self) -> dict[str, Any]:
        """Find the other document."""
        typed = super().clean() or {}
        number = typed.get("number", "").strip()
        if not number:
            return typed
        found = [each for each in by_number(self.seen, number) if each.pk != self.document.pk]
        own = [each for each in found if each.agency_id == self.document.agency_id]
        several = own or found
        if not several:
            self.add_error("number", "文件库中没有这一文号、登记号的文件；不在库中的填入“库外文件”。")
        elif len(several) > 1:
            self.add_error("number", "有几份文件是这一文号，请用登记号查找。")
        else:
            self.other = several[0]
        return typed

    def link(self) -> Link:
        """What was said."""
        typed = self.cleaned_data
        source, target = (self.document, self.other) if typed["direction"] == FORWARD else (self.other, self.document)
        elsewhere = "" if self.other else typed["elsewhere"]
        return Link(typed["kind"], source, target, elsewhere, typed["articles"], typed["on"])


class DeclarationForm(forms.Form):
    """What is declared of a document's validity."""

    kind = forms.ChoiceField(label="认定", choices=DeclarationKind.choices)
    on = Day("自何日起")
    until = Day("有效期至", required=False, help_text="“继续有效”必填；“恢复效力”没有新期限的不填。")
    ground = forms.CharField(
        label="依据",
        max_length=300,
        help_text=f"清理结果、评估结论的文号或者名称。保存后公众在文件的页面上立即看到。{KEPT_IN_LEDGER}",
    )


class OfficeForm(forms.Form):
    """How the agency keeps and counts its documents."""

    registration_pattern = forms.CharField(label="登记号格式", max_length=60)
    made_on = forms.ChoiceField(label="制发年度以哪一日计", choices=MadeOn.choices)
    expired_as_repealed = forms.BooleanField(label="期满失效、宣布失效的计入“废止件数”", required=False)
    pending_in_force = forms.BooleanField(label="年底前制发、尚未施行的计入“现行有效件数”", required=False)
    ground = forms.CharField(label="修改理由", max_length=300, help_text=KEPT_IN_LEDGER)

    def __init__(self, data: Any, office: LibraryOffice) -> None:
        names = ("registration_pattern", "made_on", "expired_as_repealed", "pending_in_force")
        super().__init__(data, initial={name: getattr(office, name) for name in names})
        for name in names:
            self.fields[name].help_text = getattr(LibraryOffice._meta.get_field(name), "help_text", "")


class RoundForm(forms.Form):
    """A clean-up round."""

    name = forms.CharField(label="名称", max_length=100, help_text="例如 2026年行政规范性文件清理。")
    basis = forms.CharField(label="清理依据", max_length=300, required=False)
    as_of = Day("清理基准日", help_text="清理这一天现行有效的文件。")
    due_on = Day("完成期限", required=False)
    classes = forms.MultipleChoiceField(
        label="文件种类", choices=DocumentClass.choices, widget=forms.CheckboxSelectMultiple,
        initial=[DocumentClass.REGULATION, DocumentClass.NORMATIVE],
    )  # fmt: skip
    with_units = forms.BooleanField(label="包括所属单位的文件", required=False)

    def __init__(self, data: Any, agency: Agency, **more: Any) -> None:
        super().__init__(data, **more)
        if not may_make_regulations(agency):
            classes = self.fields["classes"]
            classes.choices = [each for each in DocumentClass.choices if each[0] != DocumentClass.REGULATION]  # type: ignore[attr-defined]
            classes.initial = [DocumentClass.NORMATIVE]

    def scope(self) -> Scope:
        """What was typed."""
        typed = self.cleaned_data
        return Scope(**typed | {"classes": tuple(typed["classes"])})


class DecisionForm(forms.Form):
    """The same decision for the chosen documents of a round."""

    decision = forms.ChoiceField(label="清理意见", choices=Decision.choices)
    ground = forms.CharField(
        label="理由", max_length=300,
        help_text="清理结果公布后，废止、失效的理由写在文件的公众页面上，例如：主要内容已被新规定替代。",
    )  # fmt: skip
    until = Day("继续有效至", required=False, help_text="只用于继续有效的文件，不填不改有效期。")


class DropForm(forms.Form):
    """Why a round is taken back."""

    ground = forms.CharField(label="撤销的理由", max_length=300, help_text=KEPT_IN_LEDGER)


class ApplyForm(forms.Form):
    """The day from which a round's result holds, and the document that publishes it."""

    on = Day("结果生效日期")
    number = forms.CharField(
        label="公布清理结果的文件",
        max_length=80,
        required=False,
        help_text="公布清理结果的文件在本机关文件库中的，填写它的文号，被废止文件的页面就写明由它废止；没有这样的文件可以不填。",
    )

    def __init__(self, data: Any, round: CleanUpRound) -> None:
        super().__init__(data)
        self.round = round
        self.result: Document | None = None

    def clean_number(self) -> str:
        """Find the document among the agency's."""
        number = str(self.cleaned_data["number"]).strip()
        if number:
            found = by_number(Document.objects.filter(agency=self.round.agency), number)
            if len(found) != 1:
                raise forms.ValidationError("本机关的文件库中没有这一文号的文件。")
            self.result = found[0]
        return number


class InterpretationForm(forms.Form):
    """What is said of an interpretation; which parts are obligatory depends on the medium."""

    medium = forms.ChoiceField(label="解读形式", choices=Medium.choices)
    numbers = Words(
        "解读的文件", rows=2, required=False, help_text="文号或者登记号，每行一个；只解读会议或者单独成篇的不填。"
    )
    meeting = forms.CharField(label="会议名称", max_length=200, required=False)
    meeting_on = Day("会议日期", required=False)
    series = forms.CharField(label="系列名称", max_length=100, required=False)
    series_number = forms.IntegerField(label="系列中的序号", min_value=1, max_value=9999, required=False)
    file = forms.ChoiceField(
        label="图片、音频、视频文件", required=False, help_text="从本条信息的附件中选择，或者在下面上传。"
    )
    sent_file = forms.FileField(
        label="上传图片、音频、视频",
        required=False,
        help_text="图片 JPG、PNG、GIF，音频 MP3、M4A、OGG、WAV，视频 MP4、WEBM。列入本条信息的附件，随信息审核、公开。",
    )
    sent_title = forms.CharField(
        label="上传文件的名称", max_length=100, required=False,
        help_text="公众看到的名称，例如“停车收费办法图解”；不填的用解读形式，字幕用“视频字幕”。",
    )  # fmt: skip
    captions = forms.ChoiceField(label="视频字幕文件", required=False, help_text="视频必有，供听不见声音的人使用。")
    sent_captions = forms.FileField(
        label="上传视频字幕", required=False, help_text="WebVTT（VTT）或者 SRT 格式；SRT 自动转换。"
    )
    alternative = Words(
        "替代文字、文字稿",
        rows=8,
        required=False,
        max_length=50_000,
        help_text="图解的替代文字、音频的文字稿，必有；视频的文字稿不填的取自字幕。",
    )
    rows = Words("图表数据", rows=5, required=False, help_text="每行一项，例如“2025年：1300.5”；数字最多两位小数。")
    unit = forms.CharField(label="图表单位", max_length=20, required=False)
    pairs = Words("问答", rows=8, required=False, max_length=50_000, help_text="问题以“问：”开头，回答以“答：”开头。")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, record: Record, seen: Any, interpretation: Interpretation | None = None, files: Any = None
    ) -> None:
        super().__init__(data, files, initial=self._held(interpretation) if interpretation else {})
        self.seen = seen
        self.attached = {each.file.public_id: each.file for each in _files_of(record)}
        choices = [("", "没有"), *((number, file.title) for number, file in self.attached.items())]
        for name in ("file", "captions"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.documents: list[Document] = []

    @staticmethod
    def _held(held: Interpretation) -> dict[str, Any]:
        held = held.as_drafted()
        names = ("medium", "meeting", "meeting_on", "series_number", "alternative", "version")
        documents: QuerySet[Document] = held.documents.select_related("record")
        content = held.content
        return {name: getattr(held, name) for name in names} | {
            "series": held.series.name if held.series else "",
            "numbers": "\n".join(each.record.document_number or each.registration_number for each in documents),
            "file": held.file.public_id if held.file else "",
            "captions": held.captions.public_id if held.captions else "",
            "rows": "\n".join(f"{label}，{number}" for label, number in content.get("rows", ())),
            "unit": content.get("unit", ""),
            "pairs": "\n".join(f"问：{asked}\n答：{said}" for asked, said in content.get("pairs", ())),
        }

    def clean_numbers(self) -> str:
        """Find each document."""
        typed = str(self.cleaned_data["numbers"])
        for number in dict.fromkeys(line.strip() for line in _LINES.split(typed) if line.strip()):
            found = by_number(self.seen, number)
            if len(found) != 1:
                raise forms.ValidationError(
                    f"{number}：{'有几份文件是这一文号，请用登记号。' if found else '没有这份文件。'}"
                )
            self.documents.append(found[0])
        return typed

    def telling(self) -> Telling:
        """What was typed."""
        typed = self.cleaned_data
        content = {
            "rows": media.chart_rows(typed["rows"]),
            "unit": typed["unit"],
            "pairs": media.question_pairs(typed["pairs"]),
        }
        return Telling(
            medium=typed["medium"], documents=self.documents, meeting=typed["meeting"], meeting_on=typed["meeting_on"],
            series=typed["series"], series_number=typed["series_number"], file=self.attached.get(typed["file"]),
            captions=self.attached.get(typed["captions"]), alternative=typed["alternative"], content=content,
        )  # fmt: skip

    def sent(self) -> tuple[Sent | None, Sent | None]:
        """The recording or picture, and the captions, where they came with the form."""
        files = (self.cleaned_data["sent_file"], self.cleaned_data["sent_captions"])
        first, second = (Sent(each.name, each.read()) if each else None for each in files)
        return first and replace(first, title=self.cleaned_data["sent_title"]), second


def _files_of(record: Record) -> list[Any]:
    """The attachments of the draft, and those of the public row where there is one."""
    drafted = list(draft_of(record).files.all())
    return drafted + [each for each in record.files.select_related("file") if each not in drafted]
