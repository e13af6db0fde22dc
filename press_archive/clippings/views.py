"""The screens of clippings beside list and form: one clipping, the day's digest, a pasted address, scans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.core.turkish import format_date
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.ways import way_back
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from press_archive.clippings import filters, links, selectors, services
from press_archive.clippings.cards import cards_of
from press_archive.clippings.citation import missing
from press_archive.clippings.forms import DayForm, LinkForm, MatchForm, ScanForm, TagForm
from press_archive.clippings.models import Clipping, PageCopy, Scan, Topic
from press_archive.clippings.permissions import may_add_clippings, may_read_clippings, may_work_clippings
from press_archive.clippings.words import Likeness

ICON = "clipboard-list"
STYLES, SCRIPTS = ["clippings/clippings.css"], ["clippings/keys.js"]


def crumbs() -> list[tuple[str, str]]:
    """The way to the list."""
    return [(reverse("clippings:index"), _("Kupürler"))]


@require_safe
@allowed(may_read_clippings)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One clipping with everything that is known of it."""
    return _detail(request, _one(pk))


def _one(pk: int) -> Clipping:
    rows = Clipping.objects.select_related(
        "outlet", "department", "category", "tone_by", "matched_by", "created_by", "page_copy", "agency",
        "bulletin__register_entry", "page_copy__picture_match__photo",
    ).prefetch_related("topic_items__tag", "scans")  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _detail(
    request: HttpRequest, clipping: Clipping, *, form: MatchForm | None = None, scan_form: ScanForm | None = None
) -> HttpResponseBase:
    bulletin = clipping.bulletin
    entry = getattr(bulletin, "register_entry", None)
    known = {"number": entry.number if entry else "", "likeness": clipping.likeness or Likeness.INDEPENDENT}
    return screen(
        request, "clippings/detail.html", title=clipping.headline, icon=ICON, crumbs=crumbs(), styles=STYLES,
        scripts=SCRIPTS, clipping=clipping, missing=missing(clipping), same=list(selectors.same_story(clipping)[:10]),
        may_work=may_work_clippings(request.user), match_form=form or MatchForm(initial=known),
        scan_form=scan_form or ScanForm(), entry=entry, cards=cards_of(request, clipping),
        picture_match=getattr(clipping.page_copy, "picture_match", None),
        status=400 if (form is not None and form.errors) or (scan_form is not None and scan_form.errors) else 200,
    )  # fmt: skip


@require_safe
@allowed(may_read_clippings)
def day(request: HttpRequest) -> HttpResponseBase:
    """The digest of one day (günlük basın özeti), to read on a phone and to print: what needs an answer first, then
    what is negative, then by outlet; of each what may be quoted: headline, citation, our summary."""
    form = DayForm(request.GET)
    shown = (form.cleaned_data["day"] if form.is_valid() else None) or timezone.localdate()
    shown = min(max(shown, dt.date(1950, 1, 1)), dt.date(2200, 1, 1))
    rows = selectors.of_day(shown)
    urgent = [row for row in rows if row.waits_for_answer]
    negative = [row for row in rows if not row.waits_for_answer and row.tone == "negative"]
    seen = {row.pk for row in (*urgent, *negative)}
    others: dict[str, list[Clipping]] = {}
    for row in rows:
        if row.pk not in seen:
            others.setdefault(row.outlet_name, []).append(row)
    one = dt.timedelta(days=1)
    return screen(
        request, "clippings/day.html", title=_("Günün kupürleri"), icon="calendar", crumbs=crumbs(), styles=STYLES,
        scripts=SCRIPTS, is_narrow=True, form=DayForm(initial={"day": shown}), shown=format_date(shown, weekday=True),
        before=(shown - one).isoformat(), after=(shown + one).isoformat(), rows=rows, urgent=urgent, negative=negative,
        others=others,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_add_clippings)
def link(request: HttpRequest) -> HttpResponseBase:
    """Reads a pasted address and leads to the form that it fills in; a refusal says why and leads there too."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = links.read_link(address=form.cleaned_data["address"], user=signed_in(request))
        except links.Unreadable as refusal:
            form.add_error("address", str(refusal))
        else:
            _tell(request, found)
            return redirect(f"{reverse('clippings:add')}?kopya={found.copy.pk}")
    return screen(
        request, "clippings/link.html", title=_("Bağlantıdan ekle"), icon="link", crumbs=crumbs(), form=form,
        is_narrow=True, status=400 if form.errors else 200,
    )  # fmt: skip


def _tell(request: HttpRequest, found: links.Found) -> None:
    if found.known is not None:
        messages.warning(
            request,
            _("Bu adresteki haber arşivde var: “%(headline)s”, %(citation)s.")
            % {"headline": found.known.headline, "citation": found.known.citation},
        )
    elif found.same:
        names = ", ".join(row.outlet_name for row in found.same)
        messages.info(request, _("Aynı metin başka adreste de yayımlanmış: %(outlets)s.") % {"outlets": names})
    if selectors.outlet_of(found.copy.address) is None:
        messages.info(request, _("Bu site rehberde yok; kuruluşu listeden seçin ya da adını yazın."))


@require_POST
@allowed(may_work_clippings)
def match(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The officer's word on which bulletin the story comes from."""
    clipping = _one(pk)
    if "none" in request.POST:
        services.match(clipping=clipping, bulletin=None, likeness="", user=signed_in(request))
        messages.success(request, _("Haber hiçbir bültene bağlanmadı."))
        return redirect("clippings:detail", pk=pk)
    form = MatchForm(request.POST)
    if not form.is_valid():
        return _detail(request, clipping, form=form)
    bulletin = form.cleaned_data["number"]
    services.match(
        clipping=clipping, bulletin=bulletin, likeness=form.cleaned_data["likeness"], user=signed_in(request)
    )
    messages.success(request, _("Eşleşme onaylandı.") if bulletin else _("Haber hiçbir bültene bağlanmadı."))
    return redirect("clippings:detail", pk=pk)


