"""Names for positions, learnt from the archive: where an archivist once wrote a place, later photos know it."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from media_library.models import Photo

# Some 300 metres: a square, a beach, a market; less than the way from one neighbourhood to the next.
NEAR_DEGREES = Decimal("0.0027")
MOST_COMPARED = 200


def known_place(latitude: Decimal | None, longitude: Decimal | None) -> tuple[str, str]:
    """Place and city of the nearest described photo within some 300 metres of a position in degrees (WGS 84); two
    empty strings when there is none. One query."""
    if latitude is None or longitude is None:
        return "", ""
    squeezed = math.cos(math.radians(float(latitude)))
    across = NEAR_DEGREES / Decimal(str(max(0.1, squeezed)))
    near = (
        Photo.objects.filter(
            latitude__range=(latitude - NEAR_DEGREES, latitude + NEAR_DEGREES),
            longitude__range=(longitude - across, longitude + across),
        )
        .exclude(place="")
        .order_by("-pk")
        .values_list("latitude", "longitude", "place", "city")[:MOST_COMPARED]
    )

    def distance(row: tuple[Any, ...]) -> float:
        return math.hypot(float(row[0] - latitude), float(row[1] - longitude) * squeezed)

    nearest = min(near, key=distance, default=None)
    if nearest is None or distance(nearest) > float(NEAR_DEGREES):
        return "", ""
    return nearest[2], nearest[3]
