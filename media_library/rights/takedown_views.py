"""Taking a picture off the air at ``/admin/haklar/``: one click and a reason, then the page of where it had been."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from cms.core.turkish import format_date
from cms.users.selectors import signed_in
from media_library.models import Photo, Photographer, Takedown, Video
from media_library.rights import selectors, services, spread
from media_library.rights.access import for_contracts, for_takedowns
from media_library.rights.consent_views import page, private_file
from media_library.rights.forms import ORIGINAL, ReasonForm, VersionReasonForm

KINDS = {"foto": Photo, "video": Video}


@for_takedowns
@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """The first tab that the reader may see."""
    return redirect("rights:consents" if selectors.may_see_consents(request.user) else "rights:takedowns")


@for_takedowns
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """What was taken down, the newest first."""
    rows = Takedown.objects.select_related("photo", "video", "by", "lifted_by")
    shown = Paginator(rows, 30).get_page(request.GET.get("p"))
    return page(request, "rights/takedowns.html", _("Yayından kaldırılanlar"), takedowns=shown)


@for_takedowns
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Where the picture is now, a reason, and the button."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    item: Any = get_object_or_404(model, pk=pk)
    named = {"photo": item} if kind == "foto" else {"video": item}
    if down := selectors.open_takedown(**named):
        return redirect("rights:takedown", down.pk)
    original = selectors.original_of(item)
    asks = original is not None and original.withheld_at is None
    form = (VersionReasonForm if asks else ReasonForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asks and form.cleaned_data["what"] == ORIGINAL:
            item, named = original, {"photo": original}
        try:
            row = services.take_down(**named, user=signed_in(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” yayından kaldırıldı.") % {"title": item.title})
            return redirect("rights:takedown", row.pk)
    twins = selectors.same_pictures(item) if kind == "foto" else []
    return page(
        request, "rights/take_down.html", _("Yayından kaldır"), item=item, is_photo=kind == "foto", form=form,
        twins=twins, sections=spread.spread_of([item, *twins])["sections"],
    )  # fmt: skip


@for_takedowns
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where the picture was used, who had it, what was done and what is left for people to do."""
    row = get_object_or_404(Takedown.objects.select_related("photo", "video", "by", "lifted_by"), pk=pk)
    item = row.photo or row.video
    related = Photo.objects.none()
    if row.photo is not None:
        related = Photo.objects.filter(withheld_at=None).exclude(pk=row.photo.pk)
        related = (related.filter(derived_from=row.photo) | related.filter(stack=row.photo)).distinct()
    return page(
        request, "rights/takedown.html", _("Yayından kaldırma"), takedown=row, item=item,
        is_photo=row.photo_id is not None, sections=row.spread.get("sections", []), letter=letter(row),
        related=related[:20], may_lift=row.lifted_at is None and selectors.may_open_withheld(request.user),
        lift_form=ReasonForm(), may_see_item=selectors.may_open_withheld(request.user),
    )  # fmt: skip


def letter(row: Takedown) -> str:
    """What to write to those who have the picture; it names no person."""
    item: Any = row.photo or row.video
    said = [
        trace["text"].rpartition(":")[0] or trace["text"]
        for section in row.spread.get("sections", [])
        if section["name"] == "mails"
        for trace in section["rows"]
    ]
    sentences = [
        _("Sayın ilgili,"),
        _(
            "“%(title)s” başlıklı fotoğraf ya da videonun (%(file)s) kullanım izni %(day)s tarihinde sona ermiştir. "
            "Onu yayından kaldırmanızı, sosyal medya hesaplarınızdan ve arşivinizden silmenizi ve kimseyle "
            "paylaşmamanızı rica ederiz."
        )
        % {"title": item.title, "file": item.original_name or item.filename, "day": format_date(row.at)},
        _("Fotoğraf ya da video şu gönderilerimizde yer almıştı: %(list)s.") % {"list": "; ".join(said)}
        if said
        else "",
        _("Bu istek, 6698 sayılı Kişisel Verilerin Korunması Kanunu'nun 7. ve 11. maddeleri gereğidir."),
        settings.SITE_URL,
    ]
    return "\n\n".join(sentence for sentence in sentences if sentence)


@for_takedowns
@require_http_methods(["POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Opens it again, with a reason."""
    row = get_object_or_404(Takedown, pk=pk)
    form = ReasonForm(request.POST)
    if not selectors.may_open_withheld(request.user):
        messages.error(request, _("Yayından kaldırılanı yalnızca arşivciler yeniden açabilir."))
    elif not form.is_valid():
        messages.error(request, _("Gerekçe yazılmadan yeniden açılamaz."))
    else:
        try:
            services.lift(takedown=row, user=signed_in(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Yeniden açıldı."))
    return redirect("rights:takedown", pk)


@for_contracts
@require_GET
def contract(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photographer's contract, as a download."""
    photographer = get_object_or_404(Photographer, pk=pk)
    if not photographer.contract:
        raise Http404
    suffix = (photographer.contract.name or "").rpartition(".")[2]
    return private_file(photographer.contract, f"sozlesme-{pk}.{suffix}")


def address_of(item: Photo | Video) -> str:
    """Where ``item`` can be taken down."""
    return reverse("rights:take_down", args=["foto" if isinstance(item, Photo) else "video", item.pk])
