"""Following: what is published is matched once, and told to each follower once, at the pace that they chose.

``gather`` decides, one publication after the other, whom it concerns (``Match``). ``write`` makes one letter of all
that waits for a follower whose time has come: after an outage that is one letter too. The source is what the
transaction of a publication noted for subscribers, in its signed words: nothing under embargo is there. A correction or
withdrawal goes at once to whoever had the earlier version; who had not gets only what holds now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.core import turkish
from cms.core.carriage import DeliveryState
from cms.core.message import MessageKind
from cms.core.text import clean
from cms.letters import services as mail
from cms.letters.models import LetterKind
from cms.letters.services import cancel_from
from cms.website.findable import words_in
from press_archive.bulletins.models import BulletinPage
from press_archive.journalists.letters import origin_of
from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Follow, Follower, Gathered, Match
from press_archive.portal.words import FollowKind, MatchState, Pace
from publishing.channels.email import day_in_words
from publishing.subscriptions import subjects
from publishing.subscriptions.models import Announcement

EVERY = 5.0
AT_ONCE = 50
MOST_FOLLOWS, LONGEST_VALUE = 50, 80
MOST_IN_A_LETTER = 60
HOUR, MONDAY = 8, 0
WITHDRAWAL = MessageKind.WITHDRAWAL.value
NOT_BEGUN = (DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.CANCELLED)


# --- What somebody follows --------------------------------------------------------------------------------------------


def follower_of(account: JournalistAccount) -> Follower:
    """The account as a follower, made when it first follows something."""
    return Follower.objects.get_or_create(account=account)[0]


@transaction.atomic
def follow(*, account: JournalistAccount, kind: str, value: str) -> Follow:
    """``account`` follows something from now on; a second time changes nothing. Raises ``ValidationError``."""
    said = " ".join(clean(value, lines=False).split())[:LONGEST_VALUE]
    if kind not in FollowKind.values or not said:
        raise ValidationError(_("Ne izlemek istediğinizi yazın."))
    if kind == FollowKind.SUBJECT and said not in {one.key for one in subjects.offered()}:
        raise ValidationError(_("Listeden bir konu ya da müdürlük seçin."))
    if kind == FollowKind.WORD and sum(map(str.isalnum, said)) < 3:
        raise ValidationError(_("En az üç harfli bir kelime yazın."))
    follower = Follower.objects.select_for_update().get(pk=follower_of(account).pk)
    if follower.follows.count() >= MOST_FOLLOWS:
        raise ValidationError(_("En çok %(most)d takip kurabilirsiniz.") % {"most": MOST_FOLLOWS})
    return Follow.objects.get_or_create(follower=follower, kind=kind, value=said)[0]


@transaction.atomic
def unfollow(*, account: JournalistAccount, pk: int) -> bool:
    """Ends one of the account's own follows. What waits because of it is still told."""
    return bool(Follow.objects.filter(pk=pk, follower__account=account).delete()[0])


@transaction.atomic
def set_pace(*, account: JournalistAccount, pace: str) -> None:
    """How often mails come. Raises ``ValidationError``."""
    if pace not in Pace.values:
        raise ValidationError(_("Ne sıklıkta yazalım?"))
    Follower.objects.filter(pk=follower_of(account).pk).update(pace=pace)


@transaction.atomic
def stop(*, token: Any) -> bool:
    """Ends everything that a follower follows; what waits is not sent. For the way out in each mail."""
    follower = Follower.objects.select_for_update().filter(token=token).first()
    if follower is None:
        return False
    follower.follows.all().delete()
    follower.matches.filter(state=MatchState.WAITING).update(state=MatchState.DROPPED)
    cancel_from(letters_of(follower))
    follower.matches.filter(letter__state=DeliveryState.CANCELLED).update(state=MatchState.DROPPED)
    return True


def letters_of(follower: Follower) -> str:
    """What the origins of a follower's letters begin with; they go with the account."""
    return f"{origin_of(follower.account_id)}takip:"


# --- Whom a publication concerns --------------------------------------------------------------------------------------


