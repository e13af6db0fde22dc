"""After a deletion, from whatever screen, a message with "Geri al"."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.office import undo
from cms.recycle_bin.models import KEPT_DAYS, Discarded
from cms.recycle_bin.services import NOTED

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class OfferMiddleware:
    """Offers to bring back what the request has put into the bin."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self.get_response(request)
        token = NOTED.set(set())
        try:
            response = self.get_response(request)
            bundles = NOTED.get() or set()
        finally:
            NOTED.reset(token)
        for bundle in bundles:
            self._offer(request, bundle)
        return response

    def _offer(self, request: HttpRequest, bundle: UUID) -> None:
        entries = Discarded.objects.filter(bundle=bundle)
        titles = list(entries.values_list("title", flat=True)[:1])
        if not titles:  # the deletion was refused after all
            return
        count = entries.count()
        days = {"title": titles[0], "count": count, "days": KEPT_DAYS}
        sentence = (
            _("“%(title)s” çöp kutusunda; %(days)d gün içinde geri alınabilir.") % days
            if count == 1
            else ngettext(
                "%(count)d kayıt çöp kutusunda; %(days)d gün içinde geri alınabilir.",
                "%(count)d kayıt çöp kutusunda; %(days)d gün içinde geri alınabilir.",
                count,
            )
            % days
        )
        undo.offer(request, sentence, "deletion", {"bundle": str(bundle)})
