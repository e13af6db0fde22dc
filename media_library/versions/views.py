"""Turning and cropping at ``/admin/surum/<photo>/``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.models import Photo
from media_library.renditions.sizes import WIDTHS
from media_library.versions import services
from media_library.versions.pixels import Edit

WHOLE = 100.0
SIDES = ("left", "top", "width", "height")
# What papers, sites and networks ask for; the number is width by height.
RATIOS = (
    ("", gettext_lazy("serbest")), ("own", gettext_lazy("aslı gibi")), ("1", "1 : 1"), ("1.5", "3 : 2"),
    ("1.33333", "4 : 3"), ("1.77778", "16 : 9"), ("0.8", "4 : 5"), ("0.66667", "2 : 3"), ("0.5625", "9 : 16"),
)  # fmt: skip


class EditForm(forms.Form):
    """The turn in degrees, and the box in hundredths of the turned picture; without a script they are typed."""

    turn = forms.TypedChoiceField(
        label=gettext_lazy("Döndür (saat yönünde)"), coerce=int, initial=0,
        choices=[(0, gettext_lazy("döndürme")), (90, "90°"), (180, "180°"), (270, "270°")],
    )  # fmt: skip
    left = forms.FloatField(label=gettext_lazy("Soldan (%)"), initial=0)
    top = forms.FloatField(label=gettext_lazy("Üstten (%)"), initial=0)
    width = forms.FloatField(label=gettext_lazy("Genişlik (%)"), initial=WHOLE)
    height = forms.FloatField(label=gettext_lazy("Yükseklik (%)"), initial=WHOLE)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SIDES:
            self.fields[name].widget.attrs |= {"step": "any", "min": "0", "max": "100", "data-version-side": name}
        self.fields["turn"].widget.attrs["data-version-turn"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["edit"] = Edit(cleaned["turn"], *(cleaned[name] / WHOLE for name in SIDES))
        return cleaned


@allowed(services.may_turn)
@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The editor of a photo; then its new version's page. Of a version, the editor of its original as it was edited."""
    original: Photo = get_object_or_404(Photo, pk=pk, withheld_at__isnull=True)
    if original.edit is not None and original.derived_from_id is not None:
        return redirect(f"{reverse('versions:photo', args=[original.derived_from_id])}?surum={pk}")
    form = EditForm(request.POST or None, initial={"seen": original.sha256, **_before(request, original)})
    if request.method == "POST" and form.is_valid():
        try:
            version = services.make_version(
                photo=original, edit=form.cleaned_data["edit"], user=signed_in(request), seen=form.cleaned_data["seen"]
            )
        except (ValidationError, PermissionDenied) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(
                request, _("“%(title)s” arşive eklendi; aslı olduğu gibi duruyor.") % {"title": version.title}
            )
            return redirect("archive:photo", version.pk)
    return screen(
        request, "versions/photo.html", title=_("Döndür, kırp"), icon="cut",
        crumbs=[(reverse("archive:photo", args=[pk]), original.title)], styles=["versions/versions.css"],
        scripts=["versions/versions.js"], photo=original, shown=original.get_rendition(WIDTHS[1]), form=form,
        ratios=RATIOS, sides=[form[name] for name in SIDES],
    )  # fmt: skip


def _before(request: HttpRequest, original: Photo) -> dict[str, Any]:
    """How the version named in the address was made, to begin with."""
    number = request.GET.get("surum", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    version = Photo.objects.filter(derived_from=original, edit__isnull=False, pk=int(number)).first()
    made: dict[str, Any] = (version.edit or {}) if version is not None else {}
    sides = {name: round(value * WHOLE, 3) for name, value in zip(SIDES, made.get("crop", ()), strict=False)}
    return {"turn": made.get("turn", 0), **sides}


urlpatterns = [path("<int:pk>/", photo, name="photo")]
