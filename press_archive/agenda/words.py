"""The kinds and states of press events and visits, as the office says them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the press is invited to."""

    CONFERENCE = "conference", _("basın toplantısı")
    OPENING = "opening", _("açılış")
    CEREMONY = "ceremony", _("tören")
    COUNCIL = "council", _("meclis toplantısı")
    MATCH = "match", _("maç")
    CONCERT = "concert", _("konser")
    FIELD_TRIP = "field_trip", _("saha gezisi")
    BREAKFAST = "breakfast", _("basın kahvaltısı")
    OTHER = "other", _("diğer etkinlik")


class State(models.TextChoices):
    """Where an event stands. Until it is announced it is nobody's but the office's."""

    DRAFT = "draft", _("taslak")
    SIGNING = "signing", _("İmzada")
    SIGNED = "signed", _("İmzalı, duyurulacak")
    ANNOUNCED = "announced", _("duyuruldu")
    MOVED = "moved", _("zamanı ya da yeri değişti")
    FULL = "full", _("dolu")
    HELD = "held", _("yapıldı")
    CANCELLED = "cancelled", _("İptal edildi")


class Change(models.TextChoices):
    """What a version of the announcement did to the one before it."""

    ANNOUNCED = "announced", _("duyuru")
    UPDATED = "updated", _("değişiklik")
    MOVED = "moved", _("zaman ya da yer değişikliği")
    CANCELLED = "cancelled", _("İptal")
    RESTORED = "restored", _("yeniden duyuru")


class Answer(models.TextChoices):
    """LCV: what an invited person said."""

    YES = "yes", _("geliyorum")
    MAYBE = "maybe", _("belki")
    NO = "no", _("gelemiyorum")


class Told(models.TextChoices):
    """What a letter to an invited address says."""

    INVITATION = "invitation", _("davet")
    CHANGE = "change", _("değişiklik")
    CANCELLATION = "cancellation", _("İptal")
    REMINDER = "reminder", _("hatırlatma")


class VisitKind(models.TextChoices):
    """Who visits whom."""

    TO_OUTLET = "to_outlet", _("Başkan kuruluşu ziyaret eder")
    TO_MAYOR = "to_mayor", _("kuruluş Başkan’ı ziyaret eder")
    INTERVIEW = "interview", _("röportaj, yayın konukluğu")
    DAY = "day", _("basın günü buluşması")


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("planlandı")
    DONE = "done", _("yapıldı")
    CANCELLED = "cancelled", _("İptal edildi")
