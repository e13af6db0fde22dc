"""Saved filters, and suggestions while a name is typed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.office.allowed import allowed
from cms.users.selectors import signed_in
from media_library.archive import services
from media_library.archive.criteria import Criteria, FinderForm
from media_library.archive.forms import shoot_name
from media_library.archive.models import SavedFilter
from media_library.archive.permissions import may_list_withheld, may_look
from media_library.archive.words import matching
from media_library.models import Person, Shoot, Tag

MOST = 12


@require_POST
@allowed(may_look)
def keep_filter(request: HttpRequest) -> HttpResponseBase:
    """Keeps the finder's present search under a name."""
    given = QueryDict(request.POST.get("sorgu", "")[:2000])
    query = Criteria(FinderForm(given, withheld=may_list_withheld(request.user))).query
    try:
        saved = services.filter_save(
            user=signed_in(request), name=request.POST.get("ad", ""), query=query, shared="ortak" in request.POST
        )
        messages.success(request, _("“%(name)s” süzgeci kaydedildi.") % {"name": saved.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('archive:finder')}?{query}")


@require_POST
@allowed(may_look)
def change_filter(request: HttpRequest, number: int) -> HttpResponseBase:
    """Renames a saved filter, shares it or not, or (``sil``) deletes it."""
    saved = get_object_or_404(SavedFilter.objects.of(request.user), pk=number)
    if "sil" in request.POST:
        services.filter_delete(saved=saved, user=signed_in(request))
        messages.success(request, _("“%(name)s” süzgeci silindi.") % {"name": saved.name})
        return redirect("archive:finder")
    try:
        services.filter_rename(
            saved=saved, name=request.POST.get("ad", ""), shared="ortak" in request.POST, user=signed_in(request)
        )
        messages.success(request, _("Süzgeç kaydedildi."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('archive:finder')}?{SavedFilter.objects.get(pk=number).query}")


@require_safe
@allowed(may_look)
def suggest(request: HttpRequest, what: str) -> HttpResponse:
    """Names that hold what was typed: JSON ``{"results": [text]}``, at most :data:`MOST`."""
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    if what == "kisi":
        found = list(Person.objects.filter(matching(text, ("name",))).values_list("name", flat=True)[:MOST])
    elif what == "etiket":
        found = list(
            Tag.objects.filter(matching(text, ("name",))).order_by("name").values_list("name", flat=True)[:MOST]
        )
    elif what == "yer":
        rows = Shoot.objects.exclude(place="").filter(matching(text, ("place",))).order_by("place")
        found = list(rows.values_list("place", flat=True).distinct()[:MOST])
    elif what == "cekim":
        found = [shoot_name(shoot) for shoot in Shoot.objects.filter(matching(text, ("title",)))[:MOST]]
    else:
        raise Http404
    return JsonResponse({"results": found})
