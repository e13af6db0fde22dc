"""What the fields of a case can say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked of the outlet: the law's right of reply with its clocks, or something softer without any."""

    RIGHT_OF_REPLY = "right", _("düzeltme ve cevap (tekzip)")
    CORRECTION = "correction", _("düzeltme talebi")
    NOTE = "note", _("bilgi notu")


class ClockMedium(models.TextChoices):
    """What the law tells apart."""

    DAILY = "daily", _("günlük süreli yayın")
    PERIODICAL = "periodical", _("diğer süreli yayın")
    SITE = "site", _("İnternet haber sitesi")
    BROADCAST = "broadcast", _("televizyon ve radyo")


class Unit(models.TextChoices):
    """How a term is counted."""

    DAYS = "days", _("gün")
    MONTHS = "months", _("ay")


class Stage(models.TextChoices):
    """How far a case has come. What waits for a signature is still being written."""

    WRITING = "writing", _("yazılıyor")
    SENT = "sent", _("gönderildi")
    RECEIVED = "received", _("tebliğ edildi")
    PUBLISHED = "published", _("yayımlandı")
    COURT = "court", _("mahkemede")
    DECIDED = "decided", _("karar çıktı")
    CLOSED = "closed", _("kapatıldı")


OVER = (Stage.PUBLISHED, Stage.CLOSED)


class How(models.TextChoices):
    """How it was sent."""

    NOTARY = "notary", _("noter")
    KEP = "kep", _("KEP ya da UETS")
    REGISTERED = "registered", _("iadeli taahhütlü posta")
    EMAIL = "email", _("e-posta")


class Outcome(models.TextChoices):
    """What the court decided."""

    ACCEPTED = "accepted", _("yayımlanmasına karar verildi")
    REJECTED = "rejected", _("istem reddedildi")


class DueKind(models.TextChoices):
    """What has to be done by the day that is shown."""

    SEND = "send", _("yazıyı göndermek için son gün")
    RECEIPT = "receipt", _("tebliğ tarihini öğrenin")
    ISSUE = "issue", _("İlk sayının gününü öğrenip yazın")
    PUBLISH = "publish", _("kuruluşun yayımlaması için son gün")
    COURT = "court", _("mahkemeye başvurmak için son gün")
    DECISION = "decision", _("kararın beklendiği gün")
    OBJECTION = "objection", _("İtiraz için son gün")


# Whose day it is: ours can be missed by us.
OURS = (DueKind.SEND, DueKind.COURT, DueKind.OBJECTION)


class What(models.TextChoices):
    """What a line of a case's history tells."""

    OPENED = "opened", _("Dosya açıldı")
    MOVED = "moved", _("Kupürdeki tarih alındı")
    SENT = "sent", _("Gönderildi")
    RECEIVED = "received", _("Tebliğ edildi")
    PUBLISHED = "published", _("Yayımlandı")
    FAULTY = "faulty", _("Yasaya aykırı yayımlandı")
    FILED = "filed", _("Mahkemeye başvuruldu")
    DECIDED = "decided", _("Karar çıktı")
    OBJECTED = "objected", _("Karara itiraz edildi")
    CLOSED = "closed", _("Dosya kapatıldı")
    NOTE = "note", _("Not")
