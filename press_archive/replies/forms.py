"""The forms of the cases' screens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.widgets import DayInput
from press_archive.clippings.models import Clipping
from press_archive.replies import selectors
from press_archive.replies.models import LONGEST_TEXT, Case
from press_archive.replies.words import ClockMedium, How, Kind, Outcome, Stage

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2200, 1, 1)


def day(label: Any, **values: Any) -> forms.DateField:
    """A day; today unless somebody types another."""
    return forms.DateField(label=label, widget=DayInput, **{"initial": timezone.localdate, **values})


def number(label: Any, lowest: int, highest: int, **values: Any) -> forms.IntegerField:
    """A whole number within bounds."""
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, **values)


class MeasureForm(forms.Form):
    """How long the original is."""

    original_lines = number(
        gettext_lazy("Haberin satır sayısı"), 1, 5000, required=False,
        help_text=gettext_lazy("Basılı haberde sayın. Boşsa ve haberin metni kayıtlıysa ondan hesaplanır."),
    )  # fmt: skip
    line_length = number(
        gettext_lazy("Bir satırdaki harf"), 10, 200, required=False,
        help_text=gettext_lazy("Haberin sütununda; cevabın satırları da bununla sayılır."),
    )  # fmt: skip
    original_is_picture = forms.BooleanField(
        label=gettext_lazy("Haber yalnız fotoğraf ya da karikatür"), required=False
    )


class OpenForm(MeasureForm):
    """What is asked, and by which clock."""

    kind = forms.ChoiceField(label=gettext_lazy("Ne isteniyor?"), choices=Kind.choices, widget=forms.RadioSelect)
    medium = forms.ChoiceField(
        label=gettext_lazy("Yasadaki yayın türü"), choices=ClockMedium.choices, required=False,
        help_text=gettext_lazy("Künyeden önerilir; gazete günlük değilse “diğer süreli yayın”."),
    )  # fmt: skip
    field_order = ("kind", "medium", "original_lines", "line_length", "original_is_picture")


class TextForm(MeasureForm):
    """The words that leave."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    title = forms.CharField(label=gettext_lazy("Başlık"), max_length=200)
    addressee = forms.CharField(label=gettext_lazy("Kime"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    demand = forms.CharField(
        label=gettext_lazy("Üst yazı"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Hangi yayın olduğu yasada aranır; haberin başlığı ve günü burada kalsın."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Metin"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Yayımlanması istenen metin. Suç oluşturan ya da üçüncü kişilere zarar veren söz olamaz."
        ),
    )  # fmt: skip
    field_order = (
        "seen", "title", "addressee", "demand", "text", "original_lines", "line_length", "original_is_picture",
    )  # fmt: skip


# --- What is noted in a case ------------------------------------------------------------------------------------------


class ActForm(forms.Form):
    """A form of one act; made for a case."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Fills in what depends on the case."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(self.fields[name], forms.DateField) and value and not EARLIEST <= value <= LATEST:
                self.add_error(name, _("Bu gün olamaz."))
        return cleaned


class MailForm(ActForm):
    """Which of the outlet's addresses."""

    address = forms.ChoiceField(label=gettext_lazy("E-posta adresi"))

    def prepare(self) -> None:
        self.fields["address"].choices = [(one, one) for one in selectors.addresses_of(self.case)]  # type: ignore[attr-defined]


class SendForm(ActForm):
    """That it left on paper or by registered electronic mail."""

    how = forms.ChoiceField(
        label=gettext_lazy("Nasıl"), choices=[choice for choice in How.choices if choice[0] != How.EMAIL]
    )
    address = forms.CharField(label=gettext_lazy("Nereye"), max_length=320)
    reference = forms.CharField(label=gettext_lazy("Yevmiye, barkod ya da ileti no"), max_length=80, required=False)
    on = day(gettext_lazy("Gönderildiği gün"))

    def prepare(self) -> None:
        self.fields["address"].initial = self.case.clipping.outlet.address


class ReceiptForm(ActForm):
    """When the outlet got it."""

    on = day(gettext_lazy("Tebliğ günü"), help_text=gettext_lazy("Tebligat parçasında ya da KEP delilinde yazan gün."))
    first_issue_on = day(
        gettext_lazy("Üç günden sonraki ilk sayının günü"), required=False, initial=None,
        help_text=gettext_lazy("Günlük olmayan yayında cevap bu sayıda çıkar."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["on"].initial = self.case.received_on or timezone.localdate()
        self.fields["first_issue_on"].initial = self.case.first_issue_on
        if self.case.clock is None or not self.case.clock.first_issue:
            del self.fields["first_issue_on"]


class PublicationForm(ActForm):
    """Where and when the outlet published it."""

    on = day(gettext_lazy("Yayımlandığı gün"))
    clipping = forms.ChoiceField(label=gettext_lazy("Kupürü"), required=False)
    as_law_asks = forms.TypedChoiceField(
        label=gettext_lazy("Yasaya uygun mu?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("evet")), ("no", gettext_lazy("hayır (yer, biçim ya da sözler değişmiş)"))],
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Açıklama"), max_length=600, required=False)

    def prepare(self) -> None:
        choices = [("", _("kupürü yok")), *selectors.as_choices(self.case)]
        self.fields["clipping"].choices = choices  # type: ignore[attr-defined]
        if self.case.clock is None:
            del self.fields["as_law_asks"]

    def clean_clipping(self) -> Clipping | None:
        """The clipping that was chosen."""
        chosen = self.cleaned_data["clipping"]
        return Clipping.objects.get(pk=int(chosen)) if chosen else None


class FilingForm(ActForm):
    """Which judge was asked."""

    on = day(gettext_lazy("Başvuru günü"))
    court = forms.CharField(label=gettext_lazy("Sulh ceza hâkimliği"), max_length=160)
    number = forms.CharField(label=gettext_lazy("Dosya no (değişik iş)"), max_length=60, required=False)

    def prepare(self) -> None:
        self.fields["court"].initial = self.case.court
        self.fields["number"].initial = self.case.court_number


class DecisionForm(ActForm):
    """What the judge said."""

    on = day(gettext_lazy("Kararın tebliğ edildiği gün"))
    outcome = forms.ChoiceField(label=gettext_lazy("Karar"), choices=Outcome.choices, widget=forms.RadioSelect)
    final_on = day(
        gettext_lazy("Kesinleştiği gün"), required=False, initial=None,
        help_text=gettext_lazy("Kuruluşun yayımlama süresi kararın kesinleşmesiyle yeniden başlar."),
    )  # fmt: skip
    first_issue_on = day(
        gettext_lazy("Kesinleşmeden üç gün sonraki ilk sayının günü"), required=False, initial=None,
        help_text=gettext_lazy("Günlük olmayan yayında cevap bu sayıda çıkar."),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Açıklama"), max_length=600, required=False)

    def prepare(self) -> None:
        if self.case.stage == Stage.DECIDED:
            self.initial = {
                "on": self.case.decided_on, "outcome": self.case.outcome, "final_on": self.case.final_on,
                "first_issue_on": self.case.first_issue_on if self.case.final_on else None, **self.initial,
            }  # fmt: skip
        if self.case.clock is None or not self.case.clock.first_issue:
            del self.fields["first_issue_on"]


class ObjectionForm(ActForm):
    """That the rejection was objected to."""

    on = day(gettext_lazy("İtiraz günü"))
    text = forms.CharField(label=gettext_lazy("Açıklama"), max_length=600, required=False)


class ReasonForm(ActForm):
    """Why nothing more is done."""

    reason = forms.CharField(label=gettext_lazy("Gerekçe"), max_length=600)


class NoteForm(ActForm):
    """A line of the history."""

    text = forms.CharField(label=gettext_lazy("Not"), max_length=600)
