"""Describing many photos and videos at once, and the words that are kept for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.office.allowed import allowed
from cms.office.ways import way_back
from cms.users.selectors import signed_in
from media_library.archive import batch, batch_undo, finder, selection, services
from media_library.archive.forms import BatchForm
from media_library.archive.models import TextTemplate
from media_library.archive.permissions import may_describe, may_list_withheld
from media_library.archive.selection import Selection
from media_library.archive.views.screens import finder_crumb, screen
from media_library.metadata import templates
from media_library.models import Photo

SHOWN = 3
# How many refused photos the report names.
NAMED = 12


@allowed(may_describe)
def edit(request: HttpRequest) -> HttpResponseBase:
    """The form for what was chosen (by link or by post); ``kaydet`` writes."""
    data = request.POST if request.method == "POST" else request.GET
    chosen = selection.read(data)
    if not chosen:
        messages.warning(request, _("Önce düzenlenecek fotoğrafları seçin."))
        return redirect("archive:finder")
    back = way_back(request, reverse("archive:finder"), name="donus")
    writes = request.method == "POST" and "kaydet" in data
    form = BatchForm(request.POST if writes else None)
    if writes and form.is_valid():
        if not form.asks_for_something:
            messages.info(request, _("Hiçbir alana dokunulmadı; bir şey değişmedi."))
        elif _write(request, form, chosen):
            return redirect(back)
    shown = chosen.items(SHOWN, withheld=may_list_withheld(request.user))
    return screen(
        request, "archive/batch.html", title=_("Toplu düzenle"), icon="edit", crumbs=(finder_crumb(),), form=form,
        chosen=chosen, back=back, back_given=data.get("donus", ""), shown=_shown(shown),
        kept=list(TextTemplate.objects.values("id", "name", "field", "text").order_by("field", "name")),
        fields=templates.FIELDS.items(), template_fields=TextTemplate.Field.values,
        sections=form.sections(only=request.GET.get("bolum", "")),
    )  # fmt: skip


def _write(request: HttpRequest, form: BatchForm, chosen: Selection) -> bool:
    try:
        report = batch.edit_many(
            user=signed_in(request), photos=chosen.photos, videos=chosen.videos, changes=form.changes, tags=form.tags,
            people=form.people,
        )  # fmt: skip
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if not batch_undo.offer(request, report, report.sentence()):
        (messages.warning if report.refused else messages.success)(request, report.sentence())
    for item, reason in report.refused[:NAMED]:
        messages.warning(request, f"“{item.title}”: {reason}")
    return True


def _shown(items: list[Any]) -> list[dict[str, Any]]:
    thumbs = finder.thumbs_of([item.pk for item in items if isinstance(item, Photo)])
    shown = []
    for item in items:
        is_photo = isinstance(item, Photo)
        thumb = thumbs.get(item.pk) or reverse("archive:thumb", args=[item.pk]) if is_photo else ""
        shown.append({"item": item, "thumb": "" if item.withheld_at else thumb, "is_photo": is_photo})
    return shown


@require_POST
@allowed(may_describe)
def preview(request: HttpRequest) -> HttpResponse:
    """What the texts of the form would become for the first photos: JSON ``{"items": [{field: text}], "error"}``."""
    chosen = selection.read(request.POST)
    form = BatchForm(request.POST)
    form.is_valid()
    changes = [
        batch.Change(field=name, how=batch.How(how), value=form.cleaned_data.get(name) or "")
        for name in batch.TEXTS
        if (how := form.cleaned_data.get(f"{name}_nasil")) and (how == batch.How.CLEAR or form.cleaned_data.get(name))
    ]
    items = chosen.items(SHOWN, withheld=may_list_withheld(request.user))
    try:
        texts = batch.preview(items, changes)
    except ValidationError as error:
        return JsonResponse({"items": [], "error": " ".join(error.messages)})
    labels = {name: batch.label_of(name) for name in batch.TEXTS}
    return JsonResponse(
        {"items": [[{"label": labels[name], "text": text} for name, text in one.items()] for one in texts], "error": ""}
    )


@require_POST
@allowed(may_describe)
def keep_template(request: HttpRequest) -> HttpResponse:
    """Keeps the words of one field under a name: JSON ``{"id", "name", "error"}``."""
    try:
        kept = services.template_save(
            user=signed_in(request), name=" ".join(request.POST.get("ad", "").split()),
            field=request.POST.get("alan", ""), text=request.POST.get("metin", ""),
        )  # fmt: skip
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"id": kept.pk, "name": kept.name, "text": kept.text, "field": kept.field})


@require_POST
@allowed(may_describe)
def drop_template(request: HttpRequest, number: int) -> HttpResponse:
    """Deletes kept words."""
    services.template_delete(kept=get_object_or_404(TextTemplate, pk=number), user=signed_in(request))
    return JsonResponse({})
