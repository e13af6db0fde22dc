"""Forms of the video pages in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from media_library.work.video.captions import LARGEST, BadCaptions, normalized


class CaptionForm(forms.Form):
    """Subtitles in one language."""

    language = forms.ChoiceField(label=_("Dil"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=_("Altyazı dosyası"), help_text=_("WebVTT (.vtt) ya da SubRip (.srt), en çok 1 MB"),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: Any = self.cleaned_data["file"]
        if not file.name.lower().endswith((".vtt", ".srt")):
            raise ValidationError(_t("Altyazı dosyasının adı .vtt ya da .srt ile bitmeli."))
        try:
            normalized(file.read(LARGEST + 1), file.name)
        except BadCaptions as error:
            raise ValidationError(str(error)) from error
        file.seek(0)
        uploaded: UploadedFile = file
        return uploaded
