"""Requests that no form of ours sends: answered with a sentence and 400, never with an error page.

Wagtail's views read numbers, forms and addresses as if only their own screens sent them. What they raise then says of
itself that the request was at fault; this is the one place that believes it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from cms.office.answers import Malformed, answer
from cms.office.ways import NEXT, is_ours

logger = logging.getLogger(__name__)

# What no text field can hold: PostgreSQL refuses NUL, and nothing can encode half a surrogate pair.
UNHEARD = re.compile("[\x00\ud800-\udfff]")
NOT_A_NUMBER = re.compile(r"^Field '\w+' expected a number but got|^invalid literal for int\(\)")
NOTHING = re.compile(r"^'NoneType' object (has no attribute|is not iterable)")
TOO_LARGE = re.compile(r"too large to convert")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``: too many fields, too much data, an unknown host."""
    name = type(exception).__name__
    text = not_understood()
    if name == "TooManyFieldsSent":
        text = _("Form gönderilemeyecek kadar çok alan içeriyor. Kaydedilmiş olan duruyor.")
    elif name in {"RequestDataTooBig", "TooManyFilesSent"}:
        text = _("Form gönderilemeyecek kadar büyük. Kaydedilmiş olan duruyor.")
    return answer(request, Malformed(text))


def not_understood() -> str:
    """The general sentence."""
    return _("Bu istek anlaşılamadı: adres ya da form eksik veya bozuk geldi.")


def is_malformed(exception: Exception) -> bool:
    """Whether ``exception`` says that a value of the request is of the wrong kind, too large or missing."""
    if isinstance(exception, (MultiValueDictKeyError, DataError, ObjectDoesNotExist)):
        return True
    if isinstance(exception, OverflowError):
        return bool(TOO_LARGE.search(str(exception)))
    return isinstance(exception, ValueError) and bool(NOT_A_NUMBER.match(str(exception)))


def look_at(request: HttpRequest) -> Malformed | None:
    """Refuses characters that nothing can keep, before a view reads them; forgets a way back that leads elsewhere."""
    data = _form(request)
    if any(UNHEARD.search(text) for text in _texts(request.GET, data)):
        return Malformed(_("Bu istek, hiçbir yerde saklanamayacak bir karakter içeriyor."))
    if (query := _without_foreign_way_back(request, request.GET)) is not None:
        request.GET = query  # type: ignore[assignment]
    if data is not None and (form := _without_foreign_way_back(request, data)) is not None:
        request.POST = form  # type: ignore[assignment]
    return None


def refusal_in(request: HttpRequest, exception: Exception) -> Malformed | None:
    """What a view's ``exception`` says of the request; ``None`` if it says nothing."""
    asked = request.method not in ("GET", "HEAD") or request.GET
    if not asked or not (
        is_malformed(exception)
        or _no_address_for(request, exception)
        or (request.method == "GET" and isinstance(exception, ValidationError))
        or (request.method in ("POST", "PATCH") and _missed_a_field(exception))
    ):
        return _lost_the_race(request, exception)
    logger.info("malformed request to %s: %r", request.path, exception)
    return Malformed(not_understood())


def _lost_the_race(request: HttpRequest, exception: Exception) -> Malformed | None:
    """What is said of a form that passed its checks and met, while it was saved, what another had just saved."""
    if request.method != "POST" or not isinstance(exception, (ValidationError, IntegrityError)):
        return None
    logger.warning("a form to %s lost a race: %r", request.path, exception)
    said = exception.messages if isinstance(exception, ValidationError) else []
    text = _("Aynı anda iki kez gönderildi ya da bir başkası sizden önce kaydetti; bu gönderim kaydedilmedi.")
    return Malformed(" ".join([text, *said]), status=409)


def _form(request: HttpRequest) -> QueryDict | None:
    """The posted fields, if it is a form that came."""
    return request.POST if request.method == "POST" and request.content_type in FORMS else None


def _missed_a_field(exception: Exception) -> bool:
    """Whether a view of Wagtail's took something for granted that the form, or the JSON, did not bring."""
    of_nothing = isinstance(exception, (AttributeError, TypeError)) and NOTHING.match(str(exception))
    # A row's place that is no number, in a row that goes: Wagtail sorts the rows by it without looking.
    of_no_place = isinstance(exception, KeyError) and exception.args == (ORDERING_FIELD_NAME,)
    if not of_nothing and not of_no_place:
        return False
    last = exception.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and str(last.tb_frame.f_globals.get("__name__", "")).startswith("wagtail.")


def _texts(*queries: QueryDict | None) -> Iterator[str]:
    for query in queries:
        for key, values in query.lists() if query else ():
            yield key
            yield from (value for value in values if isinstance(value, str))


def _without_foreign_way_back(request: HttpRequest, query: QueryDict) -> QueryDict | None:
    """A copy without ``next`` if that is no address of this site; ``None`` if nothing is wrong."""
    wanted = query.get(NEXT)
    if not wanted or (wanted.startswith("/") and is_ours(request, wanted)):
        return None
    copy = query.copy()
    del copy[NEXT]
    copy._mutable = False
    return copy


def _no_address_for(request: HttpRequest, exception: Exception) -> bool:
    """Whether a redirect was to lead to something that the request itself named."""
    return isinstance(exception, NoReverseMatch) and any(
        value and (f"'{value}'" in str(exception) or repr(value) in str(exception))
        for value in _texts(request.GET, _form(request))
    )
