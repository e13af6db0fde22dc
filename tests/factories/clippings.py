"""Outlets with a künye, and what they printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from press_archive.clippings import services
from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Outlet
from tests import factories


def outlet(name: str = "Kıyı Gazetesi", **values: Any) -> Outlet:
    """The outlet of that name, made once."""
    values = {"kind": "newspaper", "scope": "local", **values}
    return Outlet.objects.get_or_create(name=name, defaults=values)[0]


def clipping(headline: str = "Sahil yolu açıldı", *, topics: tuple[str, ...] = (), **values: Any) -> Clipping:
    """A clipping that the editor put in."""
    values.setdefault("outlet", outlet())
    values = {"medium": "newspaper", "published_on": dt.date(2026, 11, 20), **values}
    return services.add(clipping=Clipping(headline=headline, **values), user=factories.editor(), topics=topics)
