"""The one middleware that turns what a rule refuses into words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from cms.office import malformed
from cms.office.answers import answer, refusal_in

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RefusalMiddleware:
    """Answers for every :class:`~cms.core.refusal.Refusal`, for what means one, and for malformed requests."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponseBase | None:
        """Refuses characters that nothing can keep; forgets a way back that leads elsewhere."""
        refusal = malformed.look_at(request)
        return None if refusal is None else answer(request, refusal)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The answer to a refusal; ``None`` for every other exception."""
        refusal = refusal_in(exception) or malformed.refusal_in(request, exception)
        return None if refusal is None else answer(request, refusal)
