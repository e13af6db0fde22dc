"""Where Elasticsearch and the database differ, and setting it right."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from search import copies
from search.elastic import server
from search.models import CopyNote, Document


def held() -> dict[int, str]:
    """The digest of every document in the index that answers, by its place in the order."""
    found: dict[int, str] = {}
    after: list[Any] = []
    with server.trouble():
        client = server.client(server.PATIENT_SECONDS)
        while True:
            body: dict[str, Any] = {
                "size": 5000, "sort": [{"place": "asc"}], "docvalue_fields": ["digest"], "track_total_hits": False,
            }  # fmt: skip
            answer = client.search(
                index=server.answering(), body={**body, **({"search_after": after} if after else {})}
            )
            hits = answer["hits"]["hits"]
            if not hits:
                return found
            found.update((int(hit["sort"][0]), hit["fields"]["digest"][0]) for hit in hits)
            after = hits[-1]["sort"]


def differing() -> dict[int, str]:
    """Where the server says something else than the database, and nothing is noted: places and what is wrong."""
    copied = held()
    kept = dict(Document.objects.values_list("place_in_order", "digest").iterator())
    wrong = dict.fromkeys(kept.keys() - copied.keys(), "missing")
    wrong |= dict.fromkeys(copied.keys() - kept.keys(), "extra")
    wrong |= {place: "different" for place in kept.keys() & copied.keys() if kept[place] != copied[place]}
    noted = set(CopyNote.objects.values_list("place_in_order", flat=True))
    return {place: what for place, what in wrong.items() if place not in noted}


def repair() -> int:
    """Notes whatever differs, and whatever was put off, for the worker; gives how many documents it were."""
    wrong = differing()
    CopyNote.objects.exclude(due_at=None).update(due_at=None)
    with transaction.atomic():
        copies.note(sorted(wrong))
    return len(wrong)
