"""What the approvers' desk shows: waiting cards, the review page, the seen versions, the lists below the queue."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Revision

from cms.core.governed import Governed
from cms.core.message import Dispatchable
from cms.core.turkish import format_moment
from cms.users.delegation import Authority, authority_for
from cms.users.models import User
from press_archive.contacts.models import DistributionList
from press_archive.contacts.selectors import recipients
from publishing.approval import evidence, selectors, services, snapshot
from publishing.approval.desk import diffs, queue, surfaces
from publishing.approval.embargo import URGENT, are_over, cannot_wait
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.files import used_files
from publishing.approval.labels import waiting_words
from publishing.approval.models import Certificate, Decision, EvidenceRecord, SignatureState
from publishing.approval.remarks import passages
from publishing.approval.remarks import selectors as remarks
from publishing.approval.words import FileCard, file_cards

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

SEEN_KEY = "approval_seen"
SEEN_KEPT = 4
ORDER = ("links", "email", "kit", "social")


@dataclass(frozen=True, slots=True)
class Embargo:
    """The embargo in words: ``text`` says when, ``left`` how much time there is; ``urgent`` when it cannot wait."""

    text: str
    left: str
    urgent: bool


def embargo_of(content: Any, now: dt.datetime | None = None) -> Embargo | None:
    """The embargo of ``content``, or ``None`` when the last signature publishes at once: that of something that is live
    is over."""
    moment = getattr(content, "go_live_at", None)
    now = now or timezone.now()
    if moment is None or are_over([content], now):
        return None
    rest = moment - now
    minutes = int(rest.total_seconds() // 60)
    if minutes <= 0:
        left = _("saati geçti; ikinci imzayla hemen yayımlanır")
    elif minutes < 60:
        left = _("%(count)d dakika kaldı") % {"count": minutes}
    elif rest < URGENT:
        left = _("%(hours)d saat %(minutes)d dakika kaldı") % {"hours": minutes // 60, "minutes": minutes % 60}
    elif minutes < 48 * 60:
        left = _("%(count)d saat kaldı") % {"count": minutes // 60}
    else:
        left = _("%(count)d gün kaldı") % {"count": minutes // (24 * 60)}
    return Embargo(text=format_moment(moment), left=left, urgent=cannot_wait(content, now))


@dataclass(frozen=True, slots=True)
class Card:
    """One item of the queue as the desk's first page shows it."""

    item: queue.WaitingItem
    kind: str
    department: str
    author: str
    waiting: str
    embargo: Embargo | None
    photo: int | None
    correction: bool


def cards_of(user: User) -> list[Card]:
    """The queue of ``user``, most urgent first."""
    return [card_of(item) for item in queue.desk_of(user)]


def card_of(item: queue.WaitingItem) -> Card:
    """``item`` with everything that its card says."""
    content = item.content
    photos = [pk for kind, pk in used_files(content) if kind == "photo"]
    return Card(
        item=item,
        kind=str(content._meta.verbose_name),
        department=str(getattr(content, "department", None) or ""),
        author=str(item.state.workflow_state.requested_by or _("bilinmiyor")),
        waiting=waiting_words(item.state.started_at),
        embargo=embargo_of(content),
        photo=photos[0] if photos else None,
        correction=item.correction,
    )


def on_behalf(authority: Authority) -> str:
    """In whose name a signature would stand: "Başkan olarak" or "… adına (vekâlet, sayı …)"."""
    if authority.delegation is None:
        return _("%(office)s olarak") % {"office": authority.office.label}
    values = {
        "office": authority.office.label,
        "name": str(authority.principal),
        "document": authority.delegation.document_number,
    }
    if authority.delegation.document_number:
        return _("%(office)s %(name)s adına (vekâlet, belge %(document)s)") % values
    return _("%(office)s %(name)s adına (vekâlet)") % values