@require_POST
@allowed(may_work_clippings)
def our_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The officer's word on whether the picture of the story is ours."""
    clipping = _one(pk)
    is_ours = "ours" in request.POST
    services.decide_picture(clipping=clipping, is_ours=is_ours, user=signed_in(request))
    messages.success(request, _("Haberde bizim fotoğrafımız var.") if is_ours else _("Fotoğraf bizim değil."))
    return redirect("clippings:detail", pk=pk)


@require_POST
@allowed(may_work_clippings)
def tag(request: HttpRequest) -> HttpResponseBase:
    """Topics for the rows that were ticked in the list."""
    form = TagForm(request.POST)
    numbers = [int(one) for one in request.POST.getlist("id") if one.isascii() and one.isdigit() and len(one) < 10]
    back = way_back(request, reverse("clippings:index"))
    if not form.is_valid():
        raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors), status=400)
    add, remove = form.cleaned_data["add"], form.cleaned_data["remove"]
    if not add and not remove:
        raise Refusal(_("Eklenecek ya da çıkarılacak en az bir konu yazın."), status=400)
    count = services.tag(
        clippings=Clipping.objects.filter(pk__in=numbers[: services.MOST_AT_ONCE + 1]).only("pk"), add=add,
        remove=Topic.objects.filter(name__in=remove), user=signed_in(request),
    )  # fmt: skip
    said = ngettext("%(count)d kupürün konuları değişti.", "%(count)d kupürün konuları değişti.", count)
    messages.success(request, said % {"count": count})
    return redirect(back)


@require_POST
@allowed(may_read_clippings)
def keep_filter(request: HttpRequest) -> HttpResponseBase:
    """The list's query under a name."""
    row = filters.keep(
        name=request.POST.get("name", ""), query=request.POST.get("query", ""), shared="shared" in request.POST,
        user=signed_in(request),
    )  # fmt: skip
    messages.success(request, _("“%(name)s” süzgeci kaydedildi.") % {"name": row.name})
    return redirect(f"{reverse('clippings:index')}?{row.query}")


@require_POST
@allowed(may_read_clippings)
def drop_filter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a saved filter away."""
    row = get_object_or_404(filters.of(signed_in(request)), pk=pk)
    filters.drop(row=row, user=signed_in(request))
    messages.success(request, _("“%(name)s” süzgeci silindi.") % {"name": row.name})
    return redirect("clippings:index")


@require_POST
@allowed(may_work_clippings)
def add_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One more scan."""
    clipping = _one(pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _detail(request, clipping, scan_form=form)
    file: Any = form.cleaned_data["scan"]
    services.add_scan(clipping=clipping, file=file, name=file.name, user=signed_in(request))
    messages.success(request, _("Tarama eklendi."))
    return redirect("clippings:detail", pk=pk)


@require_POST
@allowed(may_work_clippings)
def remove_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes one scan away."""
    row = get_object_or_404(Scan.objects.select_related("clipping"), pk=pk)
    services.remove_scan(scan=row, user=signed_in(request))
    messages.success(request, _("Tarama silindi."))
    return redirect("clippings:detail", pk=row.clipping_id)


def _private(request: HttpRequest, file: Any, name: str = "") -> HttpResponseBase:
    """The bytes of ``file``; kept by no cache on the way."""
    response = file_response(request, str(file.name), file.storage, download_name=name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allowed(may_read_clippings)
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of a scan, for whoever may read clippings."""
    row = get_object_or_404(Scan, pk=pk)
    return _private(request, row.file, row.name)


@require_safe
@allowed(may_read_clippings)
def small_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The small picture of a scan."""
    return _private(request, get_object_or_404(Scan.objects.exclude(small=""), pk=pk).small)


@require_safe
@allowed(may_read_clippings)
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a page's copy."""
    return _private(request, get_object_or_404(PageCopy.objects.exclude(picture=""), pk=pk).picture)


@require_safe
@allowed(may_read_clippings)
def printout(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of a page's copy."""
    row = get_object_or_404(PageCopy.objects.exclude(printout=""), pk=pk)
    return _private(request, row.printout, f"sayfa-{row.pk}.pdf")
