"""The forms of applicants and of the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.widgets import DayInput
from press_archive.accreditation import crews
from press_archive.accreditation.models import Application
from press_archive.accreditation.words import Answer, PaperKind, Role
from press_archive.agenda.models import PressEvent
from press_archive.contacts.models import Outlet
from press_archive.journalists import photos
from press_archive.journalists.forms import EmailForm, PaperField, PressForm
from press_archive.journalists.models import CardKind, JournalistAccount
from press_archive.journalists.photos import CropField, PortraitField

# Who brings no paper: the card itself says for whom its holder works.
NEEDS_NO_PAPER = (CardKind.DUTY,)


class FormLinkForm(EmailForm):
    """The address that the form is sent to."""


class PersonForm(PressForm):
    """Who comes, as what, with what."""

    name = forms.CharField(
        label=gettext_lazy("Ad soyad"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Adınızı ve soyadınızı yazın.")},
    )  # fmt: skip
    outlet_name = forms.CharField(
        label=gettext_lazy("Yayın kuruluşu"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=gettext_lazy("Serbest çalışıyorsanız boş bırakın."),
    )  # fmt: skip
    outlet_kind = forms.ChoiceField(
        label=gettext_lazy("Kuruluşun türü"), choices=[("", "—"), *Outlet.Kind.choices], required=False
    )
    role = forms.ChoiceField(label=gettext_lazy("Görev"), choices=Role.choices)
    phone = forms.CharField(
        label=gettext_lazy("Telefon"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    zones = forms.MultipleChoiceField(
        label=gettext_lazy("Girmek istediğiniz bölgeler"), required=False, widget=forms.CheckboxSelectMultiple
    )
    equipment = forms.CharField(
        label=gettext_lazy("Ekipman"), max_length=300, required=False,
        help_text=gettext_lazy("Örneğin: 2 kamera, tripod, canlı yayın aracı"),
    )  # fmt: skip
    plate = forms.CharField(label=gettext_lazy("Araç plakası"), max_length=20, required=False)
    card_kind = forms.ChoiceField(
        label=gettext_lazy("Basın kartının türü"), choices=[("", gettext_lazy("kartım yok")), *CardKind.choices],
        required=False,
    )  # fmt: skip
    card_number = forms.CharField(label=gettext_lazy("Basın kartının numarası"), max_length=30, required=False)
    letter = PaperField(
        label=gettext_lazy("Görevlendirme yazısı"),
        help_text=gettext_lazy("Göreve bağlı kartta gerekmez; öteki kartlarda ve kartsız başvuruda gerekir."),
    )
    note = forms.CharField(
        label=gettext_lazy("Not"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photo = PortraitField(
        label=gettext_lazy("Yaka kartı için fotoğraf"), required=False,
        help_text=gettext_lazy("Telefonla çekin ya da dosya seçin. Konum ve makine bilgisi silinir."),
        widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif", "capture": "user"}),
    )  # fmt: skip
    crop = CropField()
    consent = forms.BooleanField(
        label=gettext_lazy("Metni okudum; fotoğrafım için açık rıza veriyorum."), required=False
    )
    notice = forms.BooleanField(
        label=gettext_lazy("Aydınlatma metnini okudum."),
        error_messages={"required": gettext_lazy("Aydınlatma metnini okuyup işaretleyin.")},
    )  # fmt: skip
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, event: PressEvent, account: JournalistAccount | None = None, is_new: bool = True,
                 has_paper: bool = False, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.account, self.is_new, self.has_paper = account, is_new, has_paper
        zones = event.zone_list
        self.fields["zones"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        if not zones:
            del self.fields["zones"]
        if account is not None or not is_new:
            del self.fields["outlet_kind"], self.fields["notice"]
        if account is not None and account.desk_of_id:
            del self.fields["outlet_name"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kind = said.get("card_kind", "")
        if kind and not said.get("card_number"):
            self.add_error("card_number", _("Kartın numarasını yazın."))
        known = self.account is not None  # the office saw card or letter when it approved the account
        if (
            not known
            and kind not in NEEDS_NO_PAPER
            and not said.get("letter")
            and not self.has_paper
            and ("letter" not in self.errors)
        ):
            self.add_error(
                "letter", _("Görevlendirme yazısını ekleyin; serbest çalışıyorsanız bir yayınınızın belgesini.")
            )
        if said.get("photo") is not None and not said.get("consent"):
            self.add_error("consent", _("Fotoğrafınızı saklamamız için rızanız gerekir."))
        if said.get("photo") is not None and "crop" not in self.errors:
            try:
                photos.drawn(said["photo"], said.get("crop"))
                said["photo"].seek(0)
            except ValidationError as error:
                self.add_error("photo", error)
        return said

    def papers(self) -> list[tuple[str, bytes]]:
        """The letter that was brought."""
        data = self.cleaned_data.get("letter")
        return [(PaperKind.LETTER.value, data)] if data else []

    def values(self) -> dict[str, Any]:
        """What was said, by the application's fields."""
        left_out = ("letter", "photo", "crop", "website", "consent", "notice")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class AnswerForm(PressForm):
    """What the office asked for."""

    words = forms.CharField(
        label=gettext_lazy("Yanıtınız"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    paper = PaperField(label=gettext_lazy("Belge"), help_text=gettext_lazy("Fotoğraf ya da PDF."))


class ObjectionForm(PressForm):
    """Why somebody objects."""

    words = forms.CharField(
        label=gettext_lazy("İtirazınız"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("İtirazınızın gerekçesini yazın.")},
    )  # fmt: skip


class CrewFileForm(PressForm):
    """A crew's spreadsheet."""

    table = forms.FileField(
        label=gettext_lazy("Doldurduğunuz tablo"), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Dosyayı seçin.")},
    )  # fmt: skip

    def clean_table(self) -> bytes:
        """The bytes, within the limit."""
        file = self.cleaned_data["table"]
        if file.size > crews.MOST_BYTES:
            raise ValidationError(_("Dosya çok büyük."))
        return bytes(file.read())


# --- The office -------------------------------------------------------------------------------------------------------


class PlanForm(forms.Form):
    """How many may come; a line for each kind of outlet."""

    per_outlet = forms.IntegerField(
        label=gettext_lazy("Bir kuruluştan en çok"), min_value=1, max_value=500, required=False,
        help_text=gettext_lazy("Aşağıda yazılmamış türler için. Boşsa sınır yoktur."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Başvuranlara not"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [*Outlet.Kind.choices, ("", _("türü bilinmeyen ve serbest"))]
        for value, label in self.kinds:
            for name, words in (("each", _("bir kuruluştan")), ("total", _("toplam"))):
                self.fields[f"{name}_{value}"] = forms.IntegerField(
                    label=f"{label}: {words}", min_value=0, max_value=20_000, required=False
                )

    def lines(self) -> list[dict[str, Any]]:
        """The kinds with their two fields, as the page shows them."""
        return [
            {"label": label, "each": self[f"each_{value}"], "total": self[f"total_{value}"]}
            for value, label in self.kinds
        ]

    def quotas(self) -> dict[str, tuple[int | None, int | None]]:
        """By kind: how many of one outlet, how many in all."""
        said = self.cleaned_data
        return {value: (said[f"each_{value}"], said[f"total_{value}"]) for value, _label in self.kinds}


class RestrictionForm(forms.Form):
    """Whom, why, until when."""

    account = forms.ModelChoiceField(
        label=gettext_lazy("Hesap"), queryset=JournalistAccount.objects.none(), required=False,
        help_text=gettext_lazy("Kişinin hesabı varsa seçin."),
    )  # fmt: skip
    email = forms.EmailField(label=gettext_lazy("ya da e-posta adresi"), max_length=254, required=False)
    name = forms.CharField(label=gettext_lazy("Ad soyad"), max_length=160, required=False)
    outlet = forms.ModelChoiceField(
        label=gettext_lazy("ya da yayın kuruluşu"), queryset=Outlet.objects.none(), required=False,
        help_text=gettext_lazy("Ad da yazılırsa yalnız kuruluştaki o kişi için geçerlidir."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Gerekçe"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("İlgilisi bu gerekçeyi mektupta okur."),
    )  # fmt: skip
    starts_on = forms.DateField(label=gettext_lazy("Başlangıç"), widget=DayInput, initial=timezone.localdate)
    ends_on = forms.DateField(
        label=gettext_lazy("Bitiş"), widget=DayInput, help_text=gettext_lazy("Süresiz kısıt konmaz; en çok bir yıl.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = JournalistAccount.objects.active().select_related("outlet").order_by("name", "pk")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = (  # type: ignore[attr-defined]
            lambda account: f"{account.name} ({account.outlet_label})" if account.outlet_label else account.name
        )
        self.fields["outlet"].queryset = Outlet.objects.all()  # type: ignore[attr-defined]


class ObjectionAnswerForm(forms.Form):
    """What became of an objection."""

    result = forms.ChoiceField(label=gettext_lazy("Karar"), choices=Answer.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Gerekçe"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("İtiraz eden okur."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """One decision, with the words that the applicant reads and what the officer saw."""

    words = forms.CharField(
        label=gettext_lazy("Gerekçe ya da istenen bilgi"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seen = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    zones = forms.MultipleChoiceField(
        label=gettext_lazy("Verilen bölgeler"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = application.event.zone_list
        self.fields["zones"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        if not zones:
            del self.fields["zones"]


class OutletForm(forms.Form):
    """Which outlet of the directory it is."""

    outlet = forms.ModelChoiceField(
        label=gettext_lazy("Rehberdeki kuruluş"), queryset=Outlet.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = Outlet.objects.all()  # type: ignore[attr-defined]
