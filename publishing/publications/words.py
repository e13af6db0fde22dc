"""The words of publications: their kinds, how often they come out, how far their files are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is printed, hung or shown; the same names as ``prepress.design.KINDS``."""

    MAGAZINE = "magazine", _("dergi")
    NEWSPAPER = "newspaper", _("gazete, bülten")
    BOOK = "book", _("kitap, kitapçık")
    BROCHURE = "brochure", _("broşür")
    POSTER = "poster", _("afiş")
    BILLBOARD = "billboard", _("billboard")
    CITYLIGHT = "citylight", _("raket (CLP)")
    MEGALIGHT = "megalight", _("megalight")
    LED = "led", _("LED ekran")
    INVITATION = "invitation", _("davetiye")
    SOCIAL_SET = "social_set", _("sosyal medya seti")
    DISC = "disc", _("CD, DVD, USB")
    FILM = "film", _("tanıtım filmi")


class Interval(models.TextChoices):
    """How often a series comes out."""

    WEEKLY = "weekly", _("haftada bir")
    MONTHLY = "monthly", _("ayda bir")
    BIMONTHLY = "bimonthly", _("iki ayda bir")
    QUARTERLY = "quarterly", _("üç ayda bir")
    YEARLY = "yearly", _("yılda bir")
    IRREGULAR = "irregular", _("belirsiz aralıklarla")


class Making(models.TextChoices):
    """How far the files of an issue are."""

    WAITING = "waiting", _("sırada")
    DONE = "done", _("hazır")
    FAILED = "failed", _("hazırlanamadı")
    STALE = "stale", _("içerik değişti")
