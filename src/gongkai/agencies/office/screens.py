"""What these screens share: who may open them, how they are drawn, and a form that carries out an action."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import User


class Screen(UserPassesTestMixin, View):
    """A screen for some of the three administrators."""

    parts: tuple[Administrator, ...]
    title: str
    template: str
    crumbs: tuple[tuple[str, str], ...] = ()

    @property
    def user(self) -> User:
        """Who is logged in: Wagtail lets nobody else come here."""
        return cast(User, self.request.user)

    def test_func(self) -> bool:
        """Whether the person is one of those administrators."""
        return self.user.administrator in list(self.parts)

    def handle_no_permission(self) -> Any:
        """Wagtail shows this as a sentence on the dashboard."""
        raise PermissionDenied

    def draw(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """The page with its title and the way back."""
        return render(
            request,
            self.template,
            {
                "title": self.title,
                "crumbs": self.crumbs,
                "is_system": self.user.administrator == Administrator.SYSTEM,
                "is_security": self.user.administrator == Administrator.SECURITY,
            }
            | context,
        )


class ActionScreen(Screen):
    """A form that carries out one action; what refuses it stands above the form, and nothing typed is lost."""

    template = "agencies/office/action.html"
    form_class: type[forms.Form] = forms.Form
    explanation = ""
    button = "保存"
    done = "已保存。"

    @abstractmethod
    def action(self, form: forms.Form) -> Action[Any]:
        """The action that the filled form means."""

    @abstractmethod
    def after(self, result: Any) -> str:
        """Where to go when it is done."""

    def form(self, data: Any = None) -> forms.Form:
        """The form, empty or filled."""
        return self.form_class(data)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._draw_form(request, self.form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Carry it out, or say why not."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._draw_form(request, form)
        try:
            result = self.action(form).perform()
        except Refused as refused:
            return self._draw_form(request, form, refused.reasons)
        messages.success(request, self.done)
        return redirect(self.after(result))

    def _draw_form(self, request: HttpRequest, form: forms.Form, refusals: list[str] | None = None) -> HttpResponse:
        context = {"form": form, "refusals": refusals or [], "explanation": self.explanation, "button": self.button}
        response = self.draw(request, context)
        if refusals or form.errors:
            response.status_code = 422
        return response
