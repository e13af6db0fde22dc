"""How often strangers may have the house write a mail: counted in the database for all processes together.

By network address (of IPv6 its /64), by e-mail address, and in the whole: many machines that name many addresses are
stopped by the third. Whoever is known to the house is never refused by what strangers use up: a room takes
``whole=False`` where it writes to known addresses only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from cms.core.addresses import network_of_request
from cms.users import limits

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ration:
    """``per_place`` an hour and ``per_place_a_day`` from one network, ``per_email`` a day to one address, ``whole`` an
    hour from everybody together (0: no such limit)."""

    name: str
    per_place: int
    per_place_a_day: int
    per_email: int
    whole: int = 0

    def take(self, *, place: str, email: str, whole: bool = True) -> bool:
        """Takes one; ``False``: it is used up. In this order: who has used up a place's ration uses up nobody else's.

        ``place``: as ``cms.core.addresses.network_of_request`` gives it; ``email``: as it is stored.
        """
        return (
            limits.take(f"{self.name}-yer", place, limit=self.per_place, per=HOUR)
            and limits.take(f"{self.name}-yer-gun", place, limit=self.per_place_a_day, per=DAY)
            and (not email or limits.take(f"{self.name}-adres", email, limit=self.per_email, per=DAY))
            and (not (whole and self.whole) or limits.take(f"{self.name}-toplam", "", limit=self.whole, per=HOUR))
        )

    def take_for(self, request: HttpRequest, email: str = "") -> bool:
        """As :meth:`take`, for a request."""
        return self.take(place=network_of_request(request), email=email)
