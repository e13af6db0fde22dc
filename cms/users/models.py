"""People: ``User``, ``Department`` (müdürlük), ``Appointment`` (görevlendirme), ``Delegation`` (vekâlet), and the paper
that makes an account its owner's: ``SealedCode`` (mühürlü kod). For the door: ``KnownDevice``, ``Throttle``,
``ResetRequest``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.holds import HeldClean
from cms.core.ordering import InNameOrder
from cms.core.slugs import SlugField
from cms.core.text import clean
from cms.core.turkish import fold
from cms.users.roles import Office

CREDENTIAL_FIELDS = ("username", "email", "password", "first_name", "last_name")
NAME_FIELDS = ("first_name", "last_name", "job_title")
# Packages above say why an address cannot be that of an account; empty when it can.
ADDRESS_REFUSALS: list[Callable[[str], str]] = []
ONE_LINE_FIELDS = ("username", *NAME_FIELDS, "phone")


def has_odd_characters(text: str) -> bool:
    """Whether ``text`` holds line breaks, control or invisible characters, which no name has."""
    return clean(text, lines=False) != unicodedata.normalize("NFC", text)


def _letters(name: str) -> str:
    """``name`` as an eye compares it: without case, marks, spaces and signs."""
    return "".join(char for char in fold(name) if char.isalnum())


class User(AbstractUser):
    """A person of the office. ``job_title`` is what stands under the name on a signature.

    The three ``own_…`` fields say whether the account's credential is its owner's own (``cms.users.credentials``):
    since when, a digest over what it was then, and the e-mail address it had then, which is told of every change after.
    """

    job_title = models.CharField(_("unvan"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    own_at = models.DateTimeField(_("sahiplenme zamanı"), null=True, blank=True, editable=False)
    own_digest = models.CharField(max_length=64, blank=True, editable=False)
    own_email = models.EmailField(max_length=254, blank=True, editable=False)
    # What cms.users.silent saw of it last.
    seen_as = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("kullanıcı")
        verbose_name_plural = _("kullanıcılar")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def clean(self) -> None:
        super().clean()
        for name in ONE_LINE_FIELDS:
            if has_odd_characters(getattr(self, name)):
                raise ValidationError({name: _("Satır sonu ya da görünmeyen karakter içeremez.")})
        if self.email and not User.objects.filter(pk=self.pk, email=self.email).exists():
            for refusal in ADDRESS_REFUSALS:
                if sentence := refusal(self.email):
                    raise ValidationError({"email": sentence})

    def refuse_name_of_signer(self) -> None:
        """Raises ``ValidationError`` when a new name reads like that of somebody else who signs or signed."""
        before = User.objects.filter(pk=self.pk).first() if self.pk else None
        mine = _letters(self.get_full_name())
        if not mine or (before is not None and _letters(before.get_full_name()) == mine):
            return
        signers = User.objects.filter(Q(appointments__isnull=False) | Q(delegations_held__isnull=False))
        if any(_letters(each.get_full_name()) == mine for each in signers.exclude(pk=self.pk).distinct()):
            message = _(
                "Bu ad, imza atan ya da atmış olan bir başkasının adıdır. Kayıtlar karışmasın diye ikinci bir ad "
                "ya da ayırt edici bir harf ekleyin."
            )
            raise ValidationError(message, code="namesake")

    def fingerprint(self) -> str:
        """A digest of the credential as the database has it now: user name, e-mail address, password, second factor,
        tokens of Wagtail's API, and the name that it stands for. Empty when there is no such account."""
        return self.sealed_and_now()[1]

    def sealed_and_now(self) -> tuple[str | None, str]:
        """The digest that was noted when the credential was its owner's (``None``: never), and :meth:`fingerprint`; one
        query."""
        rows = User.objects.filter(pk=self.pk).annotate(
            device=FilteredRelation("totpdevice", condition=Q(totpdevice__confirmed=True)),
            token=FilteredRelation("api_tokens", condition=Q(api_tokens__revoked_at__isnull=True)),
        )
        # Each device with each token; a person has one or two of either, or none.
        named = ("own_at", "own_digest", "device__pk", "device__key", "token__pk", "token__key_hash")
        found = list(rows.order_by().values_list(*named, *CREDENTIAL_FIELDS))
        if not found:
            return None, ""
        own_at, own_digest, *_joined = found[0]
        values = found[0][len(named) :]
        keys = sorted({row[2]: row[3] for row in found if row[2] is not None}.values())
        tokens = sorted({row[4]: row[5] for row in found if row[4] is not None}.values())
        said = json.dumps([self.pk, *values, keys, tokens]).encode()
        return own_digest if own_at is not None else None, hashlib.sha256(said).hexdigest()

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's. Storing the same password by a newer method leaves the credential whose it was."""

        def store_again(raw: str) -> None:
            own = User.objects.filter(pk=self.pk, own_at__isnull=False, own_digest=self.fingerprint()).exists()
            self.set_password(raw)
            self._password = None
            self.__dict__["same_password"] = True  # read in cms.users.watch
            with transaction.atomic():  # nobody sees the one without the other
                self.save(update_fields=["password"])
                if own:
                    self.own_digest = self.fingerprint()
                    self.save(update_fields=["own_digest"])

        return check_password(raw_password, self.password, store_again)


