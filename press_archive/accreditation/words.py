"""The states and kinds of accreditation, as the office says them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an application stands. ``CHANGED``: approved, then changed by the applicant; what was approved holds."""

    RECEIVED = "received", _("başvuru alındı")
    ASKED = "asked", _("bilgi istendi")
    CHANGED = "changed", _("değişiklik incelemede")
    APPROVED = "approved", _("onaylandı")
    WAITING = "waiting", _("bekleme listesinde")
    REFUSED = "refused", _("reddedildi")
    WITHDRAWN = "withdrawn", _("geri çekildi")
    REVOKED = "revoked", _("akreditasyon kaldırıldı")


# Those that hold a place, those that somebody has to decide, and those that are over.
HOLDING = (State.APPROVED, State.CHANGED)
TO_DECIDE = (State.RECEIVED, State.CHANGED, State.WAITING)
OVER = (State.REFUSED, State.WITHDRAWN, State.REVOKED)


class Role(models.TextChoices):
    """What somebody does at the event; the badge shows it by colour, letter and word."""

    REPORTER = "reporter", _("muhabir")
    PHOTO = "photo", _("foto muhabiri")
    CAMERA = "camera", _("kamera")
    LIVE = "live", _("canlı yayın")
    TECHNICIAN = "technician", _("teknik")


# What a token says of a role: one number for ever.
ROLE_NUMBERS = {Role.REPORTER: 1, Role.PHOTO: 2, Role.CAMERA: 3, Role.LIVE: 4, Role.TECHNICIAN: 5}
# Dark enough for white letters (contrast 4.5 : 1 and more), apart for those who do not see red and green as well.
ROLE_COLOURS = {
    Role.REPORTER: "#1d4f91", Role.PHOTO: "#8a3b00", Role.CAMERA: "#5b2a86", Role.LIVE: "#9b1c31",
    Role.TECHNICIAN: "#37474f",
}  # fmt: skip
ROLE_LETTERS = {Role.REPORTER: "M", Role.PHOTO: "F", Role.CAMERA: "K", Role.LIVE: "C", Role.TECHNICIAN: "T"}


class Did(models.TextChoices):
    """What happened to an application."""

    APPLIED = "applied", _("başvurdu")
    ASKED = "asked", _("bilgi istendi")
    ANSWERED = "answered", _("bilgi verildi")
    APPROVED = "approved", _("onaylandı")
    WAITING = "waiting", _("bekleme listesine alındı")
    REFUSED = "refused", _("reddedildi")
    CHANGED = "changed", _("değişiklik istendi")
    ACCEPTED = "accepted", _("değişiklik kabul edildi")
    DECLINED = "declined", _("değişiklik kabul edilmedi")
    WITHDRAWN = "withdrawn", _("geri çekildi")
    REVOKED = "revoked", _("akreditasyon kaldırıldı")
    PRINTED = "printed", _("yaka kartı basıldı")
    FOLLOWED = "followed", _("etkinlik değişti, yaka kartı yenilendi")


class PaperKind(models.TextChoices):
    """What a paper of an application shows."""

    LETTER = "letter", _("kuruluşun görevlendirme yazısı")
    CARD = "card", _("basın kartı")
    OTHER = "other", _("diğer belge")


class Layout(models.TextChoices):
    """The sizes in which badges are printed."""

    CARD = "id1", _("kart (86 × 54 mm)")
    A6 = "a6", _("A6 (105 × 148 mm)")
    SHEET = "etiket", _("A4 etiket sayfası (10 kart)")


class Answer(models.TextChoices):
    """What became of an objection."""

    UPHELD = "upheld", _("kısıt sürüyor")
    LIFTED = "lifted", _("kısıt kaldırıldı")
