"""Cases of right of reply, as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from press_archive.contacts.models import Address
from press_archive.replies import services
from press_archive.replies.models import Case
from tests import factories
from tests.factories.clippings import clipping, outlet

TEXT = "Haberde yazılanın tersine, sahil yolunun ihalesi açık yapılmıştır."


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def station(name: str = "Körfez TV", **values: Any) -> Any:
    """A broadcaster with an address that the directory has."""
    found = outlet(name, kind="television", **values)
    Address.objects.get_or_create(email="haber@korfez.example", defaults={"outlet": found})
    return found


def story(headline: str = "İhale kapalı yapıldı", **values: Any) -> Any:
    """A negative story of the evening news."""
    values = {"outlet": station(), "medium": "television", "tone": "negative", "needs_answer": "rebuttal",
              "published_on": dt.date(2026, 11, 20), "published_time": dt.time(19, 30), "programme": "Ana Haber",
              **values}  # fmt: skip
    return clipping(headline, **values)


def case(*, of: Any = None, kind: str = "right", text: str = TEXT, user: Any = None, **values: Any) -> Case:
    """A case with its text written; ``text`` empty: only opened."""
    user = user or factories.editor()
    found = services.open_case(clipping=of or story(), kind=kind, user=user, **values)
    return written(found, text, user=user) if text else found


def written(found: Case, text: str, *, user: Any = None, **values: Any) -> Case:
    """``found`` with these words in its text."""
    now = fresh(found)
    latest = now.latest_text
    services.write_text(
        case=now, seen=now.text.latest_revision_id, user=user or factories.editor(),
        values={"title": latest.title, "addressee": latest.addressee, "demand": latest.demand, "text": text},
        **{"original_lines": now.original_lines, "is_picture": now.original_is_picture, **values},
    )  # fmt: skip
    return fresh(found)


def signed(found: Case | None = None) -> Case:
    """A case whose text both offices signed."""
    found = found or case()
    services.submit_text(case=found, user=factories.editor())
    factories.sign(found.text, user=factories.director())
    factories.sign(found.text, user=factories.mayor())
    return fresh(found)


def sent(found: Case | None = None, **values: Any) -> Case:
    """A case whose signed text left by notary."""
    found = found or signed()
    values = {"how": "notary", "address": "Liman Caddesi 4", "reference": "12345", "user": factories.editor(), **values}
    services.send(case=found, **values)
    return fresh(found)
