"""The screens of scanned papers: the list, a new one, one paper with the scissors, and the bytes of its pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from press_archive.clippings.permissions import may_add_clippings, may_read_clippings, may_work_clippings
from press_archive.scans import measures, programs, selectors, services
from press_archive.scans.forms import CutForm, MoreForm, NumberForm, PaperForm, UploadForm, boxes_in
from press_archive.scans.models import Paper, PaperFile, PaperPage

ICON = "doc-full"
STYLES, SCRIPTS = ["scans/scans.css"], ["scans/scissors.js"]
PER_PAGE = 30
LONGEST_EXCERPT = 600


def crumbs() -> list[tuple[str, str]]:
    """The way to the list."""
    return [(reverse("clippings:index"), _("Kupürler")), (reverse("scans:index"), _("Gazete taramaları"))]


@require_safe
@allowed(may_read_clippings)
def index(request: HttpRequest) -> HttpResponseBase:
    """The papers, the newest first."""
    buttons = []
    if may_add_clippings(request.user):
        buttons.append(HeaderButton(_("Gazete tara"), url=reverse("scans:add"), icon_name="plus"))
    page = Paginator(selectors.papers(), PER_PAGE).get_page(request.GET.get("p"))
    return screen(
        request, "scans/index.html", title=_("Gazete taramaları"), icon=ICON, crumbs=crumbs()[:1], styles=STYLES,
        buttons=buttons, papers=page, no_reader="" if programs.reader() else programs.no_reader(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_add_clippings)
def add(request: HttpRequest) -> HttpResponseBase:
    """Outlet, day and the files."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = services.add_files(paper=form.instance, files=form.cleaned_data["scans"], user=signed_in(request))
        except Refusal as refusal:
            form.add_error("scans", str(refusal))
        else:
            return redirect("scans:paper", pk=paper.pk)
    return screen(
        request, "scans/add.html", title=_("Gazete tara"), icon=ICON, crumbs=crumbs(), styles=STYLES, form=form,
        is_narrow=True, status=400 if form.errors else 200,
    )  # fmt: skip


