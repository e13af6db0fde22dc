"""The register of consents at ``/admin/haklar/rizalar/``: archivists only, and every look leaves its trace."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from cms.core.addresses import ip_of
from cms.core.lookups import having
from cms.office.screens import Tab, screen
from cms.users.models import User
from cms.users.selectors import signed_in
from media_library.models import Consent, ConsentLook, Photo, Shoot, Video
from media_library.models.consents import ConsentQuerySet
from media_library.renditions.sizes import THUMBNAIL
from media_library.rights import selectors, services, spread
from media_library.rights.access import for_archivists, for_looks, may_see_looks
from media_library.rights.forms import ConsentForm, WithdrawForm

PER_PAGE = 30
MOST_OFFERED = 400
STATES = ("gecerli", "yaklasan", "biten", "geri-alinan")
Part = ConsentLook.Part
# Beginnings of template names, and the tab that their pages belong to.
TABS = {"consent": "consents", "withdraw": "consents", "take": "takedowns", "looks": "looks"}


def tabs_for(user: User, current: str) -> dict[str, Tab]:
    """The tabs of "Haklar ve rızalar" that ``user`` may open, by name."""
    tabs = {
        "consents": ("rights:consents", _("Rıza kayıtları"), selectors.may_see_consents(user)),
        "takedowns": ("rights:takedowns", _("Yayından kaldırılanlar"), selectors.may_take_down(user)),
        "photographers": ("photographers:index", _("Fotoğrafçılar"), user.has_perm("media_library.view_photographer")),
        "looks": ("rights:looks", _("Bakış kayıtları"), may_see_looks(user)),
    }
    return {name: Tab(reverse(url), label, name == current) for name, (url, label, may) in tabs.items() if may}


def page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """One screen of "Haklar ve rızalar" with its tabs."""
    current = next((tab for name, tab in TABS.items() if template.startswith(f"rights/{name}")), "")
    tabs = tabs_for(signed_in(request), current)
    above = tabs.get(current)
    return screen(
        request, template, title=title, icon="lock", tabs=list(tabs.values()), tabs_label=_("Haklar ve rızalar"),
        crumbs=[(above.url, above.label)] if above and above.url != request.path else [], styles=["rights/rights.css"],
        scripts=["rights/rights.js"], is_narrow=True, **context,
    )  # fmt: skip


@for_archivists
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """The list. A name is searched by POST: addresses end up in logs and histories."""
    state = request.GET.get("durum", "")
    consents = in_state(state).prefetch_related("photos", "videos")
    name = request.POST.get("kisi", "").strip() if request.method == "POST" else ""
    if name:
        consents = consents.filter(having(name, "person_name", "guardian_name"))
    shown = Paginator(consents, PER_PAGE).get_page(request.GET.get("p"))
    numbers = ", ".join(str(consent.pk) for consent in shown)
    services.record_look(
        user=signed_in(request), part=Part.LIST, ip=ip_of(request) or None,
        detail=_("kayıtlar: %(numbers)s") % {"numbers": numbers} if numbers else _("boş liste"),
    )  # fmt: skip
    return page(
        request, "rights/consents.html", _("Rıza kayıtları"),
        consents=shown, state=state, states=state_choices(), name=name, today=timezone.localdate(),
    )  # fmt: skip


def state_choices() -> list[tuple[str, str]]:
    """The filters of the list."""
    words = (_("Geçerli"), _("Süresi yaklaşan"), _("Süresi dolan"), _("Geri alınan"))
    return [("", _("Tümü")), *zip(STATES, words, strict=True)]


def in_state(state: str) -> ConsentQuerySet:
    """The consents of one filter."""
    today = timezone.localdate()
    if state == "gecerli":
        return Consent.objects.in_force(today)
    if state == "yaklasan":
        return selectors.expiring_consents(today)
    if state == "biten":
        return Consent.objects.filter(withdrawn_at=None, expires_on__lt=today)
    if state == "geri-alinan":
        return Consent.objects.filter(withdrawn_at__isnull=False)
    return Consent.objects.all()


def offered(request: HttpRequest, consent: Consent | None) -> tuple[list[Photo], list[Video], Shoot | None]:
    """What can be ticked: the consent's own, what was asked for (``?foto=1,2&video=3``), a shoot's."""
    photos, videos = numbers_in(request.GET.get("foto", "")), numbers_in(request.GET.get("video", ""))
    shoot_number = numbers_in(request.GET.get("cekim", ""))
    shoot = Shoot.objects.filter(pk__in=shoot_number).first()
    if consent is not None:
        photos |= set(consent.photos.values_list("pk", flat=True))
        videos |= set(consent.videos.values_list("pk", flat=True))
    of_photos, of_videos = Q(pk__in=photos), Q(pk__in=videos)
    if shoot is not None:
        of_photos |= Q(shoot=shoot, merged_into=None)
        of_videos |= Q(shoot=shoot)
    return (
        list(Photo.objects.filter(of_photos).prefetch_renditions(THUMBNAIL).order_by("pk")[:MOST_OFFERED]),
        list(Video.objects.filter(of_videos).order_by("pk")[:MOST_OFFERED]),
        shoot,
    )


def numbers_in(text: str) -> set[int]:
    """``"1,2,x"`` as ``{1, 2}``."""
    return {int(one) for one in text.split(",")[:MOST_OFFERED] if one.strip().isdecimal() and len(one.strip()) < 10}


@for_archivists
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponseBase:
    """A new consent."""
    return _edit(request, Consent())


@for_archivists
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Changes a consent that has not been withdrawn."""
    consent = get_object_or_404(Consent, pk=pk)
    if consent.withdrawn_at is not None:
        messages.error(request, _("Geri alınmış bir rıza değiştirilemez; yeni bir kayıt açın."))
        return redirect("rights:consent", pk)
    return _edit(request, consent)


