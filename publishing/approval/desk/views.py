"""The approvers' desk at ``/onay/``: read, sign, return, withdraw; and the evidence sheet of one content."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from cms.core.addresses import ip_of
from cms.users import credentials
from cms.users import selectors as people
from cms.users.delegation import offices_of, refusal_for
from cms.users.models import User
from cms.users.roles import is_administrator
from publishing.approval import reasons, retries, selectors, services, snapshot, troubles
from publishing.approval.desk import diffs, finder, queue, reading, succession, surfaces
from publishing.approval.desk.forms import ReturnForm, SignForm, WithdrawForm
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.labels import turn_words, waiting_words
from publishing.approval.models import Decision, SignatureState
from publishing.approval.words import file_cards

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

QUICK_REASONS = (
    "Başlık düzeltilsin.",
    "Rakamlar doğrulansın.",
    "Fotoğraf değişsin.",
    "Yazım hataları var.",
    "Metin kısaltılsın.",
    "Şimdilik bekletilsin.",
)


def signed_in(view: View[P]) -> View[P]:
    """Leads strangers to the sign-in screen and from there back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return view(request, *args, **kwargs)

    return wrapped


def offices_only(view: View[P]) -> View[P]:
    """Lets office holders and today's deputies in; tells everybody else, in Turkish, whom the desk is for."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not offices_of(request.user):  # type: ignore[arg-type]
            reason = refusal_for(user=request.user)  # type: ignore[arg-type]
            told = {"reason": reason, "own": credentials.is_own(request.user)}  # type: ignore[arg-type]
            return render(request, "approval/forbidden.html", told, status=403)
        return view(request, *args, **kwargs)

    return signed_in(wrapped)


@never_cache
@offices_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's signature and for the other office's, what is on the air, what the reader signed."""
    cards = reading.cards_of(people.signed_in(request))
    signable = [card for card in cards if not card.item.obstacle]
    context = {
        "cards": cards,
        "first": next((card.item.state.pk for card in signable), None),
        "signable": len(signable),
        "offices": [reading.on_behalf(authority) for authority in offices_of(request.user)],  # type: ignore[arg-type]
        "confirmations": len(people.waiting_for(request.user)),
        "on_air": reading.on_air(),
        "acts": reading.recent_acts(people.signed_in(request)),
        "troubles": troubles.open_troubles(),
        "elsewhere": queue.elsewhere(people.signed_in(request)),
    }
    return render(request, "approval/desk.html", context)


