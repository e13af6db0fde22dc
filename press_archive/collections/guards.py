"""The tag or directorate by which a live collection gathers keeps its name: the two signatures saw it."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cms.core import holds
from cms.users.models import Department
from press_archive.bulletins import guards as of_bulletins
from press_archive.bulletins.models import Tag
from press_archive.collections.models import CollectionPage


def gathering(row: Any, *, by: str) -> str:
    """Why the name of ``row`` stays: a live collection gathers ``by`` it; empty when none does."""
    if not CollectionPage.objects.filter(**{by: row}, live=True).exists():
        return ""
    return _("Yayındaki bir derleme buna göre derliyor; adı değiştirilemez. Yenisini ekleyin.")


for model, by in ((Tag, "tag"), (Department, "department")):
    once_public = of_bulletins.ONCE_PUBLIC[model]
    live = (
        f"SELECT 1 FROM {CollectionPage._meta.db_table} c JOIN wagtailcore_page p ON p.id = c.page_ptr_id "  # noqa: S608
        f"WHERE c.{by}_id = {{row}}.id AND p.live"
    )
    holds.register(
        dataclasses.replace(
            holds.RULES[model], in_use=partial(gathering, by=by), live_sql=f"{once_public} UNION ALL {live}"
        )
    )
