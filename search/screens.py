"""The search in the admin: what strangers looked for and did not find, and other names of things."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.ways import way_back
from cms.users.models import User
from cms.users.selectors import signed_in
from search import statistics, synonyms
from search.models import BaseForm, OtherNames

Row = TypeVar("Row", OtherNames, BaseForm)
PERIODS = (7, 30, 90, 365)
SHOWN, ON_A_PAGE = 100, 50


def may_read(user: User) -> bool:
    """Whether ``user`` may read what strangers looked for."""
    return bool(user.is_active and user.has_perm("search.view_searchcount"))


@require_safe
@allowed(may_read)
def asked(request: HttpRequest) -> HttpResponseBase:
    """What was looked for, most often first; beside it what had no result."""
    given = request.GET.get("gun", "")
    days = int(given) if given in map(str, PERIODS) else 30
    user = signed_in(request)
    return screen(
        request, "search/asked.html", title=_("Ne arandı, ne bulunamadı"), icon="search", days=days, periods=PERIODS,
        in_vain=statistics.asked_often(days, in_vain=True, most=SHOWN),
        often=statistics.asked_often(days, in_vain=False, most=SHOWN),
        enough=statistics.ENOUGH, may_name=synonyms.may_name(user),
        may_forget=statistics.may_forget(user),
    )  # fmt: skip


@require_POST
@allowed(may_read)
def forget(request: HttpRequest) -> HttpResponseBase:
    """Takes words out of the list."""
    statistics.forget(words=request.POST.get("words", "")[: statistics.LONGEST], user=signed_in(request))
    messages.success(request, _("Listeden silindi."))
    return redirect(way_back(request, reverse("search_asked")))


@require_http_methods(["GET", "POST"])
@allowed(synonyms.may_name)
def names(request: HttpRequest) -> HttpResponseBase:
    """The groups of names, those that wait first, and a form for one more or, with ``?degistir=``, for one of them."""
    changed = to_change(request, OtherNames)
    text, fault, status = changed.names if changed else request.GET.get("ad", "")[: statistics.LONGEST], "", 200
    if request.method == "POST":
        text = request.POST.get("names", "")[:1000]
        try:
            synonyms.write(text=text, user=signed_in(request), pk=changed.pk if changed else None)
        except Refusal as refusal:
            fault, status = str(refusal), 400
        else:
            messages.success(request, _("Kaydedildi. Bir başkası onaylayınca aramada geçerli olur."))
            return redirect("search_names")
    rows = OtherNames.objects.select_related("written_by", "confirmed_by").order_by("confirmed_at", "names")
    waiting, holding = rows.filter(confirmed_at=None), rows.exclude(confirmed_at=None).order_by("names")
    return screen(
        request, "search/names.html", title=_("Aramada eş adlar"), icon="search", text=text, fault=fault,
        changed=changed, waiting=waiting[: synonyms.MOST_GROUPS], listed=synonyms.listed(), status=status,
        holding=Paginator(holding, ON_A_PAGE).get_page(request.GET.get("p")),
    )  # fmt: skip


@require_POST
@allowed(synonyms.may_name)
def confirm(request: HttpRequest, names_id: int) -> HttpResponseBase:
    """Lets hold what another has written."""
    get_object_or_404(OtherNames, pk=names_id)
    synonyms.confirm(pk=names_id, seen=request.POST.get("seen", "")[:1000], user=signed_in(request))
    messages.success(request, _("Onaylandı; arama artık bu adları birlikte bulur."))
    return redirect("search_names")


@require_POST
@allowed(synonyms.may_name)
def remove(request: HttpRequest, names_id: int) -> HttpResponseBase:
    """Takes a group away."""
    get_object_or_404(OtherNames, pk=names_id)
    synonyms.remove(pk=names_id, user=signed_in(request))
    messages.success(request, _("Eş adlar silindi."))
    return redirect("search_names")


def to_change(request: HttpRequest, model: type[Row]) -> Row | None:
    """The row that ``?degistir=`` names, if it names one."""
    given = request.GET.get("degistir", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    return get_object_or_404(model, pk=int(given))
