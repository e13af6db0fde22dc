"""What editors call the fields of content, and how long something has waited, in words."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from cms.core.standing import Standing
from cms.core.turkish import capitalize
from cms.users.roles import Office


def field_label(model: type[models.Model], name: str) -> str:
    """What editors call the field or relation ``name``."""
    named = {
        "title": _("Başlık"),
        "slug": _("Adres"),
        "go_live_at": _("Ambargo"),
        "seo_title": _("Arama başlığı"),
        "search_description": _("Arama açıklaması"),
        "show_in_menus": _("Menülerde göster"),
        "tagged_items": _("Etiketler"),
    }
    if name in named:
        return named[name]
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() == name:
            return capitalize(str(relation.related_model._meta.verbose_name_plural))
    for field in model._meta.get_fields():
        if field.name == name and (verbose := getattr(field, "verbose_name", "")):
            return capitalize(str(verbose))
    return name


def waiting_words(since: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """How long something has waited, as the desk says it: "3 saattir bekliyor"."""
    minutes = int(((now or timezone.now()) - since).total_seconds() // 60) if since else 0
    if minutes < 1:
        return _("şimdi geldi")
    if minutes < 60:
        return _("%(count)d dakikadır bekliyor") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)d saattir bekliyor") % {"count": minutes // 60}
    return _("%(count)d gündür bekliyor") % {"count": minutes // (24 * 60)}


def turn_words(office: Office) -> str:
    """Whose turn it is, as one says it: "Sıra Başkan’da"."""
    return (Standing.MAYOR if office is Office.MAYOR else Standing.DIRECTOR).turn
