"""Who passes which door of ``/admin/haklar/``. A refusal is a page in words, with status 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.users.delegation import in_office
from cms.users.roles import Office, Role, has_role
from media_library.rights import selectors

View = Callable[..., HttpResponseBase]


def may_see_looks(user: Any) -> bool:
    """Whether ``user`` may read who looked at consents: archivists, and the director who answers for them."""
    return has_role(user, Role.ARCHIVIST) or in_office(user, Office.DIRECTOR)


def may_see_contracts(user: Any) -> bool:
    """Whether ``user`` may open photographers' contracts."""
    return has_role(user, Role.ARCHIVIST) or in_office(user, Office.DIRECTOR)


def only(allowed: Callable[[Any], bool], sentence: Callable[[], str]) -> Callable[[View], View]:
    """Lets those through whom ``allowed`` knows; everybody else, superusers too, gets ``sentence`` and 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user):
                response: HttpResponseBase = TemplateResponse(
                    request, "rights/refused.html", {"sentence": sentence()}, status=403
                )
            else:
                response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return decorate


for_archivists = only(
    selectors.may_see_consents,
    lambda: _("Rıza kayıtları yalnızca arşivcilere açıktır. Yöneticiler de bu sayfaları göremez."),
)
for_looks = only(may_see_looks, lambda: _("Bakış kayıtlarını arşivciler ve Müdür görür."))
for_takedowns = only(
    selectors.may_take_down, lambda: _("Yayından kaldırma sayfaları arşivcilere, Müdüre ve Başkana açıktır.")
)
for_contracts = only(may_see_contracts, lambda: _("Sözleşmeleri arşivciler ve Müdür görür."))
