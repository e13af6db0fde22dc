"""What photos and videos have in common: their words, their origin, the right to use them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.metadata.fields import Fields

# What every size that is shown says of itself, by the names of ``Fields``.
RIGHTS_WORDS = ("credit", "byline", "copyright", "usage_terms", "digital_source_type", "ai_system")


class LegalBasis(models.TextChoices):
    """Why the people in a picture may be shown (Law no. 6698, articles 5 and 28)."""

    UNSET = "unset", _("belirlenmedi")
    NO_PERSON = "no_person", _("kişi görünmüyor")
    PUBLIC_EVENT = "public_event", _("kamuya açık etkinlik")
    PUBLIC_DUTY = "public_duty", _("kamu görevi, resmî tören")
    CONSENT = "consent", _("açık rıza")


class Licence(models.TextChoices):
    """By what right the municipality uses a picture."""

    OWN = "own", _("belediyeye ait")
    CONTRACT = "contract", _("fotoğrafçı sözleşmesi")
    AGENCY = "agency", _("ajans ya da satın alınmış")
    PERMITTED = "permitted", _("sahibinin izniyle")
    OPEN = "open", _("açık lisans")
    UNKNOWN = "unknown", _("bilinmiyor")


class RightsState(models.TextChoices):
    """Whether a picture may be used today, in one word. Kept by ``media_library.rights``."""

    CLEAR = "clear", _("kullanılabilir")
    INCOMPLETE = "incomplete", _("bilgisi eksik")
    BLOCKED = "blocked", _("kullanılamaz")


class DigitalSource(models.TextChoices):
    """The IPTC NewsCodes for the digital source type that an office meets (cv.iptc.org/newscodes/digitalsourcetype)."""

    UNSET = "", _("belirtilmemiş")
    CAPTURE = "digitalCapture", _("fotoğraf makinesi")
    FILM = "negativeFilm", _("film ya da baskı taraması")
    EDITED = "humanEdits", _("elle düzenlenmiş")
    COMPOSITE = "composite", _("birleştirilmiş")
    AI = "trainedAlgorithmicMedia", _("yapay zekâ ile üretilmiş")
    AI_COMPOSITE = "compositeWithTrainedAlgorithmicMedia", _("yapay zekâ ile düzenlenmiş")
    DRAWN = "digitalCreation", _("bilgisayarda çizilmiş")


class Described(models.Model):
    """The words and rights of one photo or video.

    ``metadata`` is what the file said when it came in (``media_library.metadata.read``), for the record; the fields are
    what the office says. ``withheld_at``: taken down, no longer served to anybody but archivists.
    """

    credit: Any  # each kind calls it by its own name

    shoot = models.ForeignKey(
        "media_library.Shoot", verbose_name=_("çekim"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="%(class)ss",
    )  # fmt: skip
    photographer = models.ForeignKey(
        "media_library.Photographer", verbose_name=_("fotoğrafçı"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="%(class)ss",
    )  # fmt: skip
    people = models.ManyToManyField(
        "media_library.Person", verbose_name=_("görünen kişiler"), blank=True, related_name="%(class)ss"
    )
    headline = models.CharField(_("başlık (basın için)"), max_length=250, blank=True)
    caption = models.TextField(_("fotoğraf altı"), max_length=2000, blank=True)
    copyright_notice = models.CharField(_("telif bildirimi"), max_length=250, blank=True)
    usage_terms = models.CharField(_("kullanım koşulları"), max_length=500, blank=True)
    city = models.CharField(_("şehir"), max_length=120, blank=True)
    place = models.CharField(_("yer"), max_length=120, blank=True)
    taken_at = models.DateTimeField(_("çekim zamanı"), null=True, blank=True)
    latitude = models.DecimalField(_("enlem"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("boylam"), max_digits=9, decimal_places=6, null=True, blank=True)
    digital_source = models.CharField(
        _("dijital kaynak türü"), max_length=60, choices=DigitalSource.choices, blank=True, default=DigitalSource.UNSET
    )
    ai_system = models.CharField(_("yapay zekâ sistemi"), max_length=120, blank=True)
    ai_system_version = models.CharField(_("yapay zekâ sisteminin sürümü"), max_length=60, blank=True)
    ai_prompt = models.TextField(_("yapay zekâ istemi"), max_length=2000, blank=True)
    ai_prompt_writer = models.CharField(_("İstemi yazan"), max_length=120, blank=True)
    legal_basis = models.CharField(
        _("hukuki dayanak"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.UNSET
    )
    licence = models.CharField(_("kullanım hakkı"), max_length=20, choices=Licence.choices, default=Licence.OWN)
    licence_ends = models.DateField(_("kullanım hakkının son günü"), null=True, blank=True)
    licence_note = models.CharField(_("hakkın dayanağı"), max_length=250, blank=True)
    contains_children = models.BooleanField(_("çocuk görünüyor"), default=False)
    rights_state = models.CharField(
        _("hak durumu"), max_length=20, choices=RightsState.choices, default=RightsState.INCOMPLETE, editable=False,
        db_index=True,
    )  # fmt: skip
    withheld_at = models.DateTimeField(_("yayından kaldırılma"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("dosya özeti"), max_length=64, blank=True, editable=False, db_index=True)
    metadata = models.JSONField(_("dosyanın kendi bilgisi"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def rights_fields(self) -> Fields:
        """What every size that is shown says of itself: whose it is and on what terms. No caption: the words that the
        public reads are those that were signed."""
        return Fields(
            credit=self.credit,
            byline=self.photographer.name if self.photographer else "",
            copyright=self.copyright_notice,
            usage_terms=self.usage_terms,
            digital_source_type=self.digital_source,
            ai_system=self.ai_system,
        )
