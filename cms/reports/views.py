"""The one page on how the house is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.reports import health
from cms.users.roles import is_administrator


@require_safe
@never_cache
@allowed(is_administrator)
def health_page(request: HttpRequest) -> HttpResponseBase:
    """Workers, queues, mail, disks, backups, evidence, slow jobs, version: what is not well stands first."""
    sections = health.sections()
    return screen(
        request, "reports/health.html", title=_("Sistem sağlığı"), icon="desktop", styles=["reports/health.css"],
        sections=sections, now=timezone.now(), bad=sum(section.state == health.BAD for section in sections),
        doubtful=sum(section.state == health.DOUBT for section in sections),
    )  # fmt: skip