def _paper(pk: int) -> Paper:
    return get_object_or_404(Paper.objects.select_related("outlet"), pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(may_read_clippings)
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One paper: its pages, and the scissors for whoever works them. A POST makes a clipping of what was drawn."""
    row = _paper(pk)
    if request.method == "POST":
        if not may_add_clippings(request.user):
            raise Refusal(_("Kupürleri yalnız basın editörleri ve arşivciler keser."))
        return _cut(request, row)
    return _paper_screen(request, row, CutForm(paper=row))


def _cut(request: HttpRequest, row: Paper) -> HttpResponseBase:
    form = CutForm(request.POST, paper=row)
    if form.is_valid():
        drawn = form.cleaned_data["boxes"]
        try:
            made = services.cut(
                paper=row, drawn=drawn, clipping=form.instance, topics=form.cleaned_data["topics"],
                user=signed_in(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as fault:
            form.add_error(None, " ".join(fault.messages))
        else:
            address = reverse("clippings:detail", args=[made.pk])
            said = format_html('{} <a href="{}">{}</a>', _("Kupür kaydedildi:"), address, made.headline)
            messages.success(request, said)
            if "action-edit" in request.POST:
                return redirect("clippings:edit", pk=made.pk)
            return redirect(f"{reverse('scans:paper', args=[row.pk])}?sayfa={drawn[0][0].pk}")
    return _paper_screen(request, row, form, status=400)


def _paper_screen(request: HttpRequest, row: Paper, form: CutForm, status: int = 200) -> HttpResponseBase:
    pages = selectors.pages_of(row)
    wanted = request.GET.get("sayfa", "")
    current = next((page for page in pages if str(page.pk) == wanted), pages[0] if pages else None)
    progress = selectors.progress_of(row, pages)
    if current is not None and not progress.is_over and may_add_clippings(request.user):
        services.prefer(current)
    works = may_work_clippings(request.user)
    cuts = selectors.cuts_on(current) if current else []
    return screen(
        request, "scans/paper.html", title=str(row), icon=ICON, crumbs=crumbs(), styles=STYLES, scripts=SCRIPTS,
        paper=row, pages=pages, current=current, cuts=cuts, progress=progress, form=form, status=status,
        progress_words=_progress_words(progress),
        may_cut=may_add_clippings(request.user), may_work=works, has_heading=False,
        faults=[file for file in PaperFile.objects.filter(paper=row) if file.fault],
        number_form=NumberForm(instance=current) if current and works else None,
        more_form=MoreForm() if works else None, paper_form=PaperForm(instance=row) if works else None,
        told=_told(row, pages, current, cuts, form),
    )  # fmt: skip


def _told(
    row: Paper, pages: list[PaperPage], current: PaperPage | None, cuts: list[Any], form: CutForm
) -> dict[str, Any]:
    """What the scissors' script is given."""
    return {
        "page": selectors.told(current) if current else None,
        "numbers": {page.pk: page.number for page in pages},
        "boxes": _boxes_again(form),
        "cuts": [
            {"box": [cut.left, cut.top, cut.width, cut.height], "headline": cut.clipping.headline,
             "url": reverse("clippings:detail", args=[cut.clipping_id])}
            for cut in cuts
        ],
        "reading": reverse("scans:reading", args=[row.pk]), "state": reverse("scans:state", args=[row.pk]),
        "paper": row.pk,
    }  # fmt: skip


def _boxes_again(form: CutForm) -> list[Any]:
    """The boxes of a form that comes back, so that nobody draws them twice."""
    if not form.is_bound or not isinstance(form.cleaned_data.get("boxes"), list):
        return []
    return [[page.pk, *box] for page, box in form.cleaned_data["boxes"]]


@require_safe
@allowed(may_add_clippings)
def reading(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the boxes in the query say and measure, while they are being drawn."""
    row = _paper(pk)
    try:
        drawn = boxes_in(row, request.GET.get("kutular", ""))
        services.checked(row, drawn)
    except (ValidationError, Refusal) as fault:
        return JsonResponse({"error": str(fault.messages[0]) if isinstance(fault, ValidationError) else str(fault)})
    said, size = services.text_in(drawn), measures.measure(drawn)
    answer: dict[str, Any] = {"headline": said.headline, "text": said.text[:LONGEST_EXCERPT], "read": said.is_whole}
    if size is not None:
        told = {"columns": size.columns, "cm": number_format(size.centimetres, 1), "area": number_format(size.area, 1)}
        answer["measure"] = _("%(columns)d sütun × %(cm)s cm = %(area)s st×cm") % told
    elif row.outlet.column_width:
        answer["measure"] = _("Sayfanın genişliği bilinmiyor; st×cm ölçülemedi.")
    else:
        answer["measure"] = _("Kuruluşun sütun genişliği künyesinde yok; st×cm ölçülemedi.")
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allowed(may_read_clippings)
def state(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the worker is; asked by the screen while somebody looks."""
    row = _paper(pk)
    pages = selectors.pages_of(row)
    progress = selectors.progress_of(row, pages)
    response = JsonResponse(
        {
            "over": progress.is_over,
            "done": progress.done,
            "total": progress.total,
            "words": _progress_words(progress),
            "pages": {page.pk: {"state": page.state, "words": page.get_state_display()} for page in pages},
        }
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _progress_words(progress: selectors.Progress) -> str:
    if progress.files and not progress.total:
        return _("Dosyalar açılıyor …")
    if not progress.total:
        return ""
    told = {"total": progress.total, "drawn": progress.drawn, "done": progress.done}
    return _("%(total)d sayfanın %(drawn)d tanesi kesilebilir, %(done)d tanesi okundu.") % told


@require_POST
@allowed(may_work_clippings)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Day, issue number and width of a paper."""
    row = _paper(pk)
    form = PaperForm(request.POST, instance=row)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise Refusal(said, status=400)
    services.change(paper=form.instance, user=signed_in(request))
    messages.success(request, _("Gazetenin bilgileri kaydedildi."))
    return redirect("scans:paper", pk=pk)


@require_POST
@allowed(may_work_clippings)
def more(request: HttpRequest, pk: int) -> HttpResponseBase:
    """More files of the same paper."""
    row = _paper(pk)
    form = MoreForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal(_("En az bir dosya seçin."), status=400)
    services.add_files(paper=row, files=form.cleaned_data["scans"], user=signed_in(request))
    return redirect("scans:paper", pk=pk)


@require_POST
@allowed(may_work_clippings)
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper goes, what was cut from it stays."""
    services.remove_paper(paper=_paper(pk), user=signed_in(request))
    messages.success(request, _("Gazete taraması silindi; kesilen kupürler duruyor."))
    return redirect("scans:index")


@require_POST
@allowed(may_work_clippings)
def page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One page is turned, numbered, or asked for again."""
    row = get_object_or_404(PaperPage.objects.defer("words").select_related("paper"), pk=pk)
    if "turn" in request.POST:
        services.turn(page=row, user=signed_in(request))
    elif "again" in request.POST:
        services.again(page=row, user=signed_in(request))
    else:
        form = NumberForm(request.POST)
        if not form.is_valid():
            raise Refusal(_("Sayfa 1 ile 999 arasında bir sayı olmalı."), status=400)
        services.number(page=row, number=form.cleaned_data["number"], user=signed_in(request))
    return redirect(f"{reverse('scans:paper', args=[row.paper_id])}?sayfa={row.pk}")


def _private(request: HttpRequest, file: Any, name: str = "") -> HttpResponseBase:
    response = file_response(request, str(file.name), file.storage, download_name=name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allowed(may_read_clippings)
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a page, for whoever may read clippings."""
    row = get_object_or_404(PaperPage.objects.only("picture").exclude(picture=""), pk=pk)
    return _private(request, row.picture)


@require_safe
@allowed(may_read_clippings)
def small(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The small picture of a page."""
    row = get_object_or_404(PaperPage.objects.only("small").exclude(small=""), pk=pk)
    return _private(request, row.small)


@require_safe
@allowed(may_read_clippings)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as it came."""
    row = get_object_or_404(PaperFile, pk=pk)
    return _private(request, row.file, row.name)
