"""The office's words for outdoor places: kinds of panels, states of bookings, what is forbidden when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PanelKind(models.TextChoices):
    """What a panel is."""

    BILLBOARD = "billboard", _("billboard")
    CITYLIGHT = "citylight", _("raket (CLP)")
    MEGALIGHT = "megalight", _("megalight")
    LED = "led", _("LED ekran")
    POSTER = "poster", _("afiş panosu")
    BANNER = "banner", _("bez afiş yeri")
    OTHER = "other", _("diğer")


class State(models.TextChoices):
    """How far a booking has come."""

    BOOKED = "booked", _("ayrıldı")
    HUNG = "hung", _("asılı")
    DOWN = "down", _("indirildi")
    CANCELLED = "cancelled", _("vazgeçildi")


class ProofKind(models.TextChoices):
    """What a photo shows."""

    HUNG = "hung", _("asıldı")
    DOWN = "down", _("indirildi")


class Release(models.TextChoices):
    """Why something may hang while an election stops what speaks of works and services."""

    WATER = "water", _("su, elektrik, yol kesintisi duyurusu")
    DISASTER = "disaster", _("afet ve acil durum")
    NOTICE = "notice", _("yasanın istediği ilan")
    HEALTH = "health", _("sağlık ve güvenlik uyarısı")
    ELECTION = "election", _("seçim kurulunun istediği duyuru")


class PeriodKind(models.TextChoices):
    """What a period is."""

    LOCAL = "local", _("yerel seçim")
    GENERAL = "general", _("genel seçim, cumhurbaşkanlığı seçimi, halk oylaması")
    MOURNING = "mourning", _("yas")
