"""Shoots: the list, one shoot's page, its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cms.office.allowed import allowed
from cms.users.models import Department
from cms.users.selectors import signed_in
from media_library.archive import actions, finder, services, shoots, titles
from media_library.archive.address import ArchiveFilterForm
from media_library.archive.criteria import Criteria, FinderForm
from media_library.archive.forms import ShootForm
from media_library.archive.permissions import may_describe, may_list_withheld, may_look
from media_library.archive.views.screens import screen, shoots_crumb
from media_library.intake.uploads.services import may_upload
from media_library.models import Photographer, Shoot


class ShootFilterForm(ArchiveFilterForm):
    """The filters of the list of shoots."""

    q = forms.CharField(label=gettext_lazy("Ara"), required=False, max_length=200)
    year = forms.IntegerField(label=gettext_lazy("Yıl"), required=False, min_value=1, max_value=9998)
    department = forms.ModelChoiceField(
        label=gettext_lazy("Müdürlük"), required=False, queryset=Department.objects.all(),
        empty_label=gettext_lazy("hepsi"),
    )  # fmt: skip
    photographer = forms.ModelChoiceField(
        label=gettext_lazy("Fotoğrafçı"), required=False, queryset=Photographer.objects.all(),
        empty_label=gettext_lazy("hepsi"),
    )  # fmt: skip


@require_safe
@allowed(may_look)
def index(request: HttpRequest) -> HttpResponse:
    """The newest shoots first."""
    form = ShootFilterForm(request.GET)
    form.is_valid()
    page = shoots.page_of(shoots.filtered(form.cleaned_data), cursor=request.GET.get("imlec", ""))
    rest = request.GET.copy()
    rest.pop("imlec", None)
    return screen(
        request, "archive/shoots.html", title=_("Çekimler"), icon="folder-open-inverse", form=form, page=page,
        rest=rest.urlencode(), is_filtered=any(form.cleaned_data.values()), is_first="imlec" not in request.GET,
        may_upload=may_upload(request.user),
    )  # fmt: skip


@require_safe
@allowed(may_look)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One shoot: its facts, what was taken, what can be done."""
    shoot = get_object_or_404(Shoot.objects.select_related("department", "photographer", "created_by"), pk=number)
    criteria = Criteria(FinderForm({"cekim": str(number), "sira": "cekim"}))
    page = finder.page_of(criteria, cursor=request.GET.get("imlec", ""))
    finder.hurry(page.tiles)
    may_change = may_describe(request.user)
    contents = shoots.contents_of(shoot, withheld=may_list_withheld(request.user))
    is_empty = contents.is_empty and not services.holds_anything(shoot)
    return screen(
        request, "archive/shoot.html", title=shoot.title, icon="folder-open-inverse", crumbs=(shoots_crumb(),),
        shoot=shoot, people=shoot.people.all(), readiness=shoots.readiness_of(shoot), page=page,
        tiles=page.tiles, query=criteria.query, contents=contents, is_empty=is_empty,
        targets=shoots.targets(near=shoot) if may_change else None,
        unnumbered=titles.unnumbered(shoot) if may_change else 0, actions=actions.for_selection(request.user),
        shoot_actions=[(one, one.url(shoot)) for one in actions.for_shoot(request.user)],
        may_upload=may_upload(request.user), may_describe=may_change,
    )  # fmt: skip


@require_safe
@allowed(may_look)
def readiness(request: HttpRequest, number: int) -> JsonResponse:
    """How many photos of a shoot have their small sizes, and what its header says now:
    ``{"ready", "all", "words", "over", "facts"}``."""
    shoot = get_object_or_404(Shoot.objects.select_related("department", "photographer"), pk=number)
    found = shoots.readiness_of(shoot)
    contents = shoots.contents_of(shoot, withheld=may_list_withheld(request.user))
    facts = render_to_string("archive/shoot_facts.html", {"shoot": shoot, "contents": contents}, request=request)
    answer = {
        "ready": found.ready, "all": found.photos, "words": found.words, "over": found.is_over, "facts": facts,
    }  # fmt: skip
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@allowed(may_upload)
def add(request: HttpRequest) -> HttpResponseBase:
    """A new shoot; afterwards its page, ready for files."""
    return _form(request, Shoot(), title=_("Yeni çekim"), crumbs=(shoots_crumb(),))


@allowed(may_describe)
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """A shoot's facts changed."""
    shoot = get_object_or_404(Shoot, pk=number)
    crumbs = (shoots_crumb(), (reverse("archive:shoot", args=[number]), shoot.title))
    return _form(request, shoot, title=_("Çekimi düzenle"), crumbs=crumbs)


def _form(request: HttpRequest, shoot: Shoot, **frame: Any) -> HttpResponseBase:
    is_new = shoot.pk is None
    form = ShootForm(request.POST or None, instance=shoot)
    if request.method == "POST" and form.is_valid():
        saved = services.shoot_save(shoot=form.instance, people=form.cleaned_data["names"], user=signed_in(request))
        words = _("Çekim açıldı. Fotoğraf ve videoları aşağıya bırakın.") if is_new else _("Çekim kaydedildi.")
        messages.success(request, words)
        return redirect("archive:shoot", saved.pk)
    if request.method == "POST":
        messages.error(request, _("Çekim kaydedilmedi; işaretli alanları düzeltin."))
    return screen(request, "archive/shoot_form.html", icon="folder-open-inverse", form=form, shoot=shoot, **frame)


@require_POST
@allowed(may_describe)
def number(request: HttpRequest, number: int) -> HttpResponseBase:
    """Tells the photos that are all called as their shoot apart."""
    shoot = get_object_or_404(Shoot, pk=number)
    count = titles.number(shoot=shoot, user=signed_in(request))
    words = ngettext("%(count)d kayda sıra numarası verildi.", "%(count)d kayda sıra numarası verildi.", count)
    (messages.success if count else messages.warning)(request, words % {"count": count})
    return redirect("archive:shoot", shoot.pk)


@require_POST
@allowed(may_describe)
def delete(request: HttpRequest, number: int) -> HttpResponseBase:
    """Takes an empty shoot away."""
    shoot = get_object_or_404(Shoot, pk=number)
    try:
        services.shoot_delete(shoot=shoot, user=signed_in(request))
    except services.NotEmpty as error:
        messages.error(request, str(error))
        return redirect("archive:shoot", number)
    messages.success(request, _("“%(title)s” çekimi silindi.") % {"title": shoot.title})
    return redirect("archive:shoots")
