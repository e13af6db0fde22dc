"""What rules do: :func:`read_events`, called by the worker, reads what has happened since and acts once on each.

Letters, work on first pages and the note that a rule has acted are written in one transaction with the place up to
which was read: a worker that is killed has done nothing, or all of it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.core.refusal import Refusal
from cms.core.turkish import has_words
from cms.core.worker import DATABASE_TROUBLE
from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users.delegation import offices_of
from cms.users.models import User
from cms.users.roles import OFFICE_ROLES, Office, Role
from cms.users.selectors import signers_of
from media_library.archive.permissions import may_look
from media_library.models import Shoot
from press_archive.bulletins.permissions import may_write_bulletins
from publishing.approval.models import EvidenceHead, EvidenceRecord, SignatureState
from publishing.approval.selectors import waiting_states
from publishing.rules import happenings
from publishing.rules.happenings import Happening
from publishing.rules.models import OF_PUBLIC, ContentRule, Event, RuleCursor, RuleNotice, RuleRun

logger = logging.getLogger(__name__)

AT_ONCE = 20
# Letters of one rule in a day: a rule that says too much falls silent, and its runs say so.
LETTERS_A_DAY = 200
# How far back the archive is looked at: a transaction that was long under way is seen all the same.
ARCHIVE_BACK = dt.timedelta(minutes=30)
CLOCK_EVERY = dt.timedelta(minutes=1)
RIGHTS_BACK = 7  # days that a worker may have been away


def fits(rule: ContentRule, one: Happening) -> bool:
    """Whether ``rule`` is about ``one``."""
    return (
        rule.event == one.event
        and (not rule.subject or rule.subject == one.subject)
        and (rule.department_id is None or rule.department_id == one.department)
        and (rule.tag_id is None or rule.tag_id in one.tags)
        and has_words(rule.place, one.place)
        and (not rule.urgent or one.urgent)
    )


def may_hear(user: User, event: str) -> bool:
    """Whether ``user`` may read for themselves what a rule of ``event`` tells of: what is public, everybody; what is
    not yet, who writes or signs; the archive, who may walk through it."""
    if event in OF_PUBLIC:
        return user.is_active
    if event in (Event.SHOOT, Event.RIGHTS):
        return may_look(user)
    return user.is_active and (may_write_bulletins(user) or bool(offices_of(user)))


def people_of(rule: ContentRule) -> list[User]:
    """Whom ``rule`` tells, each once: the chosen accounts, the members of its roles, today's signers of its offices."""
    found = {user.pk: user for user in rule.users.filter(is_active=True)}
    for role in rule.office_roles:
        members: Iterable[User] = (
            signers_of(Office(role.value)) if role in OFFICE_ROLES
            else User.objects.filter(groups__name=role.label, is_active=True)
        )  # fmt: skip
        found |= {user.pk: user for user in members}
    return [user for _pk, user in sorted(found.items()) if may_hear(user, rule.event)]


def social_editors() -> list[User]:
    """Who works off the queue of social networks."""
    return list(User.objects.filter(groups__name=Role.SOCIAL_EDITOR.label, is_active=True).order_by("pk"))


# --- The worker -------------------------------------------------------------------------------------------------------


def read_events(now: dt.datetime | None = None) -> int:
    """Acts on what has happened since the last look; gives how many times a rule acted."""
    now = now or timezone.now()
    known = RuleCursor.objects.filter(pk=1).first()
    if known is None:
        # What happened before there were rules is nobody's news.
        end = EvidenceHead.objects.get(pk=1).sequence
        RuleCursor.objects.get_or_create(pk=1, defaults={"sequence": end, "looked_at": now})
        return 0
    if now - known.looked_at < CLOCK_EVERY and not EvidenceRecord.objects.filter(sequence__gt=known.sequence).exists():
        return 0
    with transaction.atomic(), override("tr"):
        cursor = RuleCursor.objects.select_for_update().get(pk=1)
        rules = list(ContentRule.objects.filter(active=True).prefetch_related("users"))
        events = {rule.event for rule in rules}
        records = list(EvidenceRecord.objects.filter(sequence__gt=cursor.sequence).order_by("sequence")[:AT_ONCE])
        is_time = now - cursor.looked_at >= CLOCK_EVERY
        ran = sum(_act_on(rules, _read(happenings.of_record, record)) for record in records) if events else 0
        if is_time:
            for one in _of_the_clock(rules, events, cursor.looked_at, now):
                ran += _act_on(rules, one, now)
            cursor.looked_at = now
        cursor.sequence = records[-1].sequence if records else cursor.sequence
        cursor.save(update_fields=["sequence", "looked_at"])
    return ran


