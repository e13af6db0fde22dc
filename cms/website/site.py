"""Wagtail's ``Site`` row: one, at the address of the settings, its root the home page; ``migrate`` keeps it so.

A guard of the approval refuses every save and deletion of the row by hand; this module writes past the signals.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.website.models import HomePage

PORTS = {"http": 80, "https": 443}


def wanted() -> dict[str, Any] | None:
    """What the row has to say, or ``None`` as long as there is no home page."""
    if not {HomePage._meta.db_table, Site._meta.db_table} <= set(connection.introspection.table_names()):
        return None
    home = HomePage.objects.order_by("pk").values_list("pk", flat=True).first()
    if home is None:
        return None
    address = urlsplit(settings.SITE_URL)
    return {
        "hostname": address.hostname or "localhost",
        "port": address.port or PORTS.get(address.scheme, 80),
        "site_name": "",
        "root_page_id": home,
        "is_default_site": True,
    }


def differences() -> list[str]:
    """What the database says otherwise than the settings, a sentence each; empty when all is as installed."""
    values = wanted()
    if values is None:
        return []
    rows = list(Site.objects.order_by("pk").values("pk", *values))
    if len(rows) != 1:
        return [_("Veritabanında tek bir site olmalı; %(count)d var.") % {"count": len(rows)}]
    return [
        _("Site kaydında %(name)s “%(found)s”; kurulumda “%(wanted)s”.")
        % {"name": name, "found": rows[0][name], "wanted": value}
        for name, value in values.items()
        if rows[0][name] != value
    ]


def follow_settings(**kwargs: Any) -> None:
    """Makes the one row say what the settings say; called by every ``migrate``."""
    if kwargs.get("plan") and any(backwards for _migration, backwards in kwargs["plan"]):
        return  # on the way back the tables may be those of an older house
    values = wanted()
    if values is None or not differences():
        return
    kept = Site.objects.order_by("-is_default_site", "pk").values_list("pk", flat=True).first()
    others = Site.objects.exclude(pk=kept)
    others._raw_delete(others.db)
    if kept is None:
        Site.objects.bulk_create([Site(**values)])
    else:
        Site.objects.filter(pk=kept).update(**values)
    Site.clear_site_root_paths_cache()
