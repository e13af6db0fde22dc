"""What has happened to one page, and what somebody should do about it: all that its editor shows at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from cms.core.standing import AT_OFFICES, IN_HAND, Standing, standing_of
from cms.core.turkish import format_moment
from cms.users.models import User
from cms.users.roles import Office
from media_library.kits.admin_views import may_see_kits
from media_library.kits.models import Kit, KitDownload
from media_library.kits.selectors import person_of
from media_library.models import PublicFile
from publishing.approval import rounds, selectors
from publishing.approval.labels import waiting_words
from publishing.approval.models import Decision, EvidenceRecord
from publishing.approval.picture_rights import unset_basis
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.selectors import Tally, tally_of
from publishing.dispatch.views import may_see_deliveries
from publishing.social.models import SocialPost
from publishing.social.views import may_see_queue

FETCHERS = 5
ENDED = (SocialPost.State.SUPERSEDED, SocialPost.State.REMOVED)


@dataclass(frozen=True, slots=True)
class Signature:
    """An office's signature: whose, for whom, when; ``None`` as ``record`` while it is not given."""

    office: str
    record: EvidenceRecord | None

    @property
    def by(self) -> str:
        """The name, and whose place it was given in."""
        if self.record is None:
            return ""
        if self.record.principal_name and self.record.principal_name != self.record.actor_name:
            return _("%(name)s (%(principal)s adına)") % {
                "name": self.record.actor_name, "principal": self.record.principal_name,
            }  # fmt: skip
        return self.record.actor_name


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that went wrong: what happened, and what to do."""

    title: str
    words: str
    todo: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class KitGlance:
    """The press kit: its state, how often it was fetched, and by whom last."""

    state: str
    url: str
    fetched: int
    fetchers: list[tuple[str, dt.datetime]]


@dataclass(frozen=True, slots=True)
class Glance:
    """Everything about one page in one look. ``emails``, ``posts`` and ``kit`` are empty for who may not see them."""

    standing: Standing
    since: str
    until: dt.datetime | None
    number: str
    signatures: list[Signature]
    emails: Tally | None
    emails_url: str
    posts: list[tuple[str, list[SocialPost]]]
    posts_url: str
    kit: KitGlance | None
    evidence_url: str
    alerts: list[Alert]


def glance_of(page: Any, user: User | AnonymousUser) -> Glance:
    """What ``user`` may see of what happened to ``page``."""
    content_type = ContentType.objects.get_for_model(type(page), for_concrete_model=False)
    standing = standing_of(page)
    mails = Delivery.objects.of(page).filter(channel=Channel.EMAIL)
    emails = tally_of(mails) if may_see_deliveries(user) and page.first_published_at else None
    panel = reverse("dagitim:panel", args=[content_type.pk, str(page.pk)])
    round_ = _round_of(page)
    step = round_.current_task_state if round_ is not None and standing in AT_OFFICES else None
    return Glance(
        standing=standing,
        since=waiting_words(step.started_at) if step is not None else "",
        until=_embargo(page, standing),
        number=getattr(page, "number", "") or "",
        signatures=_signatures(page, round_, standing),
        emails=emails if emails is not None and emails.total else None,
        emails_url=panel,
        posts=_posts(content_type, page) if may_see_queue(user) else [],
        posts_url=reverse("social_queue") if may_see_queue(user) else "",
        kit=_kit(content_type, page) if may_see_kits(user) else None,
        evidence_url=reverse("approval:evidence", args=[content_type.pk, page.pk]),
        alerts=list(alerts_of(page, standing, emails, panel)),
    )


def alerts_of(page: Any, standing: Standing, emails: Tally | None, panel: str) -> Iterator[Alert]:
    """What went wrong with ``page``, each with what to do. Why it came back, and why it missed its minute, is said by
    the banner above."""
    if standing is Standing.WITHDRAWN:
        record = selectors.records_of(page).filter(decision=Decision.WITHDRAWN).last()
        if record is not None:
            yield Alert(
                title=_("Geri çekildi: %(who)s, %(when)s")
                % {"who": record.actor_name, "when": format_moment(record.created_at)},
                words=record.comment,
                todo=_(
                    "Alanlara geri çekme yazısı gitti. Yeniden yayımlanacaksa düzeltin, ne değiştiğini yazın ve onaya "
                    "gönderin; imzalar Müdür'den başlar."
                ),
            )
    if standing in IN_HAND and (without := unset_basis(page)):
        yield Alert(
            title=_("Hukuki dayanağı belirlenmemiş fotoğraflar var"),
            words="\n".join(without),
            todo=_(
                "Arşivde fotoğrafın haklarında dayanağını belirleyin ya da başka bir fotoğraf seçin; "
                "imzalayanlar da görür."
            ),
        )
    if page.live:
        for title, reason in taken_down(page):
            yield Alert(
                title=_("“%(title)s” yayından kaldırıldı") % {"title": title},
                words=reason,
                todo=_("Sayfada artık görünmüyor. Yerine başka bir fotoğraf seçip düzeltmeyi onaya gönderin."),
            )
    if emails is not None and (lost := emails.failed + emails.bounced + emails.unknown):
        yield Alert(
            title=_("%(count)d e-posta alıcısına ulaşmadı ya da sonucu belirsiz") % {"count": lost},
            words=str(emails),
            todo=_(
                "Adres yanlışsa basın rehberinde düzeltin; sonra Müdür ya da yönetici dağıtım ekranından yeniden dener."
            ),
            url=panel,
            action=_("Gönderimleri gör"),
        )


def taken_down(page: Any) -> list[tuple[str, str]]:
    """The photos and videos of live ``page`` that were taken down since: title and reason."""
    content_type = ContentType.objects.get_for_model(type(page), for_concrete_model=False)
    rows = PublicFile.objects.filter(content_type=content_type, object_id=str(page.pk))
    found = []
    for row in rows.select_related("photo", "video").defer("words"):
        item = row.photo or row.video
        if item is not None and item.withheld_at is not None:
            newest = item.takedowns.filter(lifted_at=None).last()
            found.append((item.title, newest.reason if newest is not None else ""))
    return found


def _round_of(page: Any) -> WorkflowState | None:
    state: WorkflowState | None = page.current_workflow_state
    return state


def _signatures(page: Any, round_: WorkflowState | None, standing: Standing) -> list[Signature]:
    """Those of the round that is on its way, else those of what is public or waits for its minute."""
    if round_ is not None and standing in AT_OFFICES:
        return [Signature(str(office.label), rounds.signature_in(round_, office)) for office in Office]
    certificate = selectors.certificates_of(page).select_related("director_record", "mayor_record").first()
    if certificate is None or standing in (Standing.DRAFT, Standing.RETURNED):
        return []
    return [
        Signature(str(Office.DIRECTOR.label), certificate.director_record),
        Signature(str(Office.MAYOR.label), certificate.mayor_record),
    ]


def _embargo(page: Any, standing: Standing) -> dt.datetime | None:
    if standing is Standing.PUBLISHED:
        return None
    scheduled = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)
    planned: dt.datetime | None = scheduled.values_list("approved_go_live_at", flat=True).first() or page.go_live_at
    return planned


def _posts(content_type: ContentType, page: Any) -> list[tuple[str, list[SocialPost]]]:
    """The newest post of each network by its state, without those that have had their day."""
    rows = SocialPost.objects.filter(content_type=content_type, object_id=str(page.pk)).exclude(state__in=ENDED)
    newest: dict[str, SocialPost] = {}
    for post in rows.defer("text", "image_alt").order_by("version"):
        newest[post.network] = post
    by_state: dict[str, list[SocialPost]] = {}
    for post in newest.values():
        by_state.setdefault(post.get_state_display(), []).append(post)
    return list(by_state.items())


def _kit(content_type: ContentType, page: Any) -> KitGlance | None:
    kit = Kit.objects.filter(content_type=content_type, object_id=str(page.pk)).defer("message", "letterhead").first()
    if kit is None:
        return None
    downloads = KitDownload.objects.filter(kit=kit).select_related("user")
    fetchers: dict[str, dt.datetime] = {}
    for download in downloads.order_by("-at")[:50]:
        fetchers.setdefault(person_of(download), download.at)
    return KitGlance(
        state=kit.get_state_display(), url=reverse("kits:inspect", args=[kit.pk]), fetched=downloads.count(),
        fetchers=list(fetchers.items())[:FETCHERS],
    )  # fmt: skip
