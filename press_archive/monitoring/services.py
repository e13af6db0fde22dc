"""What is done to what the monitors find: taken in, read, grouped; accepted, rejected, put off, joined by people.

Nothing here is public and nothing publishes; accepting makes a clipping through ``press_archive.clippings.services``.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from press_archive.clippings import matches
from press_archive.clippings import selectors as clippings
from press_archive.clippings import services as archive
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.clippings.sources import address_key
from press_archive.clippings.words import Medium, Origin
from press_archive.contacts.models import Outlet
from press_archive.monitoring import pauses, selectors, stories
from press_archive.monitoring.documents import Entry
from press_archive.monitoring.errands import Found
from press_archive.monitoring.models import WAITING, Candidate, Monitor, Page, State, Story, WordList
from press_archive.monitoring.permissions import may_work_desk
from press_archive.monitoring.words import hits_of_lists

# What was published longer ago is no news, whatever a new list or a new word brings up.
OLDEST = dt.timedelta(days=7)
MOST_TRIES = 3
PAGE_AGAIN = dt.timedelta(minutes=10)
# A page that will not be read the next time either.
FINAL = ("robots", "forbidden", "unknown_host", "no_page", "too_large", "encoded", "redirects")
ORIGIN_MEDIA = {Outlet.Kind.AGENCY: Medium.AGENCY}


# --- By the machine ---------------------------------------------------------------------------------------------------


def offer(*, monitor: Monitor, entries: Iterable[Entry]) -> int:
    """Writes down what stands in a list and is not known yet, to be read; in the caller's transaction. Each item is of
    the outlet on whose site it stands: an agency's list names what others printed. Gives how many were offered."""
    oldest = timezone.now() - OLDEST
    fresh = _once(monitor, [one for one in entries if one.moment is None or one.moment >= oldest], oldest)
    owners = selectors.site_owners(monitor) if fresh else {}
    rows = [
        Candidate(
            key=one.key, monitor=monitor, outlet_id=selectors.owner_of(one.address, owners) or monitor.outlet_id,
            title=one.title, url=one.address, text=one.text, published_at=one.moment,
            host=(urlsplit(one.address).hostname or "")[:255],
        )
        for one in fresh
    ]  # fmt: skip
    Candidate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _once(monitor: Monitor, entries: list[Entry], oldest: dt.datetime) -> list[Entry]:
    """``entries`` without those that came lately: a story without an address is known by what its list calls it, and
    some lists call it something else each time."""
    nameless = [one for one in entries if not one.address]
    if not nameless:
        return entries
    known = Candidate.objects.filter(monitor=monitor, url="", found_at__gte=oldest).exclude(
        key__in=[one.key for one in nameless]
    )
    said = set(known.filter(title__in=[one.title for one in nameless]).values_list("title", "text"))
    kept = []
    for one in entries:
        if not one.address:
            if (one.title, one.text) in said:
                continue
            said.add((one.title, one.text))
        kept.append(one)
    return kept


@transaction.atomic
def read(*, candidate: Candidate) -> Candidate | None:
    """Looks for the words of its monitor in an item that came in; ``None``: it is not about us and is gone."""
    row = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate.pk, state=State.UNREAD).first()
    if row is None:
        return None
    found = hits_of_lists(f"{row.title}\n{row.text}", selectors.lists_of(row.monitor_id))
    if not found:
        if row.url and row.page == Page.NONE and row.monitor is not None and row.monitor.reads_pages:
            row.page = Page.WANTED
            row.save(update_fields=["page"])
            return row
        copy = row.page_copy
        row.delete()
        if copy is not None:
            copy.delete()
        return None
    row.hits = list(dict.fromkeys(place.said for place in found))
    row.state = State.NEW
    if row.url and row.page == Page.NONE:
        row.page = Page.WANTED
    _place(row)
    _suggest(row)
    row.save()
    return row


def _place(row: Candidate) -> None:
    """Puts it beside what tells the same. Where people have rejected all of that, it is rejected with it."""
    known = selectors.stories_around(row)
    story_id = stories.first_same((row.title, row.text), known)
    if story_id is None:
        row.story = row.story or Story.objects.create()
        return
    row.story_id = story_id
    others = set(Candidate.objects.filter(story=story_id).exclude(pk=row.pk).values_list("state", flat=True))
    if row.state == State.NEW and others == {State.REJECTED}:
        row.state, row.decided_at = State.REJECTED, timezone.now()


def _suggest(row: Candidate) -> None:
    """The bulletin that it is most like; a person confirms it on the clipping."""
    found = clippings.bulletins_around(row.day).best(matches.read(row.text or row.title))
    row.bulletin_id = found.key if found else None
    row.likeness = found.likeness if found else ""
    row.share = round(found.share * 100) if found else None


