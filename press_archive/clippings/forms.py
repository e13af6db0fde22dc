"""The forms of the clippings' screens."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.text import clean
from cms.core.turkish import lower
from cms.office.widgets import DayInput
from media_library.rights.forms import DocumentField
from press_archive.bulletins.models import BulletinPage
from press_archive.clippings import services
from press_archive.clippings.models import Clipping, PageCopy, Topic
from press_archive.clippings.sources import host_of
from press_archive.clippings.words import Likeness, Origin

LONGEST_TOPIC = Topic._meta.get_field("name").max_length or 100


def topic_names(text: str) -> list[str]:
    """The names in ``text``, each once. Raises ``ValidationError``."""
    named = [clean(name, lines=False).strip() for name in parse_tags(text)]
    names = list({lower(name): name for name in named if name}.values())
    if any(len(name) > LONGEST_TOPIC for name in names):
        raise ValidationError(gettext("Bir konu en çok %(most)d harf olur.") % {"most": LONGEST_TOPIC})
    return names


class ClippingForm(WagtailAdminModelForm):
    """A clipping; what is not typed is filled in by ``services.fill``. An outlet that the directory does not know is
    typed by name."""

    new_outlet = forms.CharField(
        label=_("Listede yoksa adı"), max_length=160, required=False,
        help_text=_("Yeni kuruluş rehbere adresi olmadan eklenir; künyesini Yönetici tamamlar."),
    )  # fmt: skip
    copy = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta(WagtailAdminModelForm.Meta):
        model = Clipping
        fields: ClassVar[list[str]] = []
        widgets: ClassVar[dict[str, Any]] = {
            "published_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = Clipping.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        self.fields["outlet"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = cleaned["new_outlet"] = " ".join(clean(cleaned.get("new_outlet") or "", lines=False).split())
        if not cleaned.get("outlet") and not named and "outlet" not in self.errors:
            self.add_error("outlet", _("Yayın kuruluşunu seçin ya da adını yazın."))
        if cleaned.get("outlet") and named:
            self.add_error("new_outlet", _("Kuruluş ya listeden seçilir ya da adıyla yazılır."))
        copy = PageCopy.free().filter(pk=cleaned.get("copy") or 0).first()
        if copy is not None and not self.instance.page_copy_id:
            self.instance.page_copy = copy
            self.instance.origin = Origin.LINK
        return cleaned

    def save(self, commit: bool = True) -> Any:
        clipping: Clipping = self.instance
        if named := self.cleaned_data["new_outlet"]:
            host = host_of(clipping.url)
            website = f"https://{host}" if host and ":" not in host else ""
            clipping.outlet = services.outlet_named(name=named, medium=clipping.medium, website=website)
        services.fill(clipping=clipping, user=self.for_user, before=self.before)
        return super().save(commit)


class LinkForm(forms.Form):
    """The address of a story."""

    address = forms.CharField(
        label=_("Haberin adresi"), max_length=2000,
        widget=forms.TextInput(attrs={"type": "url", "inputmode": "url", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip


class DayForm(forms.Form):
    """Which day is shown."""

    day = forms.DateField(label=_("Gün"), required=False, widget=DayInput)

    def add_prefix(self, field_name: str) -> str:
        return "gun"


class MatchForm(forms.Form):
    """The number of the bulletin that a story comes from, and how."""

    number = forms.CharField(
        label=_("Bülten sayısı"), max_length=12, required=False, help_text=_("Örneğin 2026/0123. Boşsa: hiçbiri.")
    )
    likeness = forms.ChoiceField(label=_("Nasıl kullanılmış?"), choices=Likeness.choices, required=False)

    def clean_number(self) -> BulletinPage | None:
        """The bulletin of that number, or ``None`` for no number."""
        said = self.cleaned_data["number"].strip()
        if not said:
            return None
        year, _slash, sequence = said.partition("/")
        if not (year.isascii() and year.isdigit() and sequence.isascii() and sequence.isdigit() and len(said) < 13):
            raise ValidationError(gettext("Sayıyı 2026/0123 biçiminde yazın."))
        if int(year) > 9999 or len(sequence) > 6:
            raise ValidationError(gettext("Sayıyı 2026/0123 biçiminde yazın."))
        found = BulletinPage.objects.filter(
            register_entry__year=int(year), register_entry__sequence=int(sequence)
        ).first()
        if found is None:
            raise ValidationError(gettext("Bu sayıyla yayımlanmış bir bülten yok."))
        return found


class TagForm(forms.Form):
    """Topics for the clippings that were ticked."""

    add = forms.CharField(label=_("Eklenecek konular"), max_length=300, required=False)
    remove = forms.CharField(label=_("Çıkarılacak konular"), max_length=300, required=False)

    def clean_add(self) -> list[str]:
        return topic_names(self.cleaned_data["add"])

    def clean_remove(self) -> list[str]:
        return topic_names(self.cleaned_data["remove"])


class ScanForm(forms.Form):
    """A PDF or a picture of the page."""

    scan = DocumentField(label=_("Tarama"))
