"""The screen for a new bulletin: empty, of a kind (``?tur=``), or a copy of an earlier one (``?kopya=``); and the words
that are put into its body."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.viewsets.pages import PageViewSet

from cms.office.allowed import allowed
from cms.users.models import User
from press_archive.bulletins import beginnings
from press_archive.bulletins.editor import BulletinEditView, ReadyCreateView
from press_archive.bulletins.kinds import COPY, KIND, BulletinKind, ReadyText
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.permissions import add_url_for


def may_write(user: User) -> bool:
    """Whether ``user`` may begin a bulletin."""
    return add_url_for(user) is not None


def beginning_of(request: HttpRequest) -> beginnings.Beginning | None:
    """What the address asks for. Raises ``Http404`` for what does not exist, or is not this person's to read."""
    if number := request.GET.get(KIND):
        return beginnings.of_kind(get_object_or_404(BulletinKind, pk=whole(number), active=True))
    if number := request.GET.get(COPY):
        page = get_object_or_404(BulletinPage, pk=whole(number))
        if not page.permissions_for_user(request.user).can_edit():
            raise Http404
        return beginnings.of_page(page)
    return None


def whole(number: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    return int(number)


class BulletinCreateView(ReadyCreateView):
    """Wagtail's, with a form that may be filled in already. Nothing is stored before it is saved."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.page.beginning = beginning_of(request)
        response: HttpResponse = super().get(request)
        return response


class BulletinPages(PageViewSet):
    """The screens of one bulletin."""

    model = BulletinPage
    name = "bulletin_pages"
    add_to_admin_menu = False
    add_view_class = BulletinCreateView
    edit_view_class = BulletinEditView


@allowed(may_write)
def ready_text(request: HttpRequest, text_id: int) -> HttpResponse:
    """A ready text as blocks of the editing screen."""
    text = get_object_or_404(ReadyText, pk=text_id, active=True)
    response = JsonResponse({"blocks": beginnings.form_state(text)})
    response["Cache-Control"] = "no-store"
    return response