@transaction.atomic
def settle_page(*, candidate: Candidate, owner: str, found: Found) -> None:
    """Writes down what the page of an item says, or that it cannot be read."""
    row = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate.pk, claimed_by=owner).first()
    if row is None:
        return
    row.claimed_by, row.claimed_until = "", None
    if not found.page:
        row.page_tries += 1
        is_over = found.trouble in FINAL or found.status in (401, 402, 404, 410, 451) or row.page_tries >= MOST_TRIES
        row.page = Page.FAILED if is_over else Page.WANTED
        now = timezone.now()
        wanted = pauses.asked_pause(found.status, found.retry_after, now) or dt.timedelta()
        row.page_at = now + max(PAGE_AGAIN * 2**row.page_tries, wanted)
        row.save(update_fields=["claimed_by", "claimed_until", "page", "page_tries", "page_at"])
        return
    copy = _copy_of(found)
    before, row.page, row.page_copy = row.text, Page.READ, copy
    row.author = row.author or copy.author
    if len(copy.text) > len(row.text):
        row.text = copy.text
    if row.published_at is None and copy.published_on is not None:
        moment = dt.datetime.combine(copy.published_on, copy.published_time or dt.time(12))
        row.published_at = min(timezone.make_aware(moment), timezone.now())
    if row.state in WAITING:
        _suggest(row)
        if row.story_id and not Candidate.objects.filter(story_id=row.story_id).exclude(pk=row.pk).exists():
            alone = row.story
            _place(row)
            if alone is not None and row.story_id != alone.pk:
                alone.delete()
    row.save()
    if row.clipping is not None:
        _complete(row.clipping, copy, before)


def _copy_of(found: Found) -> PageCopy:
    said = found.page
    copy = PageCopy(
        address=found.address[:2000], address_key=address_key(found.address), title=said["title"],
        site_name=said["site_name"], author=said["author"], text=said["text"],
        published_on=parse_date(said["published_on"]), published_time=parse_time(said["published_time"]),
    )  # fmt: skip
    if said.get("picture"):
        copy.picture.save(f"haber.{said['picture_kind']}", ContentFile(base64.b64decode(said["picture"])), save=False)
    copy.save()
    return copy


def _complete(clipping: Clipping, copy: PageCopy, before: str) -> None:
    """The page came after somebody had accepted the item: the clipping gets what nobody has typed meanwhile."""
    row = Clipping.objects.select_for_update(of=("self",)).get(pk=clipping.pk)
    if row.page_copy_id is not None or PageCopy.objects.filter(pk=copy.pk, clipping__isnull=False).exists():
        return
    row.page_copy = copy
    row.with_picture = row.with_picture or bool(copy.picture)
    stored = Clipping.objects.get(pk=row.pk)
    if row.text == before:
        row.text = copy.text
    if row.created_by is not None:
        archive.fill(clipping=row, user=row.created_by, before=stored)
    row.save()


def look_again(*, lists: Iterable[WordList] = ()) -> int:
    """Lets the monitors of ``lists`` (of none: those without a list of their own too) look at everything that stands
    in their lists with the next answer: words have changed. In the caller's transaction."""
    chosen = Monitor.objects.filter(lists__in=list(lists)) | Monitor.objects.filter(lists=None)
    return Monitor.objects.filter(pk__in=chosen.values("pk")).update(
        look_again=True, etag="", last_modified="", next_at=timezone.now()
    )


# --- By people --------------------------------------------------------------------------------------------------------


def _rows(candidate: Candidate, user: User, *, whole_story: bool, states: Iterable[str]) -> list[Candidate]:
    """The item, or every item of its story, locked, as far as they are in ``states``."""
    if not may_work_desk(user):
        raise PermissionDenied
    return _in_states(candidate, _locked([candidate], whole_story=whole_story), states)


def _locked(candidates: Sequence[Candidate], *, whole_story: bool) -> dict[int, Candidate]:
    """The items, with all of their stories if wanted, locked by one statement in the order of their keys: whoever locks
    one and then its story meets somebody who began with another of it."""
    keys = [row.pk for row in candidates]
    stories_of_them = dict(Candidate.objects.filter(pk__in=keys).values_list("pk", "story_id"))
    wanted = Q(pk__in=keys)
    if whole_story:
        wanted |= Q(story_id__in=[story for story in stories_of_them.values() if story])
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("outlet", "page_copy", "bulletin")
    found = {row.pk: row for row in rows.filter(wanted).order_by("pk")}
    if any(pk not in found or found[pk].story_id != story for pk, story in stories_of_them.items()):
        raise Refusal(_("Bu haber bu arada başka bir habere katıldı ya da ayrıldı; sayfayı yenileyin."), status=409)
    return found


def _in_states(candidate: Candidate, locked: Mapping[int, Candidate], states: Iterable[str]) -> list[Candidate]:
    """Of ``locked`` the item and what is of its story, as far as they are in ``states``. Raises ``Refusal`` when the
    item itself is not."""
    fresh = locked.get(candidate.pk)
    if fresh is None:
        raise Refusal(_("Bu haber artık yok; sayfayı yenileyin."), status=409)
    if fresh.state not in states:
        raise Refusal(
            _("Bu haber artık “%(state)s”; sayfayı yenileyin.") % {"state": fresh.get_state_display()}, status=409
        )
    mine = [row for row in locked.values() if row.pk == fresh.pk or (fresh.story_id and row.story_id == fresh.story_id)]
    return [row for row in mine if row.state in states]


