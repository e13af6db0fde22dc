"""Drawing the boxes at ``/admin/bulaniklastir/<photo>/``."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.blur import services
from media_library.models import LegalBasis, Photo
from media_library.renditions.sizes import WIDTHS
from media_library.rights.access import only

for_blurring = only(services.may_blur, lambda: _("Bulanıklaştırma arşivcilerin işidir."))


class BlurForm(forms.Form):
    """The boxes as JSON, and the rights of the copy."""

    boxes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Kopyanın hukuki dayanağı"), choices=LegalBasis.choices, initial=LegalBasis.NO_PERSON,
        help_text=gettext_lazy("Kopyada tanınabilen kişi kalmadıysa “kişi görünmüyor” deyin."),
    )  # fmt: skip
    contains_children = forms.BooleanField(label=gettext_lazy("Kopyada tanınabilen çocuk var"), required=False)

    def clean_boxes(self) -> list[Any]:
        try:
            boxes = json.loads(self.cleaned_data["boxes"] or "[]")
        except ValueError as error:
            raise ValidationError(_("Kutulardan biri okunamadı; sayfayı yenileyip yeniden çizin.")) from error
        return services.checked_boxes(boxes if isinstance(boxes, list) else [])


@for_blurring
@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo to draw on; then its copy's edit page."""
    original = get_object_or_404(Photo, pk=pk)
    form = BlurForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            copy = services.blur_photo(
                photo=original, boxes=form.cleaned_data["boxes"], user=signed_in(request),
                legal_basis=form.cleaned_data["legal_basis"], contains_children=form.cleaned_data["contains_children"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” arşive eklendi.") % {"title": copy.title})
            return redirect(reverse("wagtailimages:edit", args=[copy.pk]))
    return screen(
        request, "blur/photo.html", title=_("Yüz ya da plaka bulanıklaştır"), icon="view",
        crumbs=[(reverse("wagtailimages:edit", args=[pk]), original.title)], styles=["rights/blur.css"],
        scripts=["rights/blur.js"], photo=original, shown=original.get_rendition(WIDTHS[1]), form=form,
        drawn=request.POST.get("boxes", "[]") if request.method == "POST" else "[]",
    )  # fmt: skip


urlpatterns = [path("<int:pk>/", photo, name="photo")]
