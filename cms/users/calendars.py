"""Secret addresses for calendar programs: given to a person, taken back, read without a sign-in.

Each room has a table of its own (:class:`cms.users.models.SecretCalendar`) and one :class:`Calendar` that says who may
read what.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.core import ical
from cms.office.screens import screen
from cms.users.models import SecretCalendar, User
from cms.users.selectors import signed_in

TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
# Calendar programs ask every few minutes; one writing an hour says enough.
NOTED_EVERY = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One room's calendar: its table, who may read it, and where programs fetch it. ``room`` begins the names of its
    log entries (``….address_given``, ``….address_taken_back``)."""

    model: type[SecretCalendar]
    may: Callable[[User | AnonymousUser], bool]
    room: str
    feed: str

    @transaction.atomic
    def give(self, *, user: User) -> str:
        """A new secret for ``user``'s program; the one before it opens nothing any more. It is told once: what is
        stored is its digest. Raises ``PermissionDenied``."""
        if not self.may(user):
            raise PermissionDenied
        token = secrets.token_urlsafe(32)
        row, _made = self.model._default_manager.update_or_create(
            user=user, defaults={"digest": _digest(token), "read_at": None}
        )
        log(instance=row, action=f"{self.room}.address_given", user=user)
        return token

    @transaction.atomic
    def take_back(self, *, user: User) -> bool:
        """``user``'s address opens nothing any more; gives whether there was one."""
        row = self.model._default_manager.select_for_update().filter(user=user).first()
        if row is None:
            return False
        log(instance=row, action=f"{self.room}.address_taken_back", user=user)
        row.delete()
        return True

    def reader_of(self, token: str, *, now: dt.datetime | None = None) -> User | None:
        """Whose address this is; ``None`` for a guess, and for somebody who may not read the calendar any more."""
        if not TOKEN.fullmatch(token):
            return None
        row = self.model._default_manager.select_related("user").filter(digest=_digest(token)).first()
        if row is None or not self.may(row.user):
            return None
        now = now or timezone.now()
        if row.read_at is None or row.read_at < now - NOTED_EVERY:
            self.model._default_manager.filter(pk=row.pk).update(read_at=now)
        reader: User = row.user
        return reader

    def address_screen(
        self, request: HttpRequest, *, title: str, told: str, crumbs: Sequence[tuple[str, str]]
    ) -> HttpResponseBase:
        """The reader's own address: a ``POST`` gives a new one and tells it, this once, or takes it back with
        ``islem=kapat``. ``told``: what stands in the calendar and what does not."""
        user, token = signed_in(request), ""
        if request.method == "POST" and request.POST.get("islem") == "kapat":
            if self.take_back(user=user):
                messages.success(request, _("Adres kapatıldı; artık hiçbir şey göstermez."))
            return redirect(request.path)
        if request.method == "POST":
            token = self.give(user=user)
        response = screen(
            request, "users/calendar_address.html", title=title, icon="mobile-alt", is_narrow=True, crumbs=crumbs,
            styles=["office/steps.css"],
            told=told, url=settings.SITE_URL + reverse(self.feed, args=[token]) if token else "",
            address=self.model._default_manager.filter(user=user).first(),
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response


def as_file(text: str, *, name: str) -> HttpResponse:
    """``text`` as a calendar file that nobody keeps and no search engine lists."""
    response = HttpResponse(text, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _digest(token: str) -> str:
    """What is stored of ``token``: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