def _read(tells: Callable[[Any], Happening | None], row: EvidenceRecord | SignatureState) -> Happening | None:
    """What ``row`` tells of. One that cannot be read must not keep the others waiting."""
    try:
        with transaction.atomic():
            return tells(row)
    except DATABASE_TROUBLE:
        raise
    except Exception:
        logger.exception("%s %s cannot be read for rules", row._meta.label, row.pk)
        return None


def _of_the_clock(
    rules: list[ContentRule], events: set[str], looked_at: dt.datetime, now: dt.datetime
) -> Iterator[Happening]:
    """What no record tells of."""
    if Event.WAITING in events:
        shortest = min(rule.hours or 0 for rule in rules if rule.event == Event.WAITING)
        for state in waiting_states().filter(started_at__lte=now - dt.timedelta(hours=shortest)):
            if (step := _read(happenings.of_step, state)) is not None:
                yield step
    if Event.SHOOT in events:
        yield from happenings.of_shoots(looked_at - ARCHIVE_BACK)
    if Event.RIGHTS in events:
        for days in {rule.days for rule in rules if rule.event == Event.RIGHTS and rule.days}:
            for back in range(RIGHTS_BACK):
                day = timezone.localdate(now) + dt.timedelta(days=days - back)
                if (ending := happenings.of_rights(day)) is not None:
                    yield ending


def _act_on(rules: list[ContentRule], one: Happening | None, now: dt.datetime | None = None) -> int:
    if one is None:
        return 0
    return sum(act(rule, one, now) for rule in rules if fits(rule, one) and _is_time(rule, one, now))


def _is_time(rule: ContentRule, one: Happening, now: dt.datetime | None) -> bool:
    """Whether ``one`` is far enough along for ``rule``, and not older than it."""
    if now is None:
        return one.at >= rule.created_at
    if rule.event == Event.WAITING:
        return one.at <= now - dt.timedelta(hours=rule.hours or 0)
    if rule.event == Event.RIGHTS:
        last = dt.date.fromisoformat(one.key.removeprefix("rights:"))
        told = last - dt.timedelta(days=rule.days or 0)
        return timezone.localdate(rule.created_at) <= told <= timezone.localdate(now)
    return True


@transaction.atomic
def act(rule: ContentRule, one: Happening, now: dt.datetime | None = None) -> bool:
    """Lets ``rule`` act on ``one``; ``False`` when it has."""
    now = now or timezone.now()
    run, is_first = RuleRun.objects.get_or_create(
        rule=rule, key=one.key, defaults={"label": one_line(one.label)[:300], "ran_at": now}
    )
    if not is_first:
        return False
    people = people_of(rule)
    if rule.by_letter:
        _write_letters(rule, run, one, people, now)
    editors = social_editors() if rule.for_social else []
    if rule.on_first_page and people:
        _put(run, _sentence(rule, one), "", people)
    if editors:
        _put(run, _sentence(rule, one), reverse("social_queue"), editors)
    if not (run.letters or run.note or editors or (rule.on_first_page and people)):
        run.note = _("Bunu okuyabilecek kimse kalmamış: kuralın kişilerine bakın.")
    run.save(update_fields=["letters", "note"])
    return True


