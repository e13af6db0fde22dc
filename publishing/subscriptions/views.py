"""The public pages. A ``GET`` shows a button and changes nothing: mail scanners open every link."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.addresses import network_of_request
from publishing.subscriptions import consent, services, subjects
from publishing.subscriptions.forms import SubjectsForm, SubscribeForm
from publishing.subscriptions.models import Subscriber, Wish

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Kept by nobody, found by no search engine; its address is a key that no other site is told of."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(guarded))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. Whatever is sent in it properly is answered alike, whether the address is known or not."""
    form = SubscribeForm(request.POST or None, initial={"chosen": [subjects.ALL]})
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            services.ask(
                email=form.cleaned_data["email"],
                chosen=form.cleaned_data["chosen"],
                place=network_of_request(request),
            )
        return redirect("subscriptions:asked")
    status = 422 if form.is_bound else 200
    return render(
        request, "subscriptions/subscribe.html", {"form": form, "consent": consent.text_of(consent.CURRENT)},
        status=status,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: the same for everybody."""
    return render(request, "subscriptions/asked.html")


@csrf_exempt
@private
def confirm(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The owner of the address says yes by pressing the button."""
    if request.method == "POST":
        subscriber = services.confirm(token=token)
        return _said(request, "confirmed" if subscriber else "unknown", subscriber=subscriber)
    wish = Wish.objects.standing().filter(token=token).first()
    if wish is None:
        return _said(request, "unknown")
    values = {"wish": wish, "names": subjects.names_of(wish.subjects), "consent": consent.text_of(wish.consent)}
    return render(request, "subscriptions/confirm.html", values)


@csrf_exempt
@private
def refuse(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The owner of the address wants no more questions."""
    if request.method == "POST":
        return _said(request, "refused" if services.refuse(token=token) else "unknown")
    wish = Wish.objects.filter(token=token).first()
    return render(request, "subscriptions/refuse.html", {"wish": wish}) if wish else _said(request, "unknown")


@csrf_exempt
@private
def leave(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Off the list. RFC 8058: mail programs post here without a cookie, and may do so twice."""
    if request.method == "POST":
        services.leave(token=token)
        return _said(request, "left", status=200)
    subscriber = Subscriber.objects.filter(token=token).first()
    if subscriber is None:
        return _said(request, "unknown")
    return render(request, "subscriptions/leave.html", {"subscriber": subscriber})


@csrf_exempt
@private
def change(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Other subjects."""
    subscriber = Subscriber.objects.filter(token=token).first()
    if subscriber is None:
        return _said(request, "unknown")
    ticked = list(subscriber.choices.values_list("subject", flat=True))
    form = SubjectsForm(request.POST if request.method == "POST" else None, initial={"chosen": ticked})
    if form.is_bound and form.is_valid():
        services.choose(subscriber=subscriber, chosen=form.cleaned_data["chosen"])
        return _said(request, "changed", subscriber=subscriber)
    status = 422 if form.is_bound else 200
    return render(request, "subscriptions/change.html", {"form": form, "subscriber": subscriber}, status=status)


def _said(request: HttpRequest, what: str, status: int | None = None, **context: Any) -> HttpResponse:
    if status is None:
        status = 404 if what == "unknown" else 200
    return render(request, "subscriptions/said.html", {"what": what, **context}, status=status)
