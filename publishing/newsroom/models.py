"""``CalendarAddress``: the secret address under which one person's calendar program reads the office's minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.users.models import SecretCalendar


class CalendarAddress(SecretCalendar):
    """Of the office's calendar."""

    class Meta:
        verbose_name = _("takvim adresi")
        verbose_name_plural = _("takvim adresleri")