@dataclass(frozen=True, slots=True)
class Shown:
    """One registered surface on the review page: framed when it is a whole document, else its HTML itself."""

    key: str
    title: str | _StrPromise
    html: SafeString | None
    framed: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom the press e-mail reaches: ``count`` addresses on the lists ``names``."""

    count: int
    names: str


@dataclass(slots=True)
class Review:
    """Everything the review page says about one step, computed once for one rendering."""

    state: SignatureState
    reader: int | None
    content: Any
    taken: snapshot.Snapshot | None
    waits: bool
    authority: Authority | None
    obstacle: str
    certificate: Certificate | None
    changes: list[diffs.Change]
    documents: list[Any]
    files: list[FileCard]
    audience: Audience | None
    embargo: Embargo | None
    surfaces: list[Shown] = field(default_factory=list)
    passages: list[passages.Passage] = field(default_factory=list)
    remarks: list[remarks.Standing] = field(default_factory=list)

    @property
    def pointed(self) -> int:
        """How many remarks of the reader would go with a return of this step."""
        own = (one.remark for one in self.remarks if one.remark.author_id == self.reader)
        return sum(1 for remark in own if remark.is_open and remark.step_id == self.state.pk)

    @property
    def unanswered(self) -> int:
        """How many remarks nobody has answered."""
        return sum(1 for one in self.remarks if one.remark.is_open)


def state_or_404(pk: int) -> SignatureState:
    """The step ``pk``. Raises ``Http404``."""
    state = (
        SignatureState.objects.select_related("workflow_state__requested_by", "task", "record", "revision")
        .filter(pk=pk)
        .first()
    )
    if state is None or state.workflow_state.content_object is None:
        raise Http404
    return state


def content_of(state: SignatureState) -> Any:
    """The latest revision of what ``state`` is about, as an object: exactly what a signature would sign."""
    live = selectors.specific(state.workflow_state.content_object)
    return live.get_latest_revision().as_object()


def is_waiting(state: SignatureState) -> bool:
    """Whether ``state`` is the step that its content waits at."""
    return selectors.waiting_states().filter(pk=state.pk).exists()


def review_of(*, state: SignatureState, request: HttpRequest) -> Review:
    """The review page of ``state`` for the person of ``request``; remembers what was shown in the session."""
    content = content_of(state)
    waits = is_waiting(state)
    authority = authority_for(user=request.user, office=selectors.office_of(state)) if waits else None  # type: ignore[arg-type]
    obstacle = services.obstacle_to_sign(state=state, authority=authority, content=content) if authority else ""
    taken: snapshot.Snapshot | None = None
    try:
        taken = snapshot.take(content)
    except ApprovalRefused as error:
        obstacle = obstacle or str(error)
    if taken is not None:
        remember(request, taken)
    certificate = selectors.certificates_of(content).select_related("mayor_record").first()
    return Review(
        state=state,
        reader=request.user.pk,
        content=content,
        taken=taken,
        waits=waits,
        authority=authority,
        obstacle=obstacle,
        certificate=certificate,
        changes=changes_since(certificate, content, taken),
        documents=documents_of(content),
        files=file_cards(taken.files) if taken else [],
        audience=audience_of(content),
        embargo=embargo_of(content),
        surfaces=shown_surfaces(request, content),
        passages=passages.of(content) if waits else [],
        remarks=remarks.standing(content, since=certificate.created_at if certificate else None),
    )


def changes_since(certificate: Certificate | None, content: Any, taken: snapshot.Snapshot | None) -> list[diffs.Change]:
    """What is new since ``certificate``; empty without one."""
    if certificate is None or taken is None:
        return []
    # In the format of the certificate, so that a newer one is no change of the content.
    now = snapshot.canonical_content(content, layout=snapshot.format_of(certificate))
    return diffs.changes(type(content), certificate.signed_content, now, certificate.files, taken.files)


def audience_of(content: Any) -> Audience | None:
    """Whom the e-mail would reach today, or ``None`` when ``content`` sends none."""
    if not isinstance(content, Dispatchable):
        return None
    message = content.to_message()
    if not message.send_email or not message.lists:
        return None
    names = DistributionList.objects.filter(pk__in=message.lists).values_list("name", flat=True)
    return Audience(count=len(recipients(message.lists)), names=", ".join(names))


def documents_of(content: Any) -> list[Any]:
    """The documents that go out with ``content``."""
    ids = [pk for kind, pk in used_files(content) if kind == "file"]
    return list(get_document_model().objects.filter(pk__in=ids).order_by("title"))


def shown_surfaces(request: HttpRequest, content: Any) -> list[Shown]:
    """The surfaces that ``content`` goes to besides the web page: in ``ORDER``, then any other. One that cannot be made
    is said in its place: the reader must still be able to return the content."""
    known = sorted(
        surfaces.SURFACES.values(), key=lambda s: (ORDER.index(s.key) if s.key in ORDER else len(ORDER), s.key)
    )
    shown = []
    for surface in known:
        if surface.key == "web":
            continue
        try:
            html = surface.render(request, content)
        except Exception:
            logger.exception("surface %s of %s cannot be shown", surface.key, content)
            html = render_to_string("approval/surfaces/failed.html", request=request)
        if html is not None:
            framed = surfaces.is_document(html)
            shown.append(Shown(surface.key, surface.title, html, framed=framed, leads=surface.leads))
    return shown


def latest_words(content: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Canonical content and files of the latest, not yet certified revision; without files that are gone."""
    latest = content.get_latest_revision()
    current = latest.as_object() if latest else content
    try:
        taken = snapshot.take(current)
    except ApprovalRefused:
        return snapshot.canonical_content(current), []
    return taken.content, taken.files


