"""Subscribing and leaving: ``ask`` notes a wish, ``ask_owners`` is the worker's, ``confirm`` is the owner's yes.

The request does nothing that depends on whether an address is known: no page and no clock tells a stranger who reads
what. The question goes to any address a few times a day at most, and never again to one that says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core.carriage import DeliveryState
from cms.core.text import email_address
from cms.identity.selectors import current
from cms.letters.models import Letter, LetterKind
from cms.letters.services import cancel_from, write
from cms.users import limits
from cms.users.models import User
from publishing.subscriptions import consent, subjects
from publishing.subscriptions.models import REFUSAL_HOLDS, WISH_LIVES, Choice, Refusal, Subscriber, Wish

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# From one network address an hour and a day; to one e-mail address a day.
PER_PLACE, PER_PLACE_A_DAY, PER_ADDRESS = 6, 20, 2
PER_OFFICER_A_DAY = 50
AT_ONCE = 50
MOST_BOUNCES = 3


def normal(email: str) -> str:
    """The address as it is stored and compared. Raises ``ValidationError``."""
    address = email_address(email).lower()
    if len(address) > 254:
        raise ValidationError(_("Adres çok uzun."))
    return address


def refusal_digest(email: str) -> str:
    """What a refusal remembers of an address."""
    key = hashlib.sha256(f"refusal {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, email.encode(), hashlib.sha256).hexdigest()


def ask(*, email: str, chosen: Iterable[str], place: str) -> None:
    """Notes that somebody at the network address ``place`` wants ``email`` to get ``chosen``; beyond the ration it is
    dropped without a word. Raises ``ValidationError`` for what is no address, or nothing chosen."""
    address = normal(email)
    keys = [subject.key for subject in subjects.offered() if subject.key in set(chosen)]
    if not keys:
        raise ValidationError(_("En az bir konu seçin."))
    # In this order: who has used up a place's ration must not use up that of the addresses that are typed there.
    if (
        limits.take("abone-yer", place, limit=PER_PLACE, per=HOUR)
        and limits.take("abone-yer-gun", place, limit=PER_PLACE_A_DAY, per=DAY)
        and limits.take("abone-adres", address, limit=PER_ADDRESS, per=DAY)
    ):
        Wish.objects.create(email=address, subjects=keys, consent=consent.CURRENT)


def ask_owners() -> int:
    """Asks the owners of noted addresses; gives how many wishes it saw. Several workers may call it at once."""
    seen = 0
    for pk in list(Wish.objects.filter(is_written=False).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if not Wish.objects.filter(pk=pk, is_written=False).update(is_written=True):
                continue
            seen += 1
            wish = Wish.objects.get(pk=pk)
            since = timezone.now() - REFUSAL_HOLDS
            if Refusal.objects.filter(digest=refusal_digest(wish.email), at__gt=since).exists():
                wish.delete()
            else:
                _ask_owner(wish)
    if seen:
        limits.tidy()
    return seen


def origin_of(wish: Wish) -> str:
    """Where the letter of a wish says that it comes from."""
    return f"abone-istek:{wish.pk}:"


def _ask_owner(wish: Wish) -> None:
    municipality = current().municipality
    with override("tr"):
        values = {
            "municipality": municipality,
            "names": subjects.names_of(wish.subjects),
            "confirm": settings.SITE_URL + reverse("subscriptions:confirm", args=[wish.token]),
            "refuse": settings.SITE_URL + reverse("subscriptions:refuse", args=[wish.token]),
        }
        write(
            kind=LetterKind.OTHER,
            to=[(wish.email, "")],
            subject=_("Aboneliğinizi onaylayın"),
            body=render_to_string("subscriptions/mail/confirm.txt", values),
            secret=True,
            origin=origin_of(wish),
            sender_name=municipality,
        )


@transaction.atomic
def confirm(*, token: UUID) -> Subscriber | None:
    """The owner of the address says yes; ``None`` when the link is unknown, used or too old. What was chosen before is
    replaced by what is confirmed now."""
    wish = Wish.objects.standing().select_for_update().filter(token=token).first()
    if wish is None:
        return None
    now = timezone.now()
    given = {"consent": wish.consent, "asked_at": wish.asked_at, "confirmed_at": now}
    subscriber, made = Subscriber.objects.get_or_create(email=wish.email, defaults=given)
    if not made:
        # Since when it reads is kept: what waits for it is not lost by confirming once more.
        given.pop("confirmed_at")
        Subscriber.objects.filter(pk=subscriber.pk).update(**given)
    # As they were offered when asked for: what was withdrawn meanwhile takes nobody's yes away.
    _now_reads(subscriber, wish.subjects)
    _forget(wish)
    return subscriber


@transaction.atomic
def choose(*, subscriber: Subscriber, chosen: Iterable[str]) -> None:
    """The subscriber's subjects are now those of ``chosen`` that are offered. Raises ``ValidationError`` for none."""
    keys = [subject.key for subject in subjects.offered() if subject.key in set(chosen)]
    if not keys:
        raise ValidationError(_("En az bir konu seçin."))
    _now_reads(subscriber, keys)


