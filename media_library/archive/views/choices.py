"""Choosing photos for a text: the finder in a dialog of the editing screen, and a place for what is uploaded there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.office.allowed import allowed
from cms.users.selectors import signed_in
from media_library.archive import chooser, finder, selection, services
from media_library.archive.criteria import SHOOT_NUMBER, Criteria, FinderForm
from media_library.archive.forms import SuggestInput, shoot_name
from media_library.archive.permissions import may_look
from media_library.intake.uploads.services import largest, may_upload
from media_library.models import Photographer, Shoot

HEADER = "X-Requested-With"


class PlaceForm(forms.Form):
    """The three things that are asked of new photos: the files, their shoot, who took them. A name that the archive
    does not know opens a new shoot."""

    shoot = forms.CharField(
        label=gettext_lazy("Çekim"), max_length=200, widget=SuggestInput("cekim"),
        help_text=gettext_lazy("Var olan bir çekimi seçin ya da yeni çekimin adını yazın."),
        error_messages={"required": gettext_lazy("Fotoğrafların hangi çekimden olduğunu yazın.")},
    )  # fmt: skip
    photographer = forms.ModelChoiceField(
        label=gettext_lazy("Fotoğrafçı"), required=False, queryset=Photographer.objects.filter(active=True),
        empty_label=gettext_lazy("bilinmiyor"),
    )  # fmt: skip

    def known(self) -> Shoot | None:
        """The shoot that is meant, if the archive has it: written as the archive writes it. "Meclis kararı no 12" is a
        name like any other."""
        text = self.cleaned_data["shoot"]
        number = SHOOT_NUMBER.search(text)
        shoot = Shoot.objects.filter(pk=int(number[1])).first() if number else None
        return shoot if shoot is not None and shoot_name(shoot) == text else None

    def new(self) -> Shoot:
        """The shoot that is to be opened, unsaved."""
        return Shoot(title=self.cleaned_data["shoot"], photographer=self.cleaned_data["photographer"])


@require_safe
@allowed(may_look)
def choose(request: HttpRequest) -> HttpResponseBase:
    """What the dialog shows; with ``parca`` only the next photos, as JSON ``{"html", "cursor", "looked"}``."""
    if HEADER not in request.headers:
        return redirect("archive:finder")
    query = request.GET.copy()
    query["tur"] = "foto"
    form = FinderForm(query, auto_id="choose_%s")
    criteria = Criteria(form)
    page = finder.page_of(criteria, cursor=request.GET.get("imlec", ""))
    finder.hurry(page.tiles)
    context: dict[str, Any] = {"choices": chooser.choices(page.tiles), "query": criteria.query, "page": page}
    if request.GET.get("parca"):
        html = render_to_string("archive/choose_tiles.html", context, request=request)
        return JsonResponse({"html": html, "cursor": page.cursor, "looked": page.looked})
    return render(
        request, "archive/choose.html",
        {
            **context, "form": form, "place": PlaceForm(auto_id="choose_%s"), "may_upload": may_upload(request.user),
            "most": largest("photo") // 1024**2, "is_narrowed": bool(criteria.text or len(criteria.narrowing) > 1),
        },
    )  # fmt: skip


@require_safe
@allowed(may_look)
def chosen(request: HttpRequest) -> HttpResponseBase:
    """``?foto=1,2``: what the form is told of these photos, as JSON ``{"photos": […]}``; those that may not be shown
    are left out."""
    photos = chooser.chosen(selection.read(request.GET).photos)
    return JsonResponse({"photos": photos}, headers={"Cache-Control": "no-store"})


@require_safe
@allowed(may_look)
def whole_shoot(request: HttpRequest) -> HttpResponseBase:
    """``?cekim=3``: the numbers of its photos that may be shown, as JSON ``{"photos": […]}``."""
    number = request.GET.get("cekim", "")
    shoot = get_object_or_404(Shoot, pk=int(number) if number.isascii() and number.isdigit() else 0)
    return JsonResponse({"photos": chooser.usable_of(shoot)}, headers={"Cache-Control": "no-store"})


@require_POST
@allowed(may_upload)
def place(request: HttpRequest) -> HttpResponseBase:
    """Where uploaded photos go, as JSON ``{"shoot", "label", "endpoint", "states"}``; a name that is not known opens a
    new shoot."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error_message": sentence}, status=422)
    shoot = form.known() or services.shoot_save(shoot=form.new(), people=(), user=signed_in(request))
    return JsonResponse(
        {
            "shoot": shoot.pk,
            "label": shoot_name(shoot),
            "endpoint": reverse("uploads:files", args=[shoot.pk]),
            "states": reverse("uploads:states"),
        }
    )