def concerns(follow: Follow, row: Announcement, text: str) -> bool:
    """Whether ``row`` is what ``follow`` follows; ``text``: all that the bulletin says."""
    if follow.since > row.created_at:
        return False
    match follow.kind:
        case FollowKind.SUBJECT:
            return follow.value in row.subjects
        case FollowKind.PLACE:
            return turkish.has_words(follow.value, str(row.said.get("place", "")))
        case _:
            return turkish.has_words(follow.value, text)


def text_of(row: Announcement) -> str:
    """What is looked through for words: the signed head, and the text of the page while it is public."""
    head = [str(row.said.get(name, "")) for name in ("headline", "summary", "place", "department")]
    page = BulletinPage.objects.filter(pk=row.object_id, live=True).first()
    return "\n".join([*head, words_in(page.body) if page is not None else ""])


def gather(owner: str = "") -> int:
    """Finds the followers of what was published since; gives for how many publications. In their order, one at a time:
    a correction has to know who was to get the first version."""
    done = 0
    while done < AT_ONCE and _gather_one():
        done += 1
    return done


@transaction.atomic
def _gather_one() -> bool:
    left = ~Exists(Gathered.objects.filter(announcement=OuterRef("pk")))
    row = Announcement.objects.filter(left).order_by("pk").select_for_update(of=("self",)).first()
    if row is None:
        return False
    if not Gathered.objects.get_or_create(announcement=row)[1]:
        return True  # another worker was quicker
    had = _earlier(row)
    found = [Match(follower_id=pk, announcement=row, kind=kind) for pk, kind in had.items()]
    if row.kind != WITHDRAWAL:
        follows = Follow.objects.filter(follower__account__state="active", since__lte=row.created_at)
        text = text_of(row) if follows.filter(kind=FollowKind.WORD).exists() else ""
        fresh = {one.follower_id for one in follows if one.follower_id not in had and concerns(one, row, text)}
        told_of = row.kind == MessageKind.FIRST.value or not _gathered_before(row)
        found += [Match(follower_id=pk, announcement=row, kind=MessageKind.FIRST.value) for pk in fresh if told_of]
    Match.objects.bulk_create(found, ignore_conflicts=True)
    return True


def _same(row: Announcement) -> dict[str, Any]:
    return {"content_type": row.content_type_id, "object_id": row.object_id, "pk__lt": row.pk}


def _gathered_before(row: Announcement) -> bool:
    return Announcement.objects.filter(**_same(row)).exists()


def _earlier(row: Announcement) -> dict[int, str]:
    """Who was to get an earlier version of the same, and what they are told now. What waits is not told any more;
    letters that have not left are stopped, and what else stood in them waits again."""
    earlier = Announcement.objects.filter(**_same(row))
    told: dict[int, str] = {}
    rows = Match.objects.filter(announcement__in=earlier).exclude(state=MatchState.DROPPED)
    for match in rows.select_related("letter", "follower").order_by("announcement", "pk"):
        if match.state == MatchState.WRITTEN and match.letter is not None and match.letter.state in NOT_BEGUN:
            cancel_from(match.letter.origin)
            match.letter.refresh_from_db(fields=["state"])
            if match.letter.state == DeliveryState.CANCELLED:
                Match.objects.filter(letter=match.letter).update(state=MatchState.WAITING, letter=None)
                match.state = MatchState.WAITING
        # Read again: a letter of several items may have been stopped because of an earlier one of them.
        state = Match.objects.values_list("state", flat=True).get(pk=match.pk)
        if state == MatchState.WAITING:
            Match.objects.filter(pk=match.pk).update(state=MatchState.DROPPED)
            # What was told before that one still stands: with nothing before it, what comes now is the first.
            told.setdefault(match.follower_id, MessageKind.FIRST.value)
        elif match.kind == WITHDRAWAL:
            told[match.follower_id] = MessageKind.FIRST.value
        else:
            told[match.follower_id] = MessageKind.CORRECTION.value
    if row.kind != WITHDRAWAL:
        return told
    return {pk: WITHDRAWAL for pk, kind in told.items() if kind != MessageKind.FIRST.value}