def _now_reads(subscriber: Subscriber, keys: list[str]) -> None:
    Choice.objects.filter(subscriber=subscriber).exclude(subject__in=keys).delete()
    Choice.objects.bulk_create([Choice(subscriber=subscriber, subject=key) for key in keys], ignore_conflicts=True)


@transaction.atomic
def refuse(*, token: UUID) -> bool:
    """The owner of the address wants no question any more, from anybody."""
    wish = Wish.objects.select_for_update().filter(token=token).first()
    if wish is None:
        return False
    Refusal.objects.update_or_create(digest=refusal_digest(wish.email), defaults={"at": timezone.now()})
    for other in Wish.objects.filter(email=wish.email):
        _forget(other)
    return True


def forget_refusal(*, email: str) -> bool:
    """The owner of the address changed their mind and said so to the office: it may be asked again. ``False``: it had
    refused nothing. Raises ``ValidationError`` for what is no address."""
    return bool(Refusal.objects.filter(digest=refusal_digest(normal(email))).delete()[0])


@transaction.atomic
def leave(*, token: UUID) -> bool:
    """Takes the subscriber off: what waits is not sent, and the address is deleted with what was sent to it."""
    subscriber = Subscriber.objects.select_for_update().filter(token=token).first()
    if subscriber is None:
        return False
    cancel_from("abone:", recipient=subscriber.email)
    subscriber.delete()
    _letters_to(subscriber.email).delete()
    return True


def for_reader(*, act: str, email: str, user: User) -> None:
    """``user`` does for a reader who called or wrote what the reader can do alone: ``durdur``, ``sor`` (the owner of
    the address still has to confirm) or ``izin``. Gives nothing: nobody learns from it who subscribes, nor does its
    entry in the log say whom it was about.

    Raises ``PermissionDenied``, ``ValidationError`` for what is no address and when it is done too often.
    """
    if not user.is_active or not user.has_perm("subscriptions.change_subscriber"):
        raise PermissionDenied(_("Aboneliklere karışma yetkiniz yok."))
    address = normal(email)
    if not limits.take("abone-buro", str(user.pk), limit=PER_OFFICER_A_DAY, per=DAY):
        raise ValidationError(_("Bugün çok sayıda istek yerine getirdiniz; yarın sürdürün."))
    # Of the row: what a request calls its user is none that Wagtail's log knows, and it would say nothing.
    log(instance=User.objects.get(pk=user.pk), action="subscriptions.for_reader", user=user, data={"act": act})
    if act == "durdur":
        for token in Subscriber.objects.filter(email=address).values_list("token", flat=True):
            leave(token=token)
        for wish in Wish.objects.filter(email=address):
            with transaction.atomic():
                _forget(wish)
    elif act == "sor" and limits.take("abone-adres", address, limit=PER_ADDRESS, per=DAY):
        Wish.objects.create(email=address, subjects=[subjects.ALL], consent=consent.CURRENT)
    elif act == "izin":
        forget_refusal(email=address)


def tidy() -> int:
    """Forgets wishes that nobody confirmed in time, dead addresses and letters to people who left; gives how many."""
    old = list(Wish.objects.filter(asked_at__lt=timezone.now() - WISH_LIVES)[:500])
    for wish in old:
        with transaction.atomic():
            _forget(wish)
    for token in _dead():
        leave(token=token)
    gone = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION).exclude(recipient__in=Subscriber.objects.values("email"))
    return len(old) + gone.exclude(state__in=[DeliveryState.LEASED, DeliveryState.SENDING]).delete()[0]


def _dead() -> list[UUID]:
    """Subscribers whose last ``MOST_BOUNCES`` letters all came back."""
    bounced = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION, state=DeliveryState.BOUNCED)
    often = bounced.values("recipient").annotate(count=Count("pk")).filter(count__gte=MOST_BOUNCES).order_by()
    found: list[UUID] = []
    for email in often.values_list("recipient", flat=True)[:500]:
        last = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION, recipient=email).order_by("-pk")
        if set(last.values_list("state", flat=True)[:MOST_BOUNCES]) == {DeliveryState.BOUNCED.value}:
            found += Subscriber.objects.filter(email=email).values_list("token", flat=True)
    return found


def _letters_to(email: str) -> QuerySet[Letter]:
    rows = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION, recipient=email)
    # One that is on its way is still to be settled; the hourly tidying takes it.
    return rows.exclude(state=DeliveryState.SENDING)


def _forget(wish: Wish) -> None:
    cancel_from(origin_of(wish))
    Letter.objects.filter(origin=origin_of(wish)).exclude(state=DeliveryState.SENDING).delete()
    wish.delete()
