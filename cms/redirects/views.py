"""The screens of redirects: the list with its form, deleting one, and a table that is read, shown and then taken."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.contrib.redirects.models import Redirect

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.redirects import services
from cms.redirects.forms import RedirectForm, TableForm
from cms.users.selectors import signed_in

ON_A_PAGE = 100
ICON = "redirect"
SALT = "cms.redirects.table"
SECONDS = 3600


@require_http_methods(["GET", "POST"])
@allowed(services.may_redirect)
def index(request: HttpRequest) -> HttpResponseBase:
    """The redirects, and a form for one more."""
    form = RedirectForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            row = services.save_one(old=form.cleaned_data["old"], new=form.cleaned_data["new"], user=signed_in(request))
            if not row.fault:
                messages.success(request, _("“%(path)s” artık yönlendiriliyor.") % {"path": row.path})
                return redirect("redirects_index")
            form.add_error(None, row.fault)
    rows = Redirect.objects.select_related("redirect_page").order_by("old_path", "pk")
    if words := (request.GET.get("q") or "").strip()[:100]:
        rows = rows.filter(old_path__icontains=words)
    return screen(
        request, "redirects/index.html", title=_("Yönlendirmeler"), icon=ICON, form=form, status=status, words=words,
        rows=Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p")),
    )  # fmt: skip


@require_POST
@allowed(services.may_redirect)
def remove(request: HttpRequest, redirect_id: int) -> HttpResponseBase:
    """Deletes one redirect."""
    services.remove(redirect=get_object_or_404(Redirect, pk=redirect_id), user=signed_in(request))
    messages.success(request, _("Yönlendirme silindi."))
    return redirect("redirects_index")


@require_http_methods(["GET", "POST"])
@allowed(services.may_redirect)
def table(request: HttpRequest) -> HttpResponseBase:
    """Reads a table and shows what would be taken; nothing is stored before that was confirmed."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "seal" in request.POST:
        return _take(request)
    rows: list[services.Row] = []
    seal, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            upload = form.cleaned_data["table"]
            try:
                pairs = services.read_rows(upload.read(services.MOST_BYTES + 1))
            except Refusal as refusal:
                form.add_error("table", str(refusal))
            else:
                status = 200
                rows = services.look_at(pairs)
                good = [(row.number, row.old, row.new) for row in rows if not row.fault]
                seal = signing.dumps({"by": request.user.pk, "rows": good}, salt=SALT, compress=True) if good else ""
    return screen(
        request, "redirects/table.html", title=_("Eski adresleri içe aktar"), icon=ICON, form=form, rows=rows,
        seal=seal, good=sum(not row.fault for row in rows), bad=sum(bool(row.fault) for row in rows), status=status,
        crumbs=[(reverse("redirects_index"), _("Yönlendirmeler"))],
    )  # fmt: skip


def _take(request: HttpRequest) -> HttpResponseBase:
    try:
        note = signing.loads(request.POST["seal"], salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Refusal(_("Önizleme eskidi; dosyayı yeniden seçin."), status=409) from error
    if note["by"] != request.user.pk:
        raise Refusal(_("Önizleme eskidi; dosyayı yeniden seçin."), status=409)
    count = services.import_rows(pairs=[tuple(row) for row in note["rows"]], user=signed_in(request))
    said = ngettext("%(count)d adres yönlendiriliyor.", "%(count)d adres yönlendiriliyor.", count)
    messages.success(request, said % {"count": count})
    return redirect("redirects_index")
