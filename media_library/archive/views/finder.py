"""The finder: the grid of photos and videos, and the timeline of shoots."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.office.allowed import allowed
from media_library.archive import actions, finder, shoots
from media_library.archive.address import ADDRESS
from media_library.archive.criteria import Criteria, FinderForm
from media_library.archive.models import SavedFilter
from media_library.archive.permissions import may_describe, may_list_withheld, may_look
from media_library.archive.views.screens import screen
from media_library.intake.uploads.services import may_upload
from media_library.models import Photo

# The fields that stand in the open; the others unfold.
FIRST_FIELDS = ("kind", "use", "rights", "orientation")


@require_safe
@allowed(may_look)
def index(request: HttpRequest) -> HttpResponseBase:
    """The grid; with ``parca`` only the next tiles, as JSON ``{"html", "cursor", "looked"}``."""
    form = FinderForm(request.GET, withheld=may_list_withheld(request.user))
    criteria = Criteria(form)
    page = finder.page_of(criteria, cursor=request.GET.get("imlec", ""))
    finder.hurry(page.tiles)
    context: dict[str, Any] = {"tiles": page.tiles, "query": criteria.query}
    if request.GET.get("parca"):
        html = render_to_string("archive/tiles.html", context, request=request)
        return JsonResponse({"html": html, "cursor": page.cursor, "looked": page.looked})
    saved = SavedFilter.objects.of(request.user)
    shoot = criteria.shoot
    return screen(
        request, "archive/finder.html", title=_("Arşiv"), icon="image", **context, page=page, form=form,
        criteria=criteria, shoot=shoot, saved=saved, actions=actions.for_selection(request.user),
        chips=_chips(criteria, form), may_upload=may_upload(request.user), first_fields=FIRST_FIELDS,
        targets=shoots.targets() if may_describe(request.user) else None,
        more_is_open=any(name not in FIRST_FIELDS and name != "shoot" for name in criteria.narrowing),
    )  # fmt: skip


def _chips(criteria: Criteria, form: FinderForm) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    chips = []
    for name, value in criteria.narrowing.items():
        rest = QueryDict(criteria.query, mutable=True)
        rest.pop(ADDRESS[name])
        choices = dict(getattr(form.fields[name], "choices", []) if isinstance(value, str) else [])
        if name == "shoot":
            shown = str(criteria.shoot or (_("çekimi olmayanlar") if value == "yok" else value))
        elif name in {"first_day", "last_day"}:
            shown = f"{value:%d.%m.%Y}"
        else:
            shown = str(choices.get(value, value))
        chips.append({"label": str(form.fields[name].label), "value": shown, "query": rest.urlencode()})
    return chips


@require_safe
@allowed(may_look)
def timeline(request: HttpRequest) -> HttpResponse:
    """Years, their months, the shoots of one month."""
    years = shoots.years()
    year = _number(request.GET.get("yil"), within=years) or (years[0] if years else None)
    months = shoots.months(year) if year else []
    month = _number(request.GET.get("ay"), within=[one.number for one in months])
    month = month or (months[0].number if months else None)
    cards = shoots.of_month(year, month) if year and month else []
    most = max((one.shoots for one in months), default=0)
    return screen(
        request, "archive/timeline.html", title=_("Zaman çizelgesi"), icon="calendar-alt", years=years, year=year,
        months=months, month=month, month_name=shoots.MONTHS[month - 1] if month else "", cards=cards, most=most,
        may_upload=may_upload(request.user),
    )  # fmt: skip


def _number(text: str | None, *, within: list[int]) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 and int(text) in within else None


@require_safe
@allowed(may_look)
def thumb(request: HttpRequest, number: int) -> HttpResponseBase:
    """Leads to a photo's small size, which is made now if no worker has yet."""
    photo = get_object_or_404(Photo, pk=number, withheld_at__isnull=True)
    return redirect(photo.get_rendition(finder.GRID).url)


def to_finder(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """From Wagtail's own list of images to the finder."""
    query = FinderForm({"q": request.GET.get("q", "")})
    address = reverse("archive:finder")
    words = Criteria(query).query
    return redirect(f"{address}?{words}" if words else address)
