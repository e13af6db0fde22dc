"""The office's base forms in the admin: what a word is read as, and lines that two people let hold."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from search import wordlist
from search.models import BaseForm
from search.screens import to_change

ON_A_PAGE, LONGEST_TRIED, LONGEST_GIVEN = 50, 200, 200


@require_http_methods(["GET", "POST"])
@allowed(wordlist.may_list)
def base_forms(request: HttpRequest) -> HttpResponseBase:
    """The lines, those that wait first, and a form for one more or, with ``?degistir=``, for one of them."""
    changed = to_change(request, BaseForm)
    given = {"word": "", "base": "", "alone": False}
    if changed:
        given = {"word": changed.word, "base": changed.base, "alone": changed.alone}
    fault, status = "", 200
    if request.method == "POST":
        given = {
            "word": request.POST.get("word", "")[:LONGEST_GIVEN], "base": request.POST.get("base", "")[:LONGEST_GIVEN],
            "alone": request.POST.get("alone") == "on",
        }  # fmt: skip
        try:
            wordlist.write(
                word=str(given["word"]), base=str(given["base"]), alone=bool(given["alone"]), user=signed_in(request),
                pk=changed.pk if changed else None,
            )  # fmt: skip
        except Refusal as refusal:
            fault, status = str(refusal), 400
        else:
            messages.success(request, _("Kaydedildi. Bir başkası onaylayınca aramada geçerli olur."))
            return redirect("search_base_forms")
    rows = BaseForm.objects.select_related("written_by", "confirmed_by").order_by("word")
    tried = request.GET.get("dene", "")[:LONGEST_TRIED]
    return screen(
        request, "search/base_forms.html", title=_("Aramada sözcük kökleri"), icon="search", given=given, fault=fault,
        changed=changed, status=status, tried=tried, read=wordlist.reading(tried) if tried else [],
        waiting=rows.filter(confirmed_at=None),
        holding=Paginator(rows.exclude(confirmed_at=None), ON_A_PAGE).get_page(request.GET.get("p")),
    )  # fmt: skip


@require_POST
@allowed(wordlist.may_list)
def confirm(request: HttpRequest, base_form_id: int) -> HttpResponseBase:
    """Lets hold what another has written."""
    get_object_or_404(BaseForm, pk=base_form_id)
    wordlist.confirm(pk=base_form_id, seen=request.POST.get("seen", "")[:LONGEST_GIVEN], user=signed_in(request))
    messages.success(request, _("Onaylandı; ilgili kayıtlar birkaç saniye içinde yeniden dizine yazılır."))
    return redirect("search_base_forms")


@require_POST
@allowed(wordlist.may_list)
def remove(request: HttpRequest, base_form_id: int) -> HttpResponseBase:
    """Takes a line away."""
    get_object_or_404(BaseForm, pk=base_form_id)
    wordlist.remove(pk=base_form_id, user=signed_in(request))
    messages.success(request, _("Sözcük kökü silindi."))
    return redirect("search_base_forms")
