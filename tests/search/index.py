"""Documents in the index without a publication: ``put("Zeytin hasadı")``."""

import datetime as dt
import itertools

from django.utils import timezone

from cms.website.findable import Label, Text
from search import services
from search.models import Document

counter = itertools.count(1)
FIRST = timezone.make_aware(dt.datetime(2026, 9, 1, 9))


def put(title="", spot="", body="", *, kind="bulten", days=0, department="", tags=(), number="", **values):
    """One document; ``days`` after the first of September 2026. Gives its row."""
    object_id = next(counter)
    text = Text(
        title=title, spot=spot, body=body, moment=FIRST + dt.timedelta(days=days, seconds=object_id), number=number,
        department=Label(department.lower().replace(" ", "-"), department) if department else None,
        tags=tuple(Label(tag.lower(), tag) for tag in tags), **values,
    )  # fmt: skip
    services.put(kind, object_id, text)
    return Document.objects.get(kind=kind, object_id=object_id)
