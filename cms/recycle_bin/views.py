"""The screens of the bin: the list, bringing back, another place for a page, and removing for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages as with_buttons
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from cms.core import turkish
from cms.office.allowed import allowed, require
from cms.office.screens import screen
from cms.recycle_bin import selectors, services
from cms.recycle_bin.models import KEPT_DAYS, Discarded, name_of
from cms.recycle_bin.restoration import NoPlace

ON_A_PAGE = 50
ICON = "bin"


class BinFilter(forms.Form):
    """Above the list: what kind, and words of the title."""

    kind = forms.ChoiceField(label=gettext_lazy("Tür"), required=False)
    words = forms.CharField(label=gettext_lazy("Başlıkta geçen"), required=False, max_length=100)

    def __init__(self, data: Any, *, kinds: list[ContentType]) -> None:
        super().__init__(data)
        choices = [(str(one.pk), capfirst(name_of(one))) for one in kinds]
        self.fields["kind"].choices = [("", _("hepsi")), *choices]  # type: ignore[attr-defined]


@require_safe
@allowed(selectors.may_open)
def index(request: HttpRequest) -> HttpResponseBase:
    """What was deleted in the last days, the newest first."""
    rows = selectors.visible_to(request.user)
    kinds = ContentType.objects.filter(pk__in=rows.order_by().values("kind")).order_by("pk")
    form = BinFilter(request.GET, kinds=list(kinds))
    if form.is_valid():
        if form.cleaned_data["kind"]:
            rows = rows.filter(kind_id=form.cleaned_data["kind"])
        if words := form.cleaned_data["words"].strip():
            wanted = turkish.fold(words)
            pks = [pk for pk, title in rows.values_list("pk", "title") if wanted in turkish.fold(title)]
            rows = rows.filter(pk__in=pks)
    page = Paginator(rows.listed(), ON_A_PAGE).get_page(request.GET.get("p"))
    return screen(
        request, "recycle_bin/index.html", title=_("Çöp kutusu"), icon=ICON, styles=["recycle_bin/bin.css"],
        form=form, entries=page, days=KEPT_DAYS, may_empty=selectors.may_empty(request.user),
        is_narrowed=bool(request.GET.get("kind") or request.GET.get("words")),
    )  # fmt: skip


def _entry(request: HttpRequest, entry_id: int) -> Discarded:
    """The entry, for those who may see it. Raises ``Gone`` for what somebody else has taken."""
    entry = Discarded.objects.listed().filter(pk=entry_id).first()
    if entry is None:
        raise services.Gone(_("Bu kayıt artık çöp kutusunda değil: geri alınmış ya da kalıcı olarak silinmiş."))
    require(selectors.may_handle(request.user, entry))
    return entry


@require_POST
@allowed(selectors.may_open)
def restore(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Brings one row back where it was; asks for another place when that is gone."""
    entry = _entry(request, entry_id)
    try:
        came = services.restore(entry=entry, user=request.user)
    except NoPlace as refusal:
        messages.warning(request, str(refusal))
        return redirect("recycle_bin_place", entry_id)
    return _told(request, entry, came)


@require_http_methods(["GET", "POST"])
@allowed(selectors.may_open)
def place(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Another place for a page whose own is gone."""
    entry = _entry(request, entry_id)
    places = selectors.places_for(entry, request.user)
    if request.method == "POST":
        parent = get_object_or_404(Page, pk=request.POST.get("place") or 0)
        require(parent.pk in {one.pk for one in places})
        return _told(request, entry, services.restore(entry=entry, user=request.user, parent=parent))
    return screen(
        request, "recycle_bin/place.html", title=_("Nereye geri alınsın?"), icon=ICON, entry=entry, places=places,
        crumbs=[(reverse("recycle_bin"), _("Çöp kutusu"))], is_narrow=True,
    )  # fmt: skip


def _told(request: HttpRequest, entry: Discarded, came: services.Restored) -> HttpResponseBase:
    said = " ".join([_("“%(title)s” geri alındı.") % {"title": entry}, *came.notes])
    edit = AdminURLFinder(request.user).get_edit_url(came.rows[0])
    with_buttons.success(request, said, buttons=[with_buttons.button(edit, _("Aç"))] if edit else None)
    return redirect("recycle_bin")


@require_http_methods(["GET", "POST"])
@allowed(selectors.may_open)
def empty(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Removes one row for good, after a question."""
    require(selectors.may_empty(request.user))
    entry = _entry(request, entry_id)
    if request.method == "POST":
        services.empty(entry=entry, user=request.user)
        messages.success(request, _("Kayıt kalıcı olarak silindi."))
        return redirect("recycle_bin")
    return screen(
        request, "recycle_bin/empty.html", title=_("Kalıcı olarak sil"), icon=ICON, entry=entry,
        crumbs=[(reverse("recycle_bin"), _("Çöp kutusu"))], is_narrow=True,
    )  # fmt: skip
