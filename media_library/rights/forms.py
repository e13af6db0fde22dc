"""What an archivist fills in: a consent, its withdrawal, a takedown, a photographer."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.admin.forms import WagtailAdminModelForm

from cms.office.widgets import DayInput
from media_library.models import Consent, Photo, Photographer, Video

LARGEST_DOCUMENT = 20 * 1024 * 1024
# As the calendar writes it, and as a hand does.
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
NOT_A_DOCUMENT = _("Belge PDF, JPG ya da PNG olmalı; bu dosya öyle değil ya da bozuk.")


class DocumentField(forms.FileField):
    """A signed form or contract: a PDF or a picture of one, at most 20 MB."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("PDF, JPG ya da PNG; en çok 20 MB."))
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            check_document(file)
        return file


def check_document(file: UploadedFile) -> None:
    """Looks whether ``file`` is what its name says. Raises ``ValidationError``."""
    if (file.size or 0) > LARGEST_DOCUMENT:
        raise ValidationError(_("Belge çok büyük. En çok 20 MB olabilir."))
    suffix = str(file.name).rpartition(".")[2].lower()
    file.seek(0)
    if suffix == "pdf":
        if not file.read(1024).lstrip(b"\xef\xbb\xbf\x00\t\n\r ").startswith(b"%PDF-"):
            raise ValidationError(NOT_A_DOCUMENT)
    elif suffix in PICTURES:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(file, formats=[PICTURES[suffix]]) as picture:
                    picture.verify()
        except Exception as error:
            raise ValidationError(NOT_A_DOCUMENT) from error
    else:
        raise ValidationError(NOT_A_DOCUMENT)
    file.seek(0)


class ConsentForm(WagtailAdminModelForm):
    """One person's consent. ``photos`` and ``videos`` take any of the archive; the page offers a part of them."""

    document_file = DocumentField(label=_("İmzalı belge"), required=False)
    photos: Any = forms.ModelMultipleChoiceField(Photo.objects.all(), label=_("Fotoğraflar"), required=False)
    videos: Any = forms.ModelMultipleChoiceField(Video.objects.all(), label=_("Videolar"), required=False)

    class Meta:
        model = Consent
        fields = [
            "person_name", "is_child", "guardian_name", "for_web", "for_press", "for_social", "for_print", "given_on",
            "expires_on",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"given_on": DayInput, "expires_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given_on", "expires_on"):
            self.fields[name].input_formats = DAY_FORMATS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_child") and not (cleaned.get("guardian_name") or "").strip():
            self.add_error("guardian_name", _("Çocuğun rızasını velisi ya da vasisi verir; adını yazın."))
        given, expires = cleaned.get("given_on"), cleaned.get("expires_on")
        if given and given > timezone.localdate():
            self.add_error("given_on", _("Veriliş tarihi ileri bir gün olamaz."))
        if given and expires and expires < given:
            self.add_error("expires_on", _("Son geçerlilik günü veriliş tarihinden önce olamaz."))
        if not any(cleaned.get(name) for name in ("for_web", "for_press", "for_social", "for_print")):
            self.add_error("for_web", _("Rızanın kapsadığı en az bir kullanım seçin."))
        return cleaned


class ReasonForm(forms.Form):
    """Why; no more than a line."""

    reason = forms.CharField(
        label=_("Gerekçe"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kişi adı yazmayın: gerekçeyi makamlar da görür."),
    )  # fmt: skip


ORIGINAL = "original"


class VersionReasonForm(ReasonForm):
    """As :class:`ReasonForm`, of a version: how far it goes is asked, and nothing is taken for granted."""

    what = forms.ChoiceField(
        label=_("Ne kaldırılsın?"), widget=forms.RadioSelect,
        choices=[
            (ORIGINAL, _("aslı ve ondan yapılmış bütün sürümler")),
            ("version", _("yalnız bu sürüm; aslı yayında kalır")),
        ],
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """What the person said or wrote; seen by archivists only."""

    note = forms.CharField(
        label=_("Not"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Başvurunun tarihi, sayısı, nasıl yapıldığı. Yalnızca arşivciler görür."),
    )  # fmt: skip


class PhotographerForm(WagtailAdminModelForm):
    """A photographer with the contract, which is stored apart and never shown to others."""

    contract_file = DocumentField(label=_("Sözleşme"), required=False)

    class Meta:
        model = Photographer
        fields = ["name", "credit_pattern", "kind", "contract_number", "rights_until", "active"]
        widgets: ClassVar[dict[str, Any]] = {"rights_until": DayInput}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Photographer.Kind.CONTRACT and not (cleaned.get("contract_number") or "").strip():
            self.add_error("contract_number", _("Sözleşmeli fotoğrafçının sözleşme sayısını yazın."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        file = self.cleaned_data.get("contract_file")
        if file:
            self.instance.contract.save(file.name, file, save=False)
        return super().save(commit=commit)