@transaction.atomic
def accept_item(
    *, candidate: Candidate, user: User, whole_story: bool = False, with_our_picture: bool = False
) -> list[Clipping]:
    """Makes a clipping of the item, or of every waiting item of its story. What is in the archive already under its
    address is that clipping. Raises ``PermissionDenied`` and ``Refusal``."""
    made = []
    for row in _rows(candidate, user, whole_story=whole_story, states=WAITING):
        known = Clipping.objects.filter(address_key=address_key(row.url)).first() if row.url else None
        row.clipping = known or _clipping_of(row, user, with_our_picture)
        _decide(row, State.ACCEPTED, user)
        made.append(row.clipping)
    return made


def _clipping_of(row: Candidate, user: User, with_our_picture: bool) -> Clipping:
    copy = row.page_copy
    moment = timezone.localtime(row.published_at) if row.published_at else None
    has_time = moment is not None and (copy is None or copy.published_on is None or copy.published_time is not None)
    clipping = Clipping(
        outlet=row.outlet, medium=ORIGIN_MEDIA.get(Outlet.Kind(row.outlet.kind), Medium.NEWS_SITE), headline=row.title,
        url=row.url, author=row.author, published_on=row.day, text=row.text, page_copy=copy, origin=Origin.FEED,
        published_time=moment.time().replace(second=0, microsecond=0) if moment and has_time else None,
        with_picture=bool(copy and copy.picture),
        with_our_picture=with_our_picture and copy is not None and selectors.our_photo(copy) is not None,
    )  # fmt: skip
    try:
        return archive.add(clipping=clipping, user=user)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise Refusal(
            _("“%(title)s” kupür olamadı: %(why)s") % {"title": row.title, "why": said}, status=400
        ) from error


def _decide(row: Candidate, state: State, user: User) -> None:
    row.state, row.decided_by, row.decided_at = state, user, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "clipping"])
    log(instance=row, action=f"monitoring.{state.value}", user=user)


@transaction.atomic
def reject_story(*, candidate: Candidate, user: User, whole_story: bool = True) -> int:
    """None of it becomes a clipping, and no copy of it is offered again.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    rows = _rows(candidate, user, whole_story=whole_story, states=WAITING)
    for row in rows:
        _decide(row, State.REJECTED, user)
    return len(rows)


@transaction.atomic
def put_off(*, candidate: Candidate, user: User) -> int:
    """The story waits among those for later. Raises ``PermissionDenied`` and ``Refusal``."""
    rows = _rows(candidate, user, whole_story=True, states=[State.NEW])
    for row in rows:
        row.state = State.LATER
        row.save(update_fields=["state"])
        log(instance=row, action="monitoring.later", user=user)
    return len(rows)


@transaction.atomic
def reopen(*, candidate: Candidate, user: User) -> int:
    """What was put off or rejected waits again, with its story. Raises ``PermissionDenied`` and ``Refusal``."""
    rows = _rows(candidate, user, whole_story=True, states=[State.LATER, State.REJECTED])
    for row in rows:
        row.state, row.decided_by, row.decided_at = State.NEW, None, None
        row.save(update_fields=["state", "decided_by", "decided_at"])
        log(instance=row, action="monitoring.reopen", user=user)
    return len(rows)


@transaction.atomic
def join(*, candidate: Candidate, other: Candidate, user: User) -> int:
    """The stories of both are one. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_work_desk(user):
        raise PermissionDenied
    locked = _locked([candidate, other], whole_story=True)
    rows = _in_states(candidate, locked, WAITING)
    _in_states(other, locked, WAITING)
    into = locked[other.pk]
    if into.story_id is None:
        into.story = Story.objects.create()
        into.save(update_fields=["story"])
    if any(row.pk == into.pk for row in rows):
        raise Refusal(_("Bu iki haber zaten birlikte."), status=400)
    left = {row.story_id for row in rows if row.story_id}
    for row in rows:
        row.story_id = into.story_id
        row.save(update_fields=["story"])
        log(instance=row, action="monitoring.join", user=user, data={"with": into.pk})
    Story.objects.filter(pk__in=left, candidates=None).delete()
    return len(rows)


@transaction.atomic
def split_off(*, candidate: Candidate, user: User) -> None:
    """The item is a story of its own. Raises ``PermissionDenied`` and ``Refusal``."""
    row = _rows(candidate, user, whole_story=False, states=WAITING)[0]
    row.story = Story.objects.create()
    row.save(update_fields=["story"])
    log(instance=row, action="monitoring.separate", user=user)


def ask_anew(*, monitor: Monitor) -> None:
    """What is asked of a source has changed: everything in it is looked at again, at once. A silence goes on until
    something new comes, and is not told a second time. Nothing is saved."""
    monitor.look_again, monitor.etag, monitor.last_modified = True, "", ""
    monitor.next_at, monitor.failures, monitor.trouble = timezone.now(), 0, ""
