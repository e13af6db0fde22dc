"""What of the clippings can be brought back when it was deleted: a clipping with its scans and topics."""

from __future__ import annotations

from cms.recycle_bin import kinds
from press_archive.clippings.models import Clipping

kinds.register(Clipping, parts=["clippings.Scan", "clippings.ClippingTopic"])