def remember(request: HttpRequest, taken: snapshot.Snapshot) -> None:
    """Keeps what was shown, so that a change under the reader's eyes can be pointed at. The last few only."""
    seen = [entry for entry in request.session.get(SEEN_KEY, []) if entry["hash"] != taken.content_hash]
    seen.append({"hash": taken.content_hash, "content": taken.content, "files": taken.files})
    request.session[SEEN_KEY] = seen[-SEEN_KEPT:]


def seen_version(request: HttpRequest, content_hash: str) -> dict[str, Any] | None:
    """What was shown under ``content_hash``, or ``None`` when it is no longer known."""
    entries: list[dict[str, Any]] = request.session.get(SEEN_KEY, [])
    return next((entry for entry in entries if entry["hash"] == content_hash), None)


def governed_or_404(content_type_pk: int, object_id: str) -> Any:
    """The governed object with this content type and primary key. Raises ``Http404``."""
    content_type = ContentType.objects.filter(pk=content_type_pk).first()
    model = content_type.model_class() if content_type else None
    if model is None or not issubclass(model, Governed):
        raise Http404
    try:
        found = model._base_manager.filter(pk=object_id).first()
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class OnAir:
    """Something live or scheduled that an office may take down."""

    content: Any
    certificate: Certificate
    scheduled: bool


def on_air(limit: int = 8) -> list[OnAir]:
    """The latest certified content that is live or scheduled; a query for each kind of content, however much was
    withdrawn since."""
    newer = Certificate.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), version__gt=OuterRef("version")
    )
    waits = Revision.objects.filter(pk=OuterRef("revision_id"), approved_go_live_at__isnull=False)
    shown = Q(Exists(waits))
    for model in governed_models():
        live = model._base_manager.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()), live=True)
        shown |= Q(Exists(live), content_type=ContentType.objects.get_for_model(model, for_concrete_model=False))
    certificates = Certificate.objects.filter(~Exists(newer), shown).annotate(waits=Exists(waits))
    latest = list(certificates.defer("signed_content", "files").order_by("-created_at")[:limit])
    ids: dict[int, list[str]] = defaultdict(list)
    for certificate in latest:
        ids[certificate.content_type_id].append(certificate.object_id)
    contents: dict[tuple[int, str], Any] = {}
    for type_id, numbers in ids.items():
        type_model: Any = ContentType.objects.get_for_id(type_id).model_class()
        contents |= {(type_id, str(one.pk)): one for one in type_model._base_manager.filter(pk__in=numbers)}
    found = ((contents.get((one.content_type_id, one.object_id)), one) for one in latest)
    return [
        OnAir(content=content, certificate=certificate, scheduled=not content.live)
        for content, certificate in found
        if content is not None
    ]


def governed_models() -> list[type[Any]]:
    """Every kind of content that signatures make public."""
    return [model for model in apps.get_models() if issubclass(model, Governed)]


def recent_acts(user: User, limit: int = 8) -> list[EvidenceRecord]:
    """The last signatures, returns and withdrawals by ``user``'s own hand."""
    acts = (Decision.SIGNED, Decision.RETURNED, Decision.WITHDRAWN)
    return list(EvidenceRecord.objects.filter(actor_id=user.pk, decision__in=acts).order_by("-sequence")[:limit])


def content_type_pk(content: Any) -> int:
    """The primary key of the content type under which evidence knows ``content``."""
    return evidence.content_type_of(content).pk
