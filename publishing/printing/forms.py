"""The forms of printed matter's screens."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.names import name_key
from cms.office.widgets import DayInput
from publishing.printing import deposits
from publishing.printing.models import MOST_COPIES, Place, PrintJob, Recipient, Title
from publishing.printing.services import print_kind_of
from publishing.printing.stock import balance_of
from publishing.printing.words import PrintKind, ProofKind
from publishing.publications.selectors import printable

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2200, 1, 1)
SHELF = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
SIGNATURE = "data:image/png;base64,"
LARGEST_SIGNATURE = 400_000
PICTURES = "image/*,.heic,.heif"


def within(day: dt.date | None) -> None:
    """A year that somebody may have meant."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Yılı denetleyin."))


def day(label: Any, **values: Any) -> forms.DateField:
    """A day; today unless somebody types another."""
    return forms.DateField(
        label=label, widget=DayInput, validators=[within], **{"initial": timezone.localdate, **values}
    )


def number(label: Any, lowest: int = 1, highest: int = MOST_COPIES, **values: Any) -> forms.IntegerField:
    """A whole number within bounds."""
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, **values)


def text(label: Any, most: int, **values: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, **values)


class PlaceField(forms.ModelChoiceField):
    """A depot that is in use."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        found: QuerySet[Any] = Place.objects.filter(active=True)
        super().__init__(queryset=found, label=label or gettext_lazy("Depo"), empty_label=None, **kwargs)


class RecipientField(forms.ModelChoiceField):
    """A recipient that is in use."""

    def __init__(self, **kwargs: Any) -> None:
        found: QuerySet[Any] = Recipient.objects.filter(active=True)
        super().__init__(queryset=found, label=gettext_lazy("Kime?"), **kwargs)


class PlanForm(forms.ModelForm):
    """The plan of a job: why, how many, on what."""

    class Meta:
        model = PrintJob
        fields = (
            "necessity", "paper_reason", "quantity", "surplus_reason", "paper", "size", "finish", "wanted_on",
            "prosecutor_needed", "deposit_copies",
        )  # fmt: skip
        widgets = {
            "wanted_on": DayInput,
            "necessity": forms.Textarea({"rows": 4}),
            "paper_reason": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted_on"].validators.append(within)


class OpenForm(PlanForm):
    """A new job: of an issue that both offices signed, of a title that is there, or of a new one."""

    issue = forms.ModelChoiceField(
        label=gettext_lazy("İmzalı sayı"), queryset=printable(), required=False,
        empty_label=gettext_lazy("imzalı bir sayıdan değil"),
    )  # fmt: skip

    title = forms.ModelChoiceField(
        label=gettext_lazy("Yeni baskısı yapılacak yayın"), queryset=Title.objects.all(), required=False,
        empty_label=gettext_lazy("yeni bir iş"),
    )  # fmt: skip
    name = text(gettext_lazy("Yeni işin başlığı"), 180, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Türü"), choices=PrintKind.choices, required=False)
    field_order = ("issue", "title", "name", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deposit_copies"].required = False
        self.fields["deposit_copies"].initial = None
        self.fields["deposit_copies"].help_text = _("Boşsa türüne göre yazılır (6279 sayılı Kanun).")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        title, name = said.get("title"), " ".join((said.get("name") or "").split())
        issue = said.get("issue")
        if issue is not None:
            title, name = Title.objects.filter(issue=issue).first(), ""
            said["title"] = title
            said["kind"] = print_kind_of(issue)
        if title is None and not name and issue is None:
            self.add_error("name", _("Başlığı yazın ya da yukarıdan seçin."))
        if title is None and name and (same := Title.objects.filter(name_key=name_key(name)).first()):
            self.add_error("name", _("“%(name)s” zaten var; yukarıdan seçin.") % {"name": same.name})
        kind = title.kind if title is not None else said.get("kind") or PrintKind.OTHER
        if said.get("deposit_copies") is None:
            wanted = deposits.copies_of(kind)
            if wanted is None and "deposit_copies" not in self.errors:
                self.add_error(
                    "deposit_copies", _("Bu türün sayısı yasanın listesinde yok: kütüphaneye sorup yazın (0 da olur).")
                )
            said["deposit_copies"] = wanted or 0
        if not deposits.goes_to_prosecutor(kind):
            said["prosecutor_needed"] = False
        said["kind"] = kind
        return said


class ActForm(forms.Form):
    """What is noted in a job."""

    def __init__(self, *args: Any, job: PrintJob, **kwargs: Any) -> None:
        self.job = job
        super().__init__(*args, **kwargs)


class OfferForm(ActForm):
    """A price."""

    printer = text(gettext_lazy("Matbaa"), 160)
    price = forms.DecimalField(
        label=gettext_lazy("Bedel (TL, KDV dahil)"), min_value=0, max_digits=12, decimal_places=2
    )
    on = day(gettext_lazy("Teklif günü"))
    note = text(gettext_lazy("Not"), 200, required=False)


class OrderForm(ActForm):
    """By which offer."""

    offer: Any = forms.ModelChoiceField(label=gettext_lazy("Teklif"), queryset=None, empty_label=None)
    reference = text(
        gettext_lazy("Onay ya da doğrudan temin no"), 80, help_text=gettext_lazy("Harcama onayının sayısı.")
    )
    on = day(gettext_lazy("Sipariş günü"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = self.job.offers.all()  # type: ignore[attr-defined]


class DayForm(ActForm):
    """A day."""

    on = day(gettext_lazy("Gün"))


class DeliveryForm(ActForm):
    """How many came, and where they lie."""

    counted = number(gettext_lazy("Sayılan adet"))
    faulty = number(gettext_lazy("Hatalı adet"), 0, initial=0, help_text=gettext_lazy("Stoğa girmez."))
    place = PlaceField()
    on = day(gettext_lazy("Teslim günü"))
    text = text(gettext_lazy("Açıklama"), 300, required=False)


class ReceiptForm(ActForm):
    """A day and the number of a receipt."""

    on = day(gettext_lazy("Verildiği gün"))
    reference = text(gettext_lazy("Alındı no"), 80)


class DepositForm(ReceiptForm):
    """From which depot."""

    place = PlaceField()


class FaultyForm(ActForm):
    """When the library told us."""

    on = day(gettext_lazy("Bildirildiği gün"))
    copies = number(gettext_lazy("Kusurlu nüsha"), 1, 50)


class ProofForm(ActForm):
    """A file."""

    kind = forms.ChoiceField(label=gettext_lazy("Belge"), choices=ProofKind.choices)
    file = forms.FileField(
        label=gettext_lazy("PDF ya da fotoğraf"),
        widget=forms.ClearableFileInput({"accept": f"{PICTURES},application/pdf"}),
    )


class NoteForm(ActForm):
    """A note."""

    text = text(gettext_lazy("Not"), 600)


class ReasonForm(ActForm):
    """A reason."""

    reason = text(gettext_lazy("Neden"), 600)


class EmptyForm(ActForm):
    """Nothing but the button."""


# --- Stock ------------------------------------------------------------------------------------------------------------


class SignatureField(forms.CharField):
    """What a finger drew on the screen, as the browser's PNG; gives a file, or nothing."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        if not said:
            return None
        if not said.startswith(SIGNATURE) or len(said) > LARGEST_SIGNATURE:
            raise ValidationError(_("İmza okunamadı; yeniden imzalatın."))
        try:
            data = base64.b64decode(said.removeprefix(SIGNATURE), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("İmza okunamadı; yeniden imzalatın.")) from error
        return ContentFile(data, name="imza.png")


