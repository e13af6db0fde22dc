"""``CalendarAddress``: the secret address under which one person's calendar program reads the office's minutes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarAddress(models.Model):
    """One a person, until it is given anew or taken back. Of the token only the digest is stored: whoever reads the
    database, or a copy of it, learns no address."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("kullanıcı"), on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("oluşturma"), auto_now=True)
    read_at = models.DateTimeField(_("son okunma"), null=True)

    class Meta:
        verbose_name = _("takvim adresi")
        verbose_name_plural = _("takvim adresleri")

    def __str__(self) -> str:
        return str(self.user)