def _edit(request: HttpRequest, consent: Consent) -> HttpResponseBase:
    existing = consent if consent.pk else None
    photos, videos, shoot = offered(request, existing)
    chosen = {
        "photos": [one.pk for one in photos] if existing is None and shoot is None else _linked(existing, "photos"),
        "videos": [one.pk for one in videos] if existing is None and shoot is None else _linked(existing, "videos"),
    }
    asked = {"photos": numbers_in(request.GET.get("foto", "")), "videos": numbers_in(request.GET.get("video", ""))}
    initial = {name: sorted({*values, *asked[name]}) for name, values in chosen.items()}
    form = ConsentForm(request.POST or None, request.FILES or None, instance=consent, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_consent(
                consent=form.save(commit=False), user=signed_in(request), photos=form.cleaned_data["photos"],
                videos=form.cleaned_data["videos"], document=form.cleaned_data["document_file"],
                ip=ip_of(request) or None,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(record)s kaydedildi.") % {"record": consent})
            return redirect("rights:consent", consent.pk)
    if existing is not None:
        services.record_look(
            user=signed_in(request),
            part=Part.RECORD,
            consent=existing,
            detail=_("düzenleme sayfası"),
            ip=ip_of(request) or None,
        )
    ticked = {name: {str(one) for one in (form[name].value() or [])} for name in ("photos", "videos")}
    return page(
        request, "rights/consent_form.html", str(existing) if existing else _("Yeni rıza kaydı"),
        form=form, consent=existing, shoot=shoot, shoots=Shoot.objects.order_by("-date", "-pk")[:200],
        photos=[(one, str(one.pk) in ticked["photos"]) for one in photos],
        videos=[(one, str(one.pk) in ticked["videos"]) for one in videos],
    )  # fmt: skip


def _linked(consent: Consent | None, name: str) -> list[int]:
    return list(getattr(consent, name).values_list("pk", flat=True)) if consent is not None else []


@for_archivists
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One consent with its pictures and who looked at it."""
    consent = get_object_or_404(Consent.objects.select_related("created_by", "withdrawn_by"), pk=pk)
    services.record_look(user=signed_in(request), part=Part.RECORD, consent=consent, ip=ip_of(request) or None)
    return page(
        request, "rights/consent.html", str(consent), consent=consent,
        photos=Photo.objects.filter(consents=consent).prefetch_renditions(THUMBNAIL).order_by("pk"),
        videos=consent.videos.order_by("pk"),
        looks=consent.looks.select_related("user")[:20],
    )  # fmt: skip


@for_archivists
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Says what will happen, then does it."""
    consent = get_object_or_404(Consent, pk=pk)
    if consent.withdrawn_at is not None:
        messages.error(request, _("Bu rıza daha önce geri alınmış."))
        return redirect("rights:consent", pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = services.withdraw_consent(
            consent=consent, user=signed_in(request), note=form.cleaned_data["note"], ip=ip_of(request) or None
        )
        said = _("Rızanın geri alındığı kaydedildi; %(count)d fotoğraf ya da video yayından kaldırıldı.")
        messages.success(request, said % {"count": len(taken)})
        return redirect("rights:consent", pk)
    services.record_look(
        user=signed_in(request),
        part=Part.RECORD,
        consent=consent,
        detail=_("geri alma sayfası"),
        ip=ip_of(request) or None,
    )
    down = services.depending(consent=consent)
    return page(
        request, "rights/withdraw.html", _("Rızayı geri al"), consent=consent, form=form,
        down=[{"item": item, "is_photo": isinstance(item, Photo), "spread": spread.spread_of([item])} for item in down],
        others=consent.photos.count() + consent.videos.count() - len(down),
    )  # fmt: skip


@for_archivists
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed form, as a download that nobody keeps."""
    consent = get_object_or_404(Consent, pk=pk)
    if not consent.document:
        raise Http404
    services.record_look(user=signed_in(request), part=Part.DOCUMENT, consent=consent, ip=ip_of(request) or None)
    return private_file(consent.document, consent.document_name or f"riza-{pk}")


def private_file(file: Any, name: str) -> HttpResponse | FileResponse:
    """``file`` as a download under ``name`` that no browser runs or keeps. Raises ``Http404`` when it is gone."""
    try:
        stream = file.storage.open(file.name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@for_looks
@require_GET
def looks(request: HttpRequest) -> HttpResponseBase:
    """Who looked at which record; nothing of what stands in it."""
    rows = ConsentLook.objects.select_related("user")
    return page(
        request, "rights/looks.html", _("Rıza kayıtlarına bakışlar"),
        looks=Paginator(rows, 50).get_page(request.GET.get("p")),
    )  # fmt: skip