class Department(HeldClean, InNameOrder):
    """A directorate of the municipality. Its name stands on public pages and so never changes once used:
    a renamed directorate is a new row, the old one is closed."""

    signed_by_name = True

    name = models.CharField(_("ad"), max_length=120, unique=True)
    slug = SlugField(_("adres parçası"), max_length=80, unique=True)
    active = models.BooleanField(_("kullanımda"), default=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("müdürlük")
        verbose_name_plural = _("müdürlükler")

    def __str__(self) -> str:
        return self.name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by the office's questions."""

    def standing(self) -> AppointmentQuerySet:
        """Those that no dismissal has ended."""
        return self.filter(ended_at__isnull=True)

    def waiting(self) -> AppointmentQuerySet:
        """Those that stand and that nobody has confirmed."""
        return self.standing().filter(confirmed_at__isnull=True)


class Appointment(models.Model):
    """Görevlendirme: ``user`` holds ``office`` from its confirmation until ``ended_at``.

    ``confirmed_by``: the holder of the other office; empty when a sealed code of the installation confirmed it.
    """

    office = models.CharField(_("makam"), max_length=20, choices=Office.choices)
    user = models.ForeignKey(
        User, verbose_name=_("göreve gelen"), on_delete=models.CASCADE, related_name="appointments"
    )
    document_number = models.CharField(_("belge sayısı"), max_length=80)
    created_by = models.ForeignKey(
        User, verbose_name=_("kaydeden"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("kayıt zamanı"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("onaylanma zamanı"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("onaylayan"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ayrılma zamanı"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("görevlendirme")
        verbose_name_plural = _("görevlendirmeler")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"], condition=Q(ended_at__isnull=True), name="appointment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_office_display()}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by the office's questions."""

    def in_force(self, at: dt.datetime | None = None) -> DelegationQuerySet:
        """Those that hold at the moment ``at`` (default now)."""
        at = at or timezone.now()
        return self.filter(revoked_at__isnull=True, starts_at__lte=at, ends_at__gt=at)

    def confirmed(self) -> DelegationQuerySet:
        """Those that the principal gave, or confirmed after an administrator had recorded them."""
        return self.filter(Q(created_by=F("principal")) | Q(confirmed_at__isnull=False))

    def unconfirmed(self) -> DelegationQuerySet:
        """Those that an administrator recorded and the principal has not confirmed: nobody signs by them."""
        return self.filter(confirmed_at__isnull=True).exclude(created_by=F("principal"))

    def overlapping(self, *, office: str, starts_at: dt.datetime, ends_at: dt.datetime) -> DelegationQuerySet:
        """Unrevoked ones of ``office`` that share a moment with the half-open interval [starts_at, ends_at)."""
        return self.filter(office=office, revoked_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at)


class Delegation(models.Model):
    """Vekâlet: ``deputy`` signs for ``principal``'s office from ``starts_at`` up to, not including, ``ends_at``."""

    office = models.CharField(_("makam"), max_length=20, choices=Office.choices)
    principal = models.ForeignKey(
        User, verbose_name=_("vekâlet veren"), on_delete=models.PROTECT, related_name="delegations_given"
    )
    deputy = models.ForeignKey(User, verbose_name=_("vekil"), on_delete=models.PROTECT, related_name="delegations_held")
    starts_at = models.DateTimeField(_("başlangıç"))
    ends_at = models.DateTimeField(_("bitiş"))
    document_number = models.CharField(_("belge sayısı"), max_length=80, blank=True)
    created_by = models.ForeignKey(User, verbose_name=_("kaydeden"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("kayıt zamanı"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("onaylanma zamanı"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("kaldırılma zamanı"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, verbose_name=_("kaldıran"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("vekâlet")
        verbose_name_plural = _("vekâletler")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="delegation_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.deputy}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the principal stands behind it."""
        return self.created_by_id == self.principal_id or self.confirmed_at is not None

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Bitiş, başlangıçtan sonra olmalıdır.")})


class SealedCode(models.Model):
    """Mühürlü kod: handed to ``user`` on paper, it makes the account its owner's; used once. Only a digest is kept.

    ``issued_by``: the office holder who handed it over; empty for one printed on the server. ``appointment``: what it
    confirms besides, for one printed on the server.
    """

    user = models.ForeignKey(User, verbose_name=_("kime"), on_delete=models.CASCADE, related_name="sealed_codes")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        User, verbose_name=_("veren"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("veriliş zamanı"), auto_now_add=True)
    expires_at = models.DateTimeField(_("son kullanma zamanı"))
    used_at = models.DateTimeField(_("kullanılma zamanı"), null=True, blank=True)

    class Meta:
        verbose_name = _("mühürlü kod")
        verbose_name_plural = _("mühürlü kodlar")

    def __str__(self) -> str:
        return str(self.user)


class KnownDevice(models.Model):
    """A browser in which ``user`` has signed in; the token in its cookie changes with every sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    digest = models.CharField(max_length=64, unique=True)
    # Of the credential: a browser known under an older password is not known any more.
    credential = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bilinen cihaz")
        verbose_name_plural = _("bilinen cihazlar")

    def __str__(self) -> str:
        return str(self.user)


class Throttle(models.Model):
    """How often something was tried (``key``: what and a digest of whose), and until when it is closed."""

    key = models.CharField(max_length=100, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    closed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deneme sınırı")
        verbose_name_plural = _("deneme sınırları")

    def __str__(self) -> str:
        return self.key


class ResetRequest(models.Model):
    """Somebody asked for a new password for ``email``. The worker looks whether there is such an account."""

    email = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("parola isteği")
        verbose_name_plural = _("parola istekleri")

    def __str__(self) -> str:
        return self.email


class SecretCalendar(models.Model):
    """The secret address of a room's calendar, one a person, until it is given anew or taken back. Of the token only
    the digest is stored: whoever reads the database, or a copy of it, learns no address."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("kullanıcı"), on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("oluşturma"), auto_now=True)
    read_at = models.DateTimeField(_("son okunma"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.user)
