"""The bulletin's editing screen, where it says more than Wagtail's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from cms.core.turkish import format_moment
from cms.office.answers import Malformed
from cms.office.malformed import not_understood
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.readiness import readiness

# Panels of upper floors beside a bulletin: each gives its own, or ``None`` where it has nothing to say to this person.
PANELS: list[Callable[[Any, HttpRequest], BaseSidePanel | None]] = []


class ReadinessPanel(BaseSidePanel):
    """What is still missing, whom it reaches, how long it is: filled by ``bulletins/readiness.js`` while one writes."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Eksikler ve alıcılar")
        icon_name = "list-ul"
        has_counter = False

    name = "readiness"
    title = _("Eksikler ve alıcılar")
    template_name = "bulletins/readiness_panel.html"
    order = 50

    def __init__(self, page: Any, request: HttpRequest, url: str) -> None:
        super().__init__(page, request)
        self.url = url

    def get_context_data(self, parent_context: Any) -> Any:
        return {**super().get_context_data(parent_context), "url": self.url}


class ReadyCreateView(CreateView):
    """Wagtail's screen for a new one, with the panel."""

    def get_side_panels(self) -> Any:
        url = reverse("bulletins_readiness_new", args=[self.parent_page.pk])
        return MediaContainer([ReadinessPanel(self.page, self.request, url), *super().get_side_panels()])


class BulletinEditView(EditView):
    """Wagtail asks of its background saves only whether somebody saved meanwhile; here every save is asked."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.expects_json_response or self.locked_for_user or not self.is_out_of_date:
            return super().post(request, *args, **kwargs)
        return self.refuse_to_overwrite(request)

    def refuse_to_overwrite(self, request: HttpRequest) -> Any:
        """Shows what was typed again, unsaved, with who saved meanwhile. The form then knows of that version: sent once
        more, it is meant. Nothing saves it in the background until then."""
        self.form = self.form_class(
            request.POST, request.FILES, instance=self.page, subscription=self.subscription,
            parent_page=self.parent, for_user=request.user,
        )  # fmt: skip
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        newer = self.latest_revision
        who = newer.user.get_full_name() or newer.user.get_username() if newer.user else gettext("Sistem")
        if newer.user_id == request.user.pk:
            who = gettext("başka bir pencerede siz")
        sentence = gettext(
            "Kaydedilmedi: siz yazarken bu bülteni %(who)s kaydetti (%(when)s). Yazdıklarınız aşağıda duruyor. Önce "
            "son hâle bakın; sizinki onun yerine geçecekse bir daha kaydedin, eski hâl geçmişte kalır."
        ) % {"when": format_moment(newer.created_at), "who": who}
        look = messages.button(self.get_edit_url(), gettext("Son hâli yeni sekmede aç"), new_window=True)
        messages.error(request, sentence, buttons=[look])
        self.has_unsaved_changes = True
        self.autosave_enabled = False
        return self.render_to_response(self.get_context_data(), status=409)

    def get_side_panels(self) -> Any:
        panels = list(super().get_side_panels())
        # What a background save answers would take the place of what the script has written.
        if not self.expects_json_response and not self.locked_for_user:
            url = reverse("bulletins_readiness", args=[self.page.pk])
            panels.insert(0, ReadinessPanel(self.page, self.request, url))
        if not self.expects_json_response:
            panels += [panel for make in PANELS if (panel := make(self.page, self.request)) is not None]
        return MediaContainer(panels)


class ReadinessOnEdit(PreviewOnEditView):
    """Answers with the panel for the form that was posted. Whoever may edit the bulletin may ask."""

    http_method_names = ("post",)

    def get_object(self) -> Any:
        page = super().get_object()
        if not isinstance(page, BulletinPage):
            raise Http404
        return page

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.POST:
            # Wagtail makes a form of it that is not bound, of which nothing can be said.
            raise Malformed(not_understood())
        form = self.get_form(request.POST)
        return render(
            request, "bulletins/readiness.html", {"ready": readiness(form, title=request.POST.get("title", ""))}
        )

    def validate_form(self, form: Any) -> bool:
        return bool(form.is_bound and super().validate_form(form))


class ReadinessOnCreate(ReadinessOnEdit, PreviewOnCreateView):
    """The same for a bulletin that is not saved yet: for whoever may add one."""
