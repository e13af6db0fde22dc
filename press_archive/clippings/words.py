"""What the fields of a clipping can say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    """Where it was published."""

    NEWSPAPER = "newspaper", _("gazete")
    NEWS_SITE = "news_site", _("haber sitesi")
    AGENCY = "agency", _("ajans")
    TELEVISION = "television", _("televizyon")
    RADIO = "radio", _("radyo")
    MAGAZINE = "magazine", _("dergi")
    SOCIAL = "social", _("sosyal medya")


PRINTED = (Medium.NEWSPAPER, Medium.MAGAZINE)


class Tone(models.TextChoices):
    """How we come off in it."""

    POSITIVE = "positive", _("olumlu")
    NEUTRAL = "neutral", _("nötr")
    NEGATIVE = "negative", _("olumsuz")


class Answer(models.TextChoices):
    """What the office owes to it: a note, a correction by mail, or the right of reply (Law no. 5187 art. 14, Law no.
    6112 art. 18)."""

    NOTE = "note", _("bilgi notu")
    ANSWER = "answer", _("cevap")
    REBUTTAL = "rebuttal", _("tekzip")


# The most urgent first.
URGENCY = {answer.value: rank for rank, answer in enumerate((Answer.REBUTTAL, Answer.ANSWER, Answer.NOTE))}


class Origin(models.TextChoices):
    """Which way it came in."""

    HAND = "hand", _("elle")
    LINK = "link", _("bağlantıdan")
    SCAN = "scan", _("taramadan")
    FEED = "feed", _("izlemeden")
    AGENCY = "agency", _("ajans dosyasından")


class Likeness(models.TextChoices):
    """How much of our bulletin is in it."""

    VERBATIM = "verbatim", _("aynen")
    SHORTENED = "shortened", _("kısaltarak")
    INDEPENDENT = "independent", _("kendi haberi")
