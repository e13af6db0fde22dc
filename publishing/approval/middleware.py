"""A refusal is a sentence for the person who tried, wherever the rule was met."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from publishing.approval.exceptions import ApprovalRefused

# How every message of our database triggers begins.
TRIGGERS = "basin_masasi:"
GetResponse = Callable[[HttpRequest], HttpResponse]


def words_of(exception: Exception) -> str | None:
    """What a refusal says: one of ours, of our triggers, or of the rule that content is submitted once at a time."""
    if isinstance(exception, ApprovalRefused):
        return str(exception)
    if isinstance(exception, (ValidationError, IntegrityError)) and "unique_in_progress_workflow" in str(exception):
        return _("Bu içerik zaten onayda.")
    if isinstance(exception, DatabaseError) and TRIGGERS in str(exception):
        return _("Bu işlem iki imza kuralına aykırı olduğu için yapılmadı.")
    return None


class RefusalMiddleware:
    """Answers for :class:`ApprovalRefused`: in the admin with a message and the way back, elsewhere with a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; ``None`` for any other exception."""
        text = words_of(exception)
        if text is None:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or "application/json" in request.headers.get(
            "Accept", ""
        ):
            return JsonResponse({"success": False, "error_code": "refused", "error_message": text}, status=403)
        back = self.way_back(request, exception)
        if back is None:
            return render(request, "approval/refused.html", {"reason": text}, status=403)
        messages.error(request, text)
        return redirect(back)

    def way_back(self, request: HttpRequest, refusal: Exception) -> str | None:
        """Where a refusal in the admin leads: to the content itself, else to where the visitor came from."""
        home = reverse("wagtailadmin_home")
        if not request.path.startswith(home) or not request.user.is_authenticated:
            return None
        content = getattr(refusal, "content", None)
        if content is not None and (url := AdminURLFinder(request.user).get_edit_url(content)):
            return str(url)
        referer = request.headers.get("Referer", "")
        local = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
        # A page that itself refuses to open must not lead to itself.
        if local and not (request.method in ("GET", "HEAD") and referer.endswith(request.get_full_path())):
            return referer
        return home
