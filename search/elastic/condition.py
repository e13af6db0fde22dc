"""Whether Elasticsearch does its part, for the health page and for those who work here."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from search import copies
from search.elastic import server
from search.elastic.server import Unavailable

# What waits for longer than this is an outage.
LATE = dt.timedelta(minutes=10)


def trouble() -> str:
    """For the health page: a sentence when it does not answer or its copies stay behind; nothing without one."""
    if not server.is_wanted():
        return ""
    lag = copies.lag()
    if lag > LATE:
        return f"elasticsearch: {copies.waiting()} copies wait, the oldest since {lag}"
    try:
        there = server.asked(lambda client: bool(client.indices.exists_alias(name=server.answering())))
    except Unavailable as error:
        return f"elasticsearch: {error}"
    return "" if there and copies.follow() else "elasticsearch: no index of ours answers there"


def note() -> str:
    """For staff: a sentence when the database answers in place of Elasticsearch; asks no server."""
    if not server.is_wanted():
        return ""
    if server.is_away():
        return str(_("Arama sunucusu yanıt vermiyor; aramaları şimdilik veritabanı yanıtlıyor."))
    if copies.behind() is None:
        return str(_("Arama sunucusu değişiklikleri henüz almadı; aramaları şimdilik veritabanı yanıtlıyor."))
    return ""
