"""The screens of stock and distribution: what is left where, giving out on a telephone, a title's ledger, the year."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.workbooks import XLSX
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from publishing.printing import forms, papers, selectors, services, stock
from publishing.printing.models import Movement, Title
from publishing.printing.permissions import may_move_stock, may_read_printing, may_work_jobs
from publishing.printing.views import PRIVATE, STYLES, title_or_404

ICON = "folder-open-inverse"
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class StockAct:
    """One thing that is done to a title's stock. ``name`` stands in its address."""

    name: str
    title: Any
    button: Any
    done: Any
    form: type[forms.StockForm] | type[forms.CountForm]
    act: Callable[[Title, dict[str, Any], User], object]


ACTS: dict[str, StockAct] = {
    one.name: one
    for one in (
        StockAct(
            "geri", gettext_lazy("Geri geldi"), gettext_lazy("Geri geleni yaz"), gettext_lazy("Geri gelen yazıldı."),
            forms.ReturnForm, lambda title, said, user: stock.bring_back(title=title, user=user, **said),
        ),
        StockAct(
            "tasi", gettext_lazy("Başka depoya taşı"), gettext_lazy("Taşındığını yaz"), gettext_lazy("Taşındı."),
            forms.TransferForm, lambda title, said, user: stock.transfer(title=title, user=user, **said),
        ),
        StockAct(
            "say", gettext_lazy("Sayım"), gettext_lazy("Sayımı yaz"), gettext_lazy("Sayım yazıldı."),
            forms.CountForm, lambda title, said, user: stock.count(title=title, user=user, **said),
        ),
        StockAct(
            "kayip", gettext_lazy("Kayıp ya da hasarlı"), gettext_lazy("Kaybı yaz"), gettext_lazy("Kayıp yazıldı."),
            forms.LossForm, lambda title, said, user: stock.lose(title=title, user=user, **said),
        ),
        StockAct(
            "gir", gettext_lazy("Baskı işi olmadan geldi"), gettext_lazy("Girişi yaz"), gettext_lazy("Giriş yazıldı."),
            forms.ArriveForm, lambda title, said, user: stock.arrive(title=title, user=user, **said),
        ),
    )
}  # fmt: skip


def crumbs(title: Title | None = None) -> list[tuple[str, str]]:
    """The way to the stock, and to ``title``."""
    way = [(reverse("stock:index"), _("Stok"))]
    return [*way, (reverse("stock:title", args=[title.pk]), title.name)] if title is not None else way


@require_safe
@allowed(may_read_printing)
def index(request: HttpRequest) -> HttpResponseBase:
    """What is left of which title where."""
    buttons = [
        HeaderButton(_("Yıl raporu"), url=reverse("stock:year"), icon_name="table"),
        HeaderButton(_("Hareketler"), url=reverse("stock_movements:index"), icon_name="list-ul"),
    ]
    if may_work_jobs(request.user):
        buttons.insert(0, HeaderButton(_("Eldeki bir yayını ekle"), url=reverse("stock:add"), icon_name="plus"))
    page = Paginator(selectors.stocked(), PER_PAGE).get_page(request.GET.get("p"))
    bare = Title.objects.filter(movements=None)[:20]
    return screen(
        request, "printing/stock.html", title=_("Stok"), icon=ICON, styles=STYLES, buttons=buttons, titles=page,
        bare=bare, may_move=may_move_stock(request.user),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_jobs)
def add(request: HttpRequest) -> HttpResponseBase:
    """Printed matter that is there without a job of ours."""
    form = forms.TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = services.title_by_hand(name=said["name"], kind=said["kind"], user=signed_in(request))
        messages.success(request, _("Yayın eklendi. Eldeki adedi yazın."))
        return redirect("stock:title", pk=row.pk)
    return screen(
        request, "printing/form.html", title=_("Eldeki bir yayını ekle"), icon=ICON, crumbs=crumbs(), styles=STYLES,
        form=form, is_narrow=True, button=_("Ekle"), status=400 if form.errors else 200,
    )  # fmt: skip


