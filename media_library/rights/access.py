"""Who passes which door of ``/admin/haklar/``. A refusal is a page in words, with status 403."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from cms.office.allowed import Rule, View, allowed
from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.roles import Office, Role, has_role
from media_library.rights import selectors


def may_see_looks(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read who looked at consents: archivists, and the director who answers for them."""
    return has_role(user, Role.ARCHIVIST) or in_office(user, Office.DIRECTOR)


def may_see_contracts(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may open photographers' contracts."""
    return has_role(user, Role.ARCHIVIST) or in_office(user, Office.DIRECTOR)


def only(rule: Rule, sentence: Callable[[], str]) -> Callable[[View], View]:
    """Lets those through whom ``rule`` knows, superusers no more than others; no browser keeps what they see."""

    def decorate(view: View) -> View:
        kept_by_nobody: View = cache_control(private=True, no_store=True)(view)
        return allowed(rule, sentence)(kept_by_nobody)

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
