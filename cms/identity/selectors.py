"""What the municipality is called and how it looks, as both offices signed it."""

from __future__ import annotations

from cms.identity.models import Identity


def current() -> Identity:
    """The live identity with its emblem; the neutral default, which says nothing of anybody, as long as none is live.

    One query, and no cache: a newly signed identity stands on the next page that any process renders.
    """
    return Identity.objects.filter(live=True).select_related("logo").first() or Identity()