# --- Letters ----------------------------------------------------------------------------------------------------------


def slot(pace: str, now: dt.datetime) -> dt.datetime:
    """The last moment at which a follower of this pace was to get a letter."""
    if pace == Pace.AT_ONCE:
        return now
    local = timezone.localtime(now)
    day = local.date()
    if local.hour < HOUR:
        day -= dt.timedelta(days=1)
    if pace == Pace.WEEKLY:
        day -= dt.timedelta(days=(day.weekday() - MONDAY) % 7)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR)))


def write(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Writes the letters of followers whose time has come; gives how many. Several workers may call it at once."""
    moment = now or timezone.now()
    waiting = Match.objects.filter(state=MatchState.WAITING)
    due = [pk for pk, pace in waiting_followers(waiting, moment) if pace]
    written = 0
    for pk in due[:AT_ONCE]:
        with transaction.atomic():
            written += _write_one(pk, moment)
    return written


def waiting_followers(waiting: Any, now: dt.datetime) -> Iterable[tuple[int, bool]]:
    """Followers for whom something waits, and whether it is their time."""
    oldest: dict[int, tuple[str, dt.datetime, bool]] = {}
    rows = waiting.order_by("at", "pk").values_list("follower", "follower__pace", "at", "kind")
    for pk, pace, at, kind in rows.iterator():
        known = oldest.setdefault(pk, (pace, at, False))
        if kind != MessageKind.FIRST.value:
            oldest[pk] = (known[0], known[1], True)
    return [(pk, urgent or at <= slot(pace, now)) for pk, (pace, at, urgent) in oldest.items()]


def _write_one(pk: int, now: dt.datetime) -> int:
    follower = Follower.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if follower is None:
        return 0
    waiting = follower.matches.filter(state=MatchState.WAITING).select_related("announcement").order_by("at", "pk")
    account = follower.account
    if not account.is_active:
        waiting.update(state=MatchState.DROPPED)
        return 0
    rows = list(waiting)
    if not any(one.at <= slot(follower.pace, now) for one in rows):
        rows = [one for one in rows if one.kind != MessageKind.FIRST.value]
    rows = rows[:MOST_IN_A_LETTER]
    if not rows:
        return 0
    letter = _letter(follower, account.email, rows)
    Match.objects.filter(pk__in=[one.pk for one in rows]).update(state=MatchState.WRITTEN, letter=letter)
    return 1


def _letter(follower: Follower, email: str, rows: Sequence[Match]) -> Any:
    last = rows[-1]
    municipality = str(last.announcement.said["municipality"])
    with override(settings.LANGUAGE_CODE):
        items = [
            {
                "said": one.announcement.said, "is_correction": one.kind == MessageKind.CORRECTION.value,
                "is_withdrawal": one.kind == WITHDRAWAL, "day": day_in_words(one.announcement.said["date"]),
            }
            for one in rows
        ]  # fmt: skip
        values: dict[str, Any] = {
            "items": items, "municipality": municipality,
            "change": settings.SITE_URL + reverse("portal:follows"),
            "leave": settings.SITE_URL + reverse("portal:stop", args=[follower.token]),
        }  # fmt: skip
        (letter,) = mail.write(
            kind=LetterKind.SUBSCRIPTION, to=[(email, "")], subject=_subject(rows),
            body=render_to_string("portal/mail/news.txt", values),
            html=render_to_string("portal/mail/news.html", values), secret=True,
            origin=f"{letters_of(follower)}{last.pk}:", sender_name=municipality, unsubscribe_url=values["leave"],
        )  # fmt: skip
    return letter


def _subject(rows: Sequence[Match]) -> str:
    if len(rows) > 1:
        return ngettext("Takip ettikleriniz: %(n)d bülten", "Takip ettikleriniz: %(n)d bülten", len(rows)) % {
            "n": len(rows)
        }
    said = rows[0].announcement.said
    before = {MessageKind.CORRECTION.value: _("DÜZELTME"), WITHDRAWAL: _("GERİ ÇEKME")}.get(rows[0].kind, "")
    return f"{before}: {said['headline']}" if before else str(said["headline"])
