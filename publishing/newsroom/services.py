"""The office's calendar at a secret address."""

from __future__ import annotations

from cms.users.calendars import Calendar
from publishing.newsroom.models import CalendarAddress
from publishing.newsroom.permissions import may_see_calendar

CALENDAR = Calendar(CalendarAddress, may=may_see_calendar, room="newsroom", feed="calendar_feed")
