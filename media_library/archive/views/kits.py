"""What was chosen goes into a press kit: one that is there, or a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.allowed import allowed
from cms.users.selectors import signed_in
from media_library.archive import selection
from media_library.archive.permissions import may_fill_kits
from media_library.archive.views.screens import finder_crumb, screen
from media_library.kits import services
from media_library.kits.models import Kit, KitState
from media_library.models import Shoot

OFFERED = 40
NOTHING_SIGNED = gettext_lazy(
    "Seçilenlerin hiçbiri yayındaki imzalı bir içerikte kullanılmıyor. Basına vermek için önce bir bültenle ya da "
    "galeriyle imzaya sunun."
)


@allowed(may_fill_kits)
def add(request: HttpRequest) -> HttpResponseBase:
    """Asks which kit, then fills it."""
    data = request.POST if request.method == "POST" else request.GET
    chosen = selection.read(data)
    if not chosen:
        messages.warning(request, _("Önce kite konacak fotoğraf ve videoları seçin."))
        return redirect("archive:finder")
    by_hand = Kit.objects.filter(content_type__isnull=True).exclude(state=KitState.CLOSED)
    kits = by_hand.only("pk", "name", "content_type", "created_at").order_by("-created_at", "-pk")[:OFFERED]
    number = data.get("kit", "")
    name = " ".join(data.get("ad", "").split())[:255]
    errors: list[str] = []
    items = chosen.items(withheld=False)
    photos, videos = services.signed_of(items)
    unsigned = len(chosen) - len(photos) - len(videos)
    if request.method == "POST":
        kit = by_hand.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
        if kit is None and not name:
            errors = [_("Bir kit seçin ya da yeni kitin adını yazın.")]
        elif not photos and not videos:
            errors = [str(NOTHING_SIGNED)]
        else:
            try:
                filled = services.add_to_kit(kit=kit, user=signed_in(request), name=name, photos=photos, videos=videos)
            except ValidationError as error:
                errors = list(error.messages)
            else:
                messages.success(request, _("“%(kit)s” kitine eklendi.") % {"kit": filled})
                return redirect(reverse("kits:inspect", args=[filled.pk]))
    elif not name and (shoot := Shoot.objects.filter(photos__in=chosen.photos[:1]).first()):
        name = shoot.title
    return screen(
        request, "archive/kit.html", title=_("Kite ekle"), icon="folder-open-inverse", crumbs=(finder_crumb(),),
        chosen=chosen, kits=kits, number=number, name=name, errors=errors, unsigned=unsigned,
        nothing_signed=NOTHING_SIGNED, ready=len(photos) + len(videos),
    )  # fmt: skip
