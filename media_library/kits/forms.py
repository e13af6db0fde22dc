"""What editors fill in: a kit made by hand, and the address that somebody gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.office.widgets import DayInput
from media_library.kits import services


class KitForm(WagtailAdminModelForm):
    """What an editor hands out: single things, or all that a live bulletin or gallery was signed with. Whatever may not
    go to the press, or nobody signed, is refused by name."""

    whole = forms.ModelChoiceField(
        Page.objects.live(), label=_("Bülten ya da galeri"), required=False,
        widget=AdminPageChooser(can_choose_root=False),
        help_text=_("Seçilirse yayındaki bu içeriğin fotoğraf, video ve belgelerinin hepsi kite eklenir."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        chosen: dict[str, list[int]] = {"photos": [], "videos": [], "documents": []}
        for relation, name in (("photos", "photo"), ("videos", "video"), ("documents", "document")):
            rows = self.formsets[relation]
            rows.is_valid()  # fills the rows' cleaned data; Django asks for it only after this form's own
            for row in rows.forms:
                values = getattr(row, "cleaned_data", {})
                if values.get(name) and not values.get("DELETE"):
                    chosen[relation].append(values[name].pk)
        objections = services.objections(photos=chosen["photos"], videos=chosen["videos"], files=chosen["documents"])
        if objections:
            raise ValidationError(objections)
        whole = data.get("whole")
        if whole is not None and not any(services.usable_of(whole.specific)):
            self.add_error("whole", _("Bu içerikte basına verilebilecek, yayında fotoğraf, video ya da belge yok."))
        if not any(chosen.values()) and whole is None and not self.errors:
            raise ValidationError(_("Kite en az bir fotoğraf, video ya da belge ekleyin."))
        return data


def in_thirty_days() -> dt.date:
    """The day on which a new link ends if nobody says otherwise."""
    return timezone.localdate() + dt.timedelta(days=services.DAYS_OPEN)


class LinkForm(forms.Form):
    """A new address of a kit."""

    label = forms.CharField(
        label=_("Kime"),
        max_length=160,
        help_text=_("Örneğin “Ege Postası, Deniz Örnek”. İndirmeler bu adla kaydedilir."),
    )
    email = forms.EmailField(label=_("E-postası"), required=False)
    last_day = forms.DateField(
        label=_("Son geçerlilik günü"), required=False, initial=in_thirty_days, widget=DayInput,
        help_text=_("Boş bırakılırsa bağlantı iptal edilene kadar geçerlidir."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Parola"), required=False, min_length=6, max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("İsteğe bağlı, en az 6 karakter. Kaydedilince bir daha gösterilmez; bağlantıdan ayrı iletin."),
    )  # fmt: skip

    def clean_last_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["last_day"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Bu gün geçmiş."))
        return day

    @property
    def expires_at(self) -> dt.datetime | None:
        """The end of the last day, in local time."""
        day = self.cleaned_data["last_day"]
        return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time())) if day else None