@require_safe
@allowed(may_read_printing)
def title(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One title: where its copies lie, what is done with them, its ledger."""
    return _title(request, title_or_404(pk))


def _title(request: HttpRequest, row: Title, failed: tuple[str, Any] | None = None) -> HttpResponseBase:
    user = signed_in(request)
    shelves = selectors.shelves(row)
    offered = []
    for one in ACTS.values() if may_move_stock(user) else ():
        is_failed = failed is not None and failed[0] == one.name
        if failed is not None and is_failed:
            form = failed[1]
        else:
            form = one.form(title=row, prefix=one.name, initial=_initial(shelves))
        offered.append({
            "step": one, "form": form, "is_open": is_failed,
            "action": reverse("stock:act", args=[row.pk, one.name]),
        })  # fmt: skip
    page = Paginator(selectors.movements_of(row), PER_PAGE).get_page(request.GET.get("p"))
    for line in page:
        line.may_be_corrected = (  # type: ignore[attr-defined]
            not (line.corrects_id or hasattr(line, "corrected_by") or stock.is_of_job(line))
            and stock.may_correct(line, user)
        )
    job = stock.job_of(row)
    return screen(
        request, "printing/title.html", title=row.name, icon=ICON, crumbs=crumbs(), styles=STYLES, row=row,
        shelves=shelves, total=sum(shelf.balance for shelf in shelves), offered=offered, page=page, job=job,
        may_move=may_move_stock(user), may_work=may_work_jobs(user), status=400 if failed is not None else 200,
    )  # fmt: skip


def _initial(shelves: list[selectors.Shelf]) -> dict[str, Any]:
    """The fullest depot."""
    if not shelves:
        return {}
    return {"place": max(shelves, key=lambda shelf: shelf.balance).place.pk}


@require_POST
@allowed(may_move_stock)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Writes a line of the ledger."""
    row, one = title_or_404(pk), ACTS.get(name)
    if one is None:
        raise Http404
    form = one.form(request.POST, title=row, prefix=one.name)
    if not form.is_valid():
        return _title(request, row, (name, form))
    one.act(row, form.cleaned_data, signed_in(request))
    messages.success(request, one.done)
    return redirect("stock:title", pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(may_move_stock)
def correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a line back by its opposite."""
    line = get_object_or_404(Movement.objects.select_related("title", "place"), pk=pk)
    form = forms.CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stock.correct(movement=line, note=form.cleaned_data["note"], user=signed_in(request))
        messages.success(request, _("Hareket ters kayıtla düzeltildi."))
        return redirect("stock:title", pk=line.title_id)
    return screen(
        request, "printing/form.html", title=_("Hareketi düzelt"), icon=ICON, crumbs=crumbs(line.title), styles=STYLES,
        form=form, is_narrow=True, button=_("Ters kayıt yaz"), status=400 if form.errors else 200,
        told=_("%(line)s: %(count)d adet, %(place)s. Satır silinmez; karşısına ters bir satır yazılır.")
        % {"line": stock.words(line), "count": abs(line.quantity), "place": line.place},
    )  # fmt: skip


@require_safe
@allowed(may_read_printing)
def proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signature or photo of a line."""
    line = get_object_or_404(Movement.objects.exclude(proof=""), pk=pk)
    response = file_response(request, str(line.proof.name), line.proof.storage, download_name=f"teslim-{line.pk}.jpg")
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
@allowed(may_read_printing)
def year(request: HttpRequest) -> HttpResponseBase:
    """What became of each title in a year; with ``bicim=xlsx`` as a workbook."""
    years = selectors.years_moved()
    asked = request.GET.get("yil", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) > 1900 else 0
    number = number or (years[0] if years else timezone.localdate().year)
    lines = selectors.year(number)
    if request.GET.get("bicim") == "xlsx":
        response = HttpResponse(papers.workbook(number, lines), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="basili-yayin-{number}.xlsx"'
        response["Cache-Control"] = PRIVATE
        return response
    return screen(
        request, "printing/year.html", title=_("%(year)d basılı yayın raporu") % {"year": number}, icon="table",
        crumbs=crumbs(), styles=STYLES, lines=lines, number=number, years=years, last_crumb=str(number),
        total=sum(line.price for line in lines), given=sum(line.given for line in lines),
        buttons=[HeaderButton(_("Excel"), url=f"?yil={number}&bicim=xlsx", icon_name="download")],
    )  # fmt: skip


# --- Distribution -----------------------------------------------------------------------------------------------------


@require_safe
@allowed(may_move_stock)
def hand_out(request: HttpRequest) -> HttpResponseBase:
    """Which title? Those of which something is left."""
    return screen(
        request, "printing/hand_out.html", title=_("Elden dağıtım"), icon="group", styles=STYLES, is_narrow=True,
        titles=selectors.stocked(only_left=True),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_move_stock)
def give(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hands copies of one title out: whoever still waits for some on top, a form for a thumb below."""
    row = title_or_404(pk)
    shelves = [shelf for shelf in selectors.shelves(row) if shelf.balance]
    job = stock.job_of(row)
    waiting = [(share, left) for share, left in stock.left_of(job) if left] if job is not None else []
    asked = request.GET.get("alici", "")
    chosen = next(((share, left) for share, left in waiting if str(share.recipient_id) == asked), None)
    initial: dict[str, Any] = _initial(shelves)
    if chosen is not None:
        initial |= {"recipient": chosen[0].recipient_id, "copies": chosen[1],
                    "received_by": chosen[0].recipient.contact}  # fmt: skip
    initial["act"] = uuid.uuid4()
    form = forms.GiveForm(request.POST or None, request.FILES or None, title=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        picture = said.pop("photo") or said["signature"]
        said.pop("signature")
        made = stock.give(title=row, proof=picture, user=signed_in(request), **said)
        messages.success(
            request,
            _("%(copies)d adet verildi: %(name)s. Kalan: %(left)d.")
            % {"copies": -made.quantity, "name": made.recipient_name, "left": made.balance},
        )
        return redirect("distribution:give", pk=pk)
    return screen(
        request, "printing/give.html", title=row.name, icon="group", styles=STYLES, is_narrow=True,
        scripts=["printing/signature.js"], crumbs=[(reverse("distribution:index"), _("Elden dağıtım"))], form=form,
        row=row, shelves=shelves, waiting=waiting, chosen=chosen, job=job, status=400 if form.errors else 200,
    )  # fmt: skip