class StockForm(forms.Form):
    """What is done to a title's stock."""

    place = PlaceField()

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        self.title = title
        super().__init__(*args, **kwargs)


class GiveForm(StockForm):
    """To whom, how many, who took it."""

    recipient = RecipientField()
    copies = number(gettext_lazy("Adet"))
    received_by = text(gettext_lazy("Teslim alan"), 120, required=False)
    signature = SignatureField(required=False)
    act = forms.UUIDField(widget=forms.HiddenInput, required=False)
    photo = forms.FileField(
        label=gettext_lazy("Ya da fotoğraf"), required=False,
        widget=forms.FileInput({"accept": PICTURES, "capture": "environment"}),
    )  # fmt: skip
    on = day(gettext_lazy("Gün"))
    note = text(gettext_lazy("Açıklama"), 300, required=False)
    field_order = ("recipient", "copies", "place", "received_by", "photo", "on", "note", "signature", "act")


class ReturnForm(StockForm):
    """Who brings how many back."""

    recipient = RecipientField()
    copies = number(gettext_lazy("Adet"))
    on = day(gettext_lazy("Gün"))
    note = text(gettext_lazy("Açıklama"), 300, required=False)


class ArriveForm(StockForm):
    """Copies without a job."""

    copies = number(gettext_lazy("Adet"))
    on = day(gettext_lazy("Gün"))
    note = text(gettext_lazy("Nereden geldi?"), 300)


class TransferForm(StockForm):
    """From one depot to another."""

    to = PlaceField(gettext_lazy("Nereye?"))
    copies = number(gettext_lazy("Adet"))
    note = text(gettext_lazy("Açıklama"), 300, required=False)


class CountForm(forms.Form):
    """What somebody counted; the depot's choice tells what the ledger said when they began."""

    shelf = forms.CharField(label=gettext_lazy("Depo"), max_length=30)
    counted = number(gettext_lazy("Sayılan adet"), 0)
    note = text(gettext_lazy("Farkın nedeni"), 300, required=False)

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title
        self.places = {place.pk: place for place in Place.objects.filter(active=True)}
        left = {pk: balance_of(title, place) for pk, place in self.places.items()}
        self.fields["shelf"].widget = forms.Select(choices=[
            (f"{pk}:{left[pk]}", _("%(place)s (defterde %(left)d)") % {"place": place, "left": left[pk]})
            for pk, place in self.places.items()
        ])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        found = SHELF.fullmatch(said.pop("shelf", ""))
        place = self.places.get(int(found[1])) if found else None
        if place is None or found is None:
            self.add_error("shelf", _("Depoyu seçin."))
            return said
        return {**said, "place": place, "seen": int(found[2])}


class LossForm(StockForm):
    """What is gone."""

    copies = number(gettext_lazy("Adet"))
    note = text(gettext_lazy("Ne oldu?"), 300)


class CorrectForm(forms.Form):
    """Why a line is taken back."""

    note = text(gettext_lazy("Neden"), 300)


class TitleForm(forms.ModelForm):
    """Printed matter that was there before."""

    class Meta:
        model = Title
        fields = ("name", "kind")