def _write_letters(rule: ContentRule, run: RuleRun, one: Happening, people: list[User], now: dt.datetime) -> None:
    day = now - dt.timedelta(days=1)
    written = rule.runs.filter(ran_at__gt=day).aggregate(sum=Sum("letters"))["sum"] or 0
    for user in people:
        if written + run.letters >= LETTERS_A_DAY:
            run.note = _("Günlük mektup sınırına gelindi.")
            return
        if not user.email:
            continue
        name = one_line(user.get_full_name() or user.get_username())
        body = render_to_string(
            "rules/mail/ran.txt",
            {"name": name, "rule": one_line(rule.name), "by": one_line(rule.changed_by or rule.created_by or "—"),
             "when": rule.said, "label": one_line(one.label), "message": one_line(rule.message),
             "url": settings.SITE_URL + _path_for(user, one), "municipality": settings.WAGTAIL_SITE_NAME},
        )  # fmt: skip
        subject = f"{one_line(rule.name)}: {one_line(one.label)}"
        run.letters += len(write(kind=LetterKind.OTHER, to=[(user.email, name)], subject=subject, body=body))


def _path_for(user: User, one: Happening) -> str:
    """Where ``user`` finds what happened: its editor, the shoot, else the first page."""
    if isinstance(one.content, Shoot):
        return reverse("archive:shoot", args=[one.content.pk])
    found = AdminURLFinder(user).get_edit_url(one.content) if one.content is not None else None
    return str(found or reverse("wagtailadmin_home"))


def _sentence(rule: ContentRule, one: Happening) -> str:
    said = f"{one_line(one.label)} – {rule.said}"
    return f"{said}. {one_line(rule.message)}" if rule.message else f"{said}."


def _put(run: RuleRun, text: str, path: str, people: Iterable[User]) -> None:
    notice = RuleNotice.objects.create(run=run, text=text[:700], path=path)
    notice.users.set(people)


# --- People -----------------------------------------------------------------------------------------------------------


def open_notices(user: User) -> list[RuleNotice]:
    """What rules have put on the first page of ``user``, the newest first."""
    rows = RuleNotice.objects.filter(users=user, done_at=None)
    rows = rows.select_related("run__rule__created_by", "run__rule__changed_by")
    return list(rows.order_by("-pk")[:20])


@transaction.atomic
def take_off(*, notice_id: int, user: User) -> RuleNotice:
    """``user`` has done it: it leaves everybody's first page. Raises :class:`Refusal` for what is not theirs."""
    notice = RuleNotice.objects.select_for_update(of=("self",)).filter(pk=notice_id, users=user).first()
    if notice is None:
        raise Refusal(_("Böyle bir işiniz yok."), status=404)
    if notice.done_at is None:
        notice.done_by, notice.done_at = user, timezone.now()
        notice.save(update_fields=["done_by", "done_at"])
    return notice


# --- Trying a rule ----------------------------------------------------------------------------------------------------

TRIED_DAYS = 30
TRIED_RECORDS = 500


def tried(rule: ContentRule, now: dt.datetime | None = None) -> list[Happening]:
    """On what ``rule`` would have acted in the last 30 days, the newest first; nothing is written or sent."""
    now = now or timezone.now()
    since = now - dt.timedelta(days=TRIED_DAYS)
    return sorted(_tried(rule, since, now), key=lambda one: one.at, reverse=True)


def _tried(rule: ContentRule, since: dt.datetime, now: dt.datetime) -> Iterator[Happening]:
    if rule.event == Event.WAITING:
        limit = dt.timedelta(hours=rule.hours or 0)
        for state in SignatureState.objects.filter(started_at__gte=since).select_related("revision"):
            if (state.finished_at or now) - state.started_at >= limit:
                step = _read(happenings.of_step, state)
                if step is not None and fits(rule, step):
                    yield step
    elif rule.event == Event.SHOOT:
        yield from (one for one in happenings.of_shoots(since) if fits(rule, one))
    elif rule.event == Event.RIGHTS:
        for back in range(TRIED_DAYS):
            day = timezone.localdate(now) + dt.timedelta(days=(rule.days or 0) - back)
            if (ending := happenings.of_rights(day)) is not None and fits(rule, ending):
                yield ending
    else:
        decisions = [one for one, event in happenings.OF_DECISIONS.items() if event == rule.event]
        if rule.event == Event.CORRECTED:
            decisions = [one for one, event in happenings.OF_DECISIONS.items() if event == Event.PUBLISHED]
        records = EvidenceRecord.objects.filter(created_at__gte=since, decision__in=decisions)
        for record in records.order_by("-sequence")[:TRIED_RECORDS]:
            found = _read(happenings.of_record, record)
            if found is not None and fits(rule, found):
                yield found