@never_cache
@offices_only
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Words in what was signed."""
    query = request.GET.get("q", "")[:200].strip()
    return render(request, "approval/search.html", {"query": query, "found": finder.found(query)})


@never_cache
@offices_only
@require_GET
def review(request: HttpRequest, state_pk: int) -> HttpResponse:
    """Everything that would go out, on one page, with the two buttons."""
    return review_page(request, reading.state_or_404(state_pk))


def review_page(
    request: HttpRequest,
    state: SignatureState,
    *,
    error: str = "",
    seen_hash: str = "",
    sign_form: SignForm | None = None,
    return_form: ReturnForm | None = None,
    opened: str = "",
    status: int = 200,
) -> HttpResponse:
    """The review page, again after a refusal: with ``error``, the forms as they were filled in, and, when the content
    changed while it was read, what changed since ``seen_hash``."""
    page = reading.review_of(state=state, request=request)
    seen = reading.seen_version(request, seen_hash) if seen_hash else None
    changed_since_seen: list[diffs.Change] = []
    if seen is not None and page.taken is not None:
        changed_since_seen = diffs.changes(
            type(page.content), seen["content"], page.taken.content, seen["files"], page.taken.files
        )
    context = {
        "page": page,
        "state": state,
        "content": page.content,
        "kind": str(page.content._meta.verbose_name),
        "department": getattr(page.content, "department", None),
        "waiting": waiting_words(state.started_at),
        "office": selectors.office_of(state).label,
        "behalf": reading.on_behalf(page.authority) if page.authority else "",
        "content_type_pk": reading.content_type_pk(page.content),
        "error": error,
        "seen_hash": seen_hash,
        "changed_since_seen": changed_since_seen,
        "sign_form": sign_form or SignForm(),
        "return_form": return_form or ReturnForm(pointed=bool(page.pointed)),
        "opened": opened,
        "quick_reasons": QUICK_REASONS,
        "in_a_row": succession.in_a_row(request),
    }
    return render(request, "approval/review.html", context, status=status)


@never_cache
@offices_only
@require_POST
def sign(request: HttpRequest, state_pk: int) -> HttpResponse:
    """Signs what was read. A second tap finds its own signature and says so."""
    state = reading.state_or_404(state_pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        error = _("İmza formu eksik geldi; sayfayı yenileyip yeniden deneyin.")
        return review_page(request, state, error=error, status=400)
    try:
        services.sign(
            state=state,
            user=people.signed_in(request),
            seen_hash=form.cleaned_data["seen_hash"],
            comment=form.cleaned_data["comment"],
            ip=ip_of(request),
        )
    except ContentChanged as refusal:
        seen_hash = form.cleaned_data["seen_hash"]
        return review_page(request, state, error=str(refusal), seen_hash=seen_hash, sign_form=form, status=409)
    except ApprovalRefused as refusal:
        opened = "sign" if form.cleaned_data["comment"] else ""
        return already(request, state) or review_page(
            request, state, error=str(refusal), sign_form=form, opened=opened, status=409
        )
    return succession.following(request, state, signed=True)


@never_cache
@offices_only
@require_POST
def return_content(request: HttpRequest, state_pk: int) -> HttpResponse:
    """Returns the content to its editor with a reason."""
    state = reading.state_or_404(state_pk)
    pointed = reasons.own_remarks(state, people.signed_in(request)).exists()
    form = ReturnForm(request.POST, pointed=pointed)
    if not form.is_valid():
        return review_page(request, state, return_form=form, opened="return", status=400)
    try:
        services.return_to_editor(
            state=state, user=people.signed_in(request), comment=form.cleaned_data["comment"], ip=ip_of(request)
        )
    except ApprovalRefused as refusal:
        return already(request, state) or review_page(
            request, state, error=str(refusal), return_form=form, opened="return", status=409
        )
    return succession.following(request, state, signed=False)


def already(request: HttpRequest, state: SignatureState) -> HttpResponse | None:
    """The answer to a second tap: the result page of what this person already decided, or ``None``."""
    fresh = reading.state_or_404(state.pk)
    if fresh.record is None or fresh.record.actor_id != request.user.pk:
        return None
    messages.info(request, _("Bu içerik için kararınızı zaten vermiştiniz; ikinci kez kaydedilmedi."))
    return redirect("approval:done", state_pk=state.pk)


@never_cache
@offices_only
@require_GET
def done(request: HttpRequest, state_pk: int) -> HttpResponse:
    """What was decided, what became of it, and what is next."""
    state = reading.state_or_404(state_pk)
    if state.record is None:
        return redirect("approval:review", state_pk=state.pk)
    content = selectors.specific(state.workflow_state.content_object)
    rest = queue.next_to_sign(people.signed_in(request))
    waiting = content.current_workflow_task_state
    context = {
        "state": state,
        "record": state.record,
        "returned": state.record.decision == Decision.RETURNED,
        "content": content,
        "on_air": content.live and state.workflow_state.status == state.workflow_state.STATUS_APPROVED,
        "scheduled": content.scheduled_revision,
        "turn": turn_words(selectors.office_of(waiting)) if waiting is not None else "",
        "embargo": reading.embargo_of(content_after(content)),
        "rest": rest,
        "content_type_pk": reading.content_type_pk(content),
    }
    return render(request, "approval/done.html", context)


def content_after(content: Any) -> Any:
    """The scheduled revision when one waits for its minute, else ``content``."""
    scheduled = content.scheduled_revision
    return scheduled.as_object() if scheduled else content


@never_cache
@xframe_options_sameorigin
@offices_only
@require_GET
def preview(request: HttpRequest, state_pk: int, surface: str) -> HttpResponse:
    """One surface as a document of its own: the web page as a visitor would get it, or a registered surface.

    ``?ozet=`` is the content hash of the page around the frame; anything else than that is not shown in it.
    """
    state = reading.state_or_404(state_pk)
    content = reading.content_of(state)
    expected = request.GET.get("ozet", "")
    if expected:
        try:
            current = snapshot.take(content).content_hash
        except ApprovalRefused:
            current = ""
        if current != expected:
            return render(request, "approval/preview_changed.html", status=409)
    if surface == "web":
        # Without the reader's cookies: what is signed is what a stranger will see.
        response: HttpResponse = content.make_preview_request(preview_mode=content.default_preview_mode)
        del response.headers["X-Frame-Options"]
        return response
    registered = surfaces.SURFACES.get(surface)
    html = registered.render(request, content) if registered else None
    if registered is None or html is None:
        raise Http404
    return surfaces.answer(request, registered, html)


def may_read_evidence(user: User | AnonymousUser, content: Any) -> bool:
    """Offices, administrators, and whoever may edit ``content``."""
    if (isinstance(user, User) and offices_of(user)) or is_administrator(user):
        return True
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    if isinstance(content, Page):
        return bool(content.permissions_for_user(user).can_edit() or content.owner_id == user.pk)
    return bool(user.has_perm(f"{content._meta.app_label}.change_{content._meta.model_name}"))


@never_cache
@signed_in
@require_GET
def evidence_sheet(request: HttpRequest, content_type_pk: int, object_id: str) -> HttpResponse:
    """The printable sheet: what was signed, by whom, when, under which seal. ``?surum=`` chooses an earlier version."""
    content = reading.governed_or_404(content_type_pk, object_id)
    if not may_read_evidence(request.user, content):
        return render(request, "approval/forbidden.html", {"sheet": True}, status=403)
    certificates = list(selectors.certificates_of(content).select_related("director_record", "mayor_record"))
    wanted = request.GET.get("surum", "")
    certificate = next((c for c in certificates if str(c.version) == wanted), certificates[0] if certificates else None)
    if certificate is not None:
        said, files = certificate.signed_content, certificate.files
    else:
        said, files = reading.latest_words(content)
    lines = diffs.readable(type(content), said, files)
    context = {
        "content": content,
        "kind": str(content._meta.verbose_name),
        "number": getattr(content, "number", ""),
        "certificate": certificate,
        "certificates": certificates,
        "records": selectors.records_of(content),
        "lines": lines,
        "photos": [entry for entry in files if entry["kind"] == "photo"],
        "files": files,
        "cards": file_cards(files) if certificate is not None else [],
        "content_type_pk": content_type_pk,
        "at_desk": bool(offices_of(request.user)),  # type: ignore[arg-type]
    }
    return render(request, "approval/evidence.html", context)


@never_cache
@offices_only
@require_POST
def retry(request: HttpRequest, content_type_pk: int, object_id: str) -> HttpResponse:
    """Tries once more to publish what was refused at its minute."""
    content = reading.governed_or_404(content_type_pk, object_id)
    try:
        live = retries.retry(content=content, user=people.signed_in(request), ip=ip_of(request))
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        published = _("“%(title)s” yayımlandı.")
        scheduled = _("“%(title)s” yeniden yayın sırasında; saati gelince yayımlanacak.")
        messages.success(request, (published if live else scheduled) % {"title": content})
    return redirect("approval:desk")


@never_cache
@offices_only
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, content_type_pk: int, object_id: str) -> HttpResponse:
    """Asks for a reason and takes the content off the air."""
    content = reading.governed_or_404(content_type_pk, object_id)
    form = WithdrawForm(request.POST or None)
    error, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.withdraw(
                    content=content,
                    user=people.signed_in(request),
                    reason=form.cleaned_data["reason"],
                    ip=ip_of(request),
                    only_schedule=bool(request.POST.get("only_schedule")),
                )
            except ApprovalRefused as refusal:
                error, status = str(refusal), 409
            else:
                stopped = _("“%(title)s” için bekleyen sürüm yayın sırasından çıkarıldı.")
                removed = _("“%(title)s” yayından kaldırıldı.")
                messages.success(
                    request, (stopped if request.POST.get("only_schedule") else removed) % {"title": content}
                )
                return redirect(reverse("approval:desk"))
    authority = services.may_withdraw(people.signed_in(request))
    trouble = troubles.open_of(content)
    context = {
        "content": content,
        "form": form,
        "error": error,
        "removable": content.live or content.scheduled_revision or trouble,
        "scheduled": not content.live and (content.scheduled_revision or trouble),
        "correction_waits": content.live and (content.scheduled_revision or trouble),
        "behalf": reading.on_behalf(authority) if authority else "",
        "content_type_pk": content_type_pk,
        "linking": selectors.pages_linking_to(content),
    }
    return render(request, "approval/withdraw.html", context, status=status)
