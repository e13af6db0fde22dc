"""The words of the portal: how often mails come, what is followed, what is asked and how far that is."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How often somebody wants to be told of what is new. Corrections and withdrawals never wait."""

    AT_ONCE = "at_once", _("hemen")
    DAILY = "daily", _("günde bir (sabah 8)")
    WEEKLY = "weekly", _("haftada bir (pazartesi sabahı)")


class FollowKind(models.TextChoices):
    """What is followed: a subject or department that public bulletins carry, a place, words."""

    SUBJECT = "subject", _("konu ya da müdürlük")
    PLACE = "place", _("yer")
    WORD = "word", _("kelime")


class MatchState(models.TextChoices):
    """What became of something that concerns a follower."""

    WAITING = "waiting", _("bekliyor")
    WRITTEN = "written", _("yazıldı")
    DROPPED = "dropped", _("gönderilmedi")


class Wanted(models.TextChoices):
    """What a journalist asks the desk for."""

    FACTS = "facts", _("bilgi")
    OPINION = "opinion", _("görüş")
    INTERVIEW = "interview", _("röportaj")
    MATERIAL = "material", _("görüntü talebi")


class QuestionState(models.TextChoices):
    """How far the answer is."""

    OPEN = "open", _("yanıt bekliyor")
    SIGNING = "signing", _("imza bekliyor")
    ANSWERED = "answered", _("yanıtlandı")
    DECLINED = "declined", _("yanıtlanmadı")
    TAKEN_BACK = "taken_back", _("geri alındı")


# What only two signatures may say.
STATEMENTS = (Wanted.OPINION,)
OVER = (QuestionState.ANSWERED, QuestionState.DECLINED, QuestionState.TAKEN_BACK)
# Within which the office means to answer, where the journalist names no earlier moment.
CLOCKS = {
    Wanted.FACTS: dt.timedelta(hours=24), Wanted.OPINION: dt.timedelta(hours=48),
    Wanted.INTERVIEW: dt.timedelta(hours=72), Wanted.MATERIAL: dt.timedelta(hours=24),
}  # fmt: skip
