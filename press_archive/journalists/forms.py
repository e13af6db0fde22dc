"""The forms of the press's own pages. ``website`` is seen by programs only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.blocks import PHONE
from cms.office.widgets import DayInput
from press_archive.journalists import photos
from press_archive.journalists.links import normal
from press_archive.journalists.models import CardKind, JournalistAccount, PaperKind, Proof, Work

MOST_BYTES = 8 * 1024 * 1024
INVALID = gettext_lazy("Geçerli bir e-posta adresi yazın; örneğin ad@kurum.example.")
FARTHEST = dt.timedelta(days=366 * 15)  # a press card is good for ten years


class PressForm(forms.Form):
    """Without a colon behind labels, and without the browser's own refusals, which speak its language."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class EmailForm(PressForm):
    """An address."""

    email = forms.EmailField(
        label=gettext_lazy("E-posta adresiniz"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": gettext_lazy("E-posta adresinizi yazın."), "invalid": INVALID},
    )  # fmt: skip
    website = forms.CharField(required=False)

    def clean_email(self) -> str:
        """The address as it is stored."""
        try:
            return normal(self.cleaned_data["email"])
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error


class PasswordForm(EmailForm):
    """An address and a password."""

    password = forms.CharField(
        label=gettext_lazy("Parola"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Parolanızı yazın.")},
    )  # fmt: skip


class CodeForm(PressForm):
    """The code of the mail."""

    code = forms.CharField(
        label=gettext_lazy("Mektuptaki sekiz haneli kod"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Kodu yazın.")},
    )  # fmt: skip


class NumberForm(PressForm):
    """The number that the asking browser shows."""

    number = forms.CharField(
        label=gettext_lazy("Öteki tarayıcıda görünen altı haneli sayı"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Sayıyı yazın.")},
    )  # fmt: skip


class PaperField(forms.FileField):
    """A card or a letter: a photo of it, drawn anew, or a PDF as it is; gives bytes."""

    widget = forms.FileInput(attrs={"accept": "image/*,.heic,.heif,application/pdf"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """The bytes to keep, or ``None``. Raises ``ValidationError``."""
        file = super().clean(data, initial)
        if not file:
            return None
        file.seek(0)
        if file.read(5) != b"%PDF-":
            photos.PictureField(required=True).clean(file)
            return photos.drawn_paper(file)
        if file.size > MOST_BYTES:
            raise ValidationError(_("PDF çok büyük. En çok %(size)s olabilir.") % {"size": filesizeformat(MOST_BYTES)})
        file.seek(0)
        return bytes(file.read())


class CardForm(PressForm):
    """Who somebody is for the press, and the card."""

    name = forms.CharField(
        label=gettext_lazy("Adınız ve soyadınız"), max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Adınızı ve soyadınızı yazın.")},
    )  # fmt: skip
    work = forms.ChoiceField(label=gettext_lazy("Yaptığınız iş"), choices=Work.choices)
    outlet_name = forms.CharField(
        label=gettext_lazy("Yayın kuruluşunuz"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=gettext_lazy("Serbest çalışıyorsanız boş bırakın."),
    )  # fmt: skip
    card_kind = forms.ChoiceField(
        label=gettext_lazy("Basın kartınızın türü"), choices=[("", "—"), *CardKind.choices], required=False
    )
    card_number = forms.CharField(label=gettext_lazy("Basın kartınızın numarası"), max_length=30, required=False)
    card_expires = forms.DateField(label=gettext_lazy("Kartınızın son günü"), widget=DayInput, required=False)
    card = PaperField(
        label=gettext_lazy("Kartınızın fotoğrafı"),
        help_text=gettext_lazy("Fotoğraf ya da PDF. Karardan sonra silinir."),
    )

    def clean_card_expires(self) -> dt.date | None:
        """A day to come, within a card's life."""
        day: dt.date | None = self.cleaned_data["card_expires"]
        today = timezone.localdate()
        if day is not None and day < today:
            raise ValidationError(
                _("Kartın süresi dolmuş. Yenilendiyse yeni gününü, değilse öteki yollardan birini yazın.")
            )
        if day is not None and day > today + FARTHEST:
            raise ValidationError(_("Yılı denetleyin."))
        return day

    def papers(self) -> dict[PaperKind, bytes]:
        """What was brought, by kind."""
        found = {PaperKind.CARD: self.cleaned_data.get("card"), PaperKind.LETTER: self.cleaned_data.get("letter")}
        return {kind: data for kind, data in found.items() if data}


class ApplicationForm(CardForm):
    """The whole application: a card, or the outlet's letter, or what was published."""

    phone = forms.CharField(
        label=gettext_lazy("Telefonunuz"), max_length=30, validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Telefonunuzu yazın.")},
    )  # fmt: skip
    wants_desk = forms.BooleanField(
        label=gettext_lazy("Kuruluşumun haber merkezi adına, birkaç kişi için başvuracağım"), required=False
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("Basın mensubu olduğunuzu ne gösteriyor?"), choices=Proof.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Birini seçin.")},
    )  # fmt: skip
    letter = PaperField(
        label=gettext_lazy("Kuruluşunuzun yazısı"),
        help_text=gettext_lazy("Kuruluşun antetli, imzalı yazısı: fotoğrafı ya da PDF."),
    )
    works = forms.CharField(
        label=gettext_lazy("Yayımlanmış haberleriniz"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Son üç ayda adınızla çıkmış en az üç haberin adresi ya da künyesi."),
    )  # fmt: skip
    notice = forms.BooleanField(
        label=gettext_lazy("Aydınlatma metnini okudum."),
        error_messages={"required": gettext_lazy("Aydınlatma metnini okuduğunuzu işaretleyin.")},
    )
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, account: JournalistAccount | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {paper.kind for paper in account.papers.all()} if account is not None else set()
        if account is not None:
            del self.fields["notice"]

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs."""
        said: dict[str, Any] = super().clean() or {}
        proof = said.get("proof")
        if said.get("wants_desk") and not said.get("outlet_name"):
            self.add_error("outlet_name", _("Haber merkezi adına başvuru için kuruluşunuzu yazın."))
        if proof == Proof.CARD:
            for name, sentence in (
                ("card_kind", _("Kartınızın türünü seçin.")), ("card_number", _("Kartınızın numarasını yazın.")),
                ("card_expires", _("Kartınızın son gününü yazın.")),
            ):  # fmt: skip
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if not said.get("card") and "card" not in self.errors and PaperKind.CARD not in self.there:
                self.add_error("card", _("Kartınızın fotoğrafını ekleyin."))
        elif proof == Proof.LETTER:
            if not said.get("outlet_name"):
                self.add_error("outlet_name", _("Kuruluşunuzu yazın."))
            if not said.get("letter") and "letter" not in self.errors and PaperKind.LETTER not in self.there:
                self.add_error("letter", _("Kuruluşunuzun yazısını ekleyin."))
        elif proof == Proof.WORKS and not said.get("works"):
            self.add_error("works", _("Haberlerinizin adreslerini ya da künyelerini yazın."))
        return said


class CorrectionForm(CardForm):
    """What the office looks at again before it changes."""

    def __init__(self, *args: Any, account: JournalistAccount, **kwargs: Any) -> None:
        names = ("name", "work", "outlet_name", "card_kind", "card_number", "card_expires")
        known = {name: account.correction.get(name, getattr(account, name)) for name in names}
        super().__init__(*args, initial=known, **kwargs)


class PhoneForm(PressForm):
    """A telephone."""

    phone = forms.CharField(
        label=gettext_lazy("Telefonunuz"), max_length=30, validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Telefonunuzu yazın.")},
    )  # fmt: skip


class PortraitForm(PressForm):
    """A photo of the face, and which part of it."""

    photo = photos.PortraitField(
        label=gettext_lazy("Yüz fotoğrafınız"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    crop = photos.CropField()
    consent = forms.BooleanField(
        label=gettext_lazy("Açık rıza metnini okudum, kabul ediyorum."),
        error_messages={"required": gettext_lazy("Fotoğrafınızı saklamamız için rızanız gerekir.")},
    )


class NewPasswordForm(PressForm):
    """A new password, typed once: the owner can always come in by mail."""

    new_password = forms.CharField(
        label=gettext_lazy("Yeni parola"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("En az on karakter."),
        error_messages={"required": gettext_lazy("Yeni parolayı yazın.")},
    )  # fmt: skip


class EraseForm(PressForm):
    """The last question."""

    leave_lists = forms.BooleanField(label=gettext_lazy("Bu adrese basın bülteni de gönderilmesin"), required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("Hesabımın ve kişisel verilerimin silinmesini istiyorum; geri alınamayacağını biliyorum."),
        error_messages={"required": gettext_lazy("Silmek için bu kutuyu işaretleyin.")},
    )
