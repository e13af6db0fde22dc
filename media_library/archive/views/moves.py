"""Moving photos and videos into another shoot: dropped on it, or chosen in the bar of the selection."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.allowed import allowed
from cms.office.ways import way_back
from cms.users.selectors import signed_in
from media_library.archive import batch, batch_undo, selection
from media_library.archive.forms import ShootField
from media_library.archive.permissions import may_describe, may_list_withheld
from media_library.archive.views.batches import NAMED
from media_library.archive.views.screens import finder_crumb, screen
from media_library.models import Shoot

RIGHTS = ("legal_basis", "licence")


class MoveForm(forms.Form):
    """Where to, and whether the rights are to be those with which photos of that shoot begin."""

    shoot = ShootField(label=gettext_lazy("Hangi çekime?"), required=True)
    rights = forms.BooleanField(
        label=gettext_lazy("Hukuki dayanak ve kullanım hakkı da o çekiminki olsun"), required=False,
        help_text=gettext_lazy("İşaretlemezseniz hak bilgileri ve rızalar olduğu gibi kalır."),
    )  # fmt: skip


@allowed(may_describe)
def move(request: HttpRequest) -> HttpResponseBase:
    """What would change, and the button; ``kaydet`` moves. ``hedef`` is the number of the shoot that was dropped on."""
    data = request.POST if request.method == "POST" else request.GET
    chosen = selection.read(data)
    if not chosen:
        messages.warning(request, _("Önce taşınacak fotoğrafları seçin."))
        return redirect("archive:finder")
    back = way_back(request, reverse("archive:finder"), name="donus")
    target = _shoot(data.get("hedef", ""))
    writes = request.method == "POST" and "kaydet" in data
    form = MoveForm(request.POST) if writes else MoveForm(initial={"shoot": target})
    if writes and form.is_valid():
        target = form.cleaned_data["shoot"]
        if _write(request, chosen, target, rights=form.cleaned_data["rights"]):
            return redirect(back)
    items = chosen.items(withheld=may_list_withheld(request.user))
    return screen(
        request, "archive/move.html", title=_("Başka çekime taşı"), icon="folder-open-inverse",
        crumbs=(finder_crumb(),), form=form, chosen=chosen, back=back, back_given=data.get("donus", ""),
        **_differences(items, target),
    )  # fmt: skip


def _shoot(number: str) -> Shoot | None:
    usable = number.isascii() and number.isdigit() and len(number) < 19
    return Shoot.objects.filter(pk=int(number)).first() if usable else None


def _write(request: HttpRequest, chosen: selection.Selection, target: Shoot, *, rights: bool) -> bool:
    changes = [batch.Change(field="shoot", how=batch.How.WRITE, value=target)]
    if rights:
        changes += [batch.Change(field=name, how=batch.How.WRITE, value=getattr(target, name)) for name in RIGHTS]
    try:
        report = batch.edit_many(user=signed_in(request), photos=chosen.photos, videos=chosen.videos, changes=changes)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    said = report.sentence()
    if report.changed:
        said = _("“%(shoot)s” çekimine taşındı: %(report)s") % {"shoot": target.title, "report": said}
    if not batch_undo.offer(request, report, said):
        (messages.warning if report.refused else messages.success)(request, said)
    for item, reason in report.refused[:NAMED]:
        messages.warning(request, f"“{item.title}”: {reason}")
    return True


def _differences(items: list[Any], target: Shoot | None) -> dict[str, Any]:
    """From where they come, how many are there already, and whose rights are others than the target begins with."""
    origins = Counter(item.shoot.title if item.shoot else "" for item in items)
    return {
        "target": target,
        "origins": [(title, count) for title, count in origins.most_common(6)],
        "there": sum(target is not None and item.shoot_id == target.pk for item in items),
        "other_rights": sum(
            target is not None and any(getattr(item, name) != getattr(target, name) for name in RIGHTS)
            for item in items
        ),
    }
