"""The office's words for printed matter: kinds, stages, movements and what is due."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintKind(models.TextChoices):
    """What a printed thing is; the law asks for copies of it by that (``deposits``)."""

    MAGAZINE = "magazine", _("dergi")
    BULLETIN = "bulletin", _("bülten")
    NEWSPAPER = "newspaper", _("yerel gazete")
    BOOK = "book", _("kitap, kitapçık")
    BROCHURE = "brochure", _("broşür")
    CALENDAR = "calendar", _("takvim")
    POSTER = "poster", _("afiş")
    CARD = "card", _("kartpostal")
    PHOTO = "photo", _("basılı fotoğraf")
    INVITATION = "invitation", _("davetiye, ilan")
    OUTDOOR = "outdoor", _("billboard, raket baskısı")
    DISC = "disc", _("CD, DVD, USB")
    OTHER = "other", _("diğer basılı iş")


class Stage(models.TextChoices):
    """How far a print job has come."""

    PLANNED = "planned", _("hazırlanıyor")
    ORDERED = "ordered", _("sipariş verildi")
    PRINTED = "printed", _("basıldı, teslim bekleniyor")
    DELIVERED = "delivered", _("teslim alındı")
    CLOSED = "closed", _("bitti")
    CANCELLED = "cancelled", _("vazgeçildi")


OVER = (Stage.CLOSED, Stage.CANCELLED)


class What(models.TextChoices):
    """What happened in a job."""

    OPENED = "opened", _("Baskı işi açıldı")
    PLANNED = "planned", _("Plan yazıldı")
    SHARED = "shared", _("Alıcı listesi yazıldı")
    OFFERED = "offered", _("Teklif yazıldı")
    ORDERED = "ordered", _("Sipariş verildi")
    PRINTED = "printed", _("Basıldı")
    DELIVERED = "delivered", _("Teslim alındı ve sayıldı")
    PROSECUTOR = "prosecutor", _("Savcılığa verildi")
    DEPOSITED = "deposited", _("Derleme nüshaları verildi")
    FAULTY = "faulty", _("Derleme nüshası kusurlu bulundu")
    REPLACED = "replaced", _("Kusurlu nüsha yenilendi")
    PROVED = "proved", _("Belge eklendi")
    NOTE = "note", _("Not")
    CLOSED = "closed", _("Bitti")
    CANCELLED = "cancelled", _("Vazgeçildi")


class DueKind(models.TextChoices):
    """What has to be done by a day."""

    PROSECUTOR = "prosecutor", _("savcılığa iki imzalı nüsha")
    DEPOSIT = "deposit", _("derleme nüshaları")
    REPLACEMENT = "replacement", _("kusurlu derleme nüshasının yenisi")


class ProofKind(models.TextChoices):
    """What a file proves."""

    DELIVERY = "delivery", _("teslim tutanağı")
    PROSECUTOR = "prosecutor", _("savcılık alındısı")
    DEPOSIT = "deposit", _("derleme alındısı")
    ORDER = "order", _("sipariş ya da onay belgesi")
    OTHER = "other", _("diğer belge")


class MovementKind(models.TextChoices):
    """Why the stock of a title changed."""

    ARRIVED = "arrived", _("geldi")
    GIVEN = "given", _("verildi")
    RETURNED = "returned", _("geri geldi")
    DEPOSITED = "deposited", _("derlemeye verildi")
    MOVED = "moved", _("başka yere taşındı")
    LOST = "lost", _("kayıp, hasarlı")
    COUNTED = "counted", _("sayım farkı")
    CORRECTED = "corrected", _("düzeltme")


class RecipientKind(models.TextChoices):
    """Whom printed matter is given to."""

    DEPARTMENT = "department", _("müdürlük")
    LIBRARY = "library", _("kütüphane")
    HEADMAN = "headman", _("muhtarlık")
    POINT = "point", _("dağıtım noktası")
    SCHOOL = "school", _("okul")
    BODY = "body", _("kurum, dernek")
    EVENT = "event", _("etkinlik, stant")
    OTHER = "other", _("diğer")
