"""The forms of the scans' screens."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.text import clean
from cms.office.widgets import DayInput
from press_archive.clippings.forms import topic_names
from press_archive.clippings.models import Clipping
from press_archive.clippings.words import PRINTED
from press_archive.contacts.models import Outlet
from press_archive.scans.models import Paper, PaperPage
from press_archive.scans.services import MOST_BOXES
from press_archive.scans.words import Box

LARGEST = 2**31 - 1


class FilesInput(forms.FileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file] or [super().clean(None)]


def files_field() -> FilesField:
    """The scans of one paper."""
    return FilesField(
        label=_("Taramalar"), help_text=_("PDF, JPG, PNG, TIFF ya da telefonun HEIC’i; birlikte en çok 55 MB."),
        widget=FilesInput(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp,.heic,.heif", "multiple": True}
        ),
    )  # fmt: skip


class PaperForm(forms.ModelForm):
    """Which paper of which day."""

    class Meta:
        model = Paper
        fields = ["outlet", "published_on", "issue_number", "width_cm"]
        widgets: ClassVar[dict[str, Any]] = {"published_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outlets: Any = self.fields["outlet"]
        outlets.queryset = Outlet.objects.filter(kind__in=PRINTED)
        outlets.help_text = _("Rehberdeki gazete ve dergiler.")


class UploadForm(PaperForm):
    """A new paper with its scans."""

    scans = files_field()


class MoreForm(forms.Form):
    """More scans of a paper that is there."""

    scans = files_field()


class NumberForm(forms.ModelForm):
    """Which page it is."""

    class Meta:
        model = PaperPage
        fields = ["number"]


class CutForm(forms.ModelForm):
    """The boxes that were drawn and the little that is typed beside them."""

    boxes = forms.CharField(widget=forms.HiddenInput, max_length=4000)
    topics = forms.CharField(label=_("Konular"), max_length=300, required=False)

    class Meta:
        model = Clipping
        fields = ["headline", "tone", "needs_answer", "summary", "author", "with_picture"]
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper

    def clean_boxes(self) -> list[tuple[PaperPage, Box]]:
        return boxes_in(self.paper, self.cleaned_data["boxes"])

    def clean_topics(self) -> list[str]:
        return topic_names(self.cleaned_data["topics"])

    def clean_headline(self) -> str:
        return " ".join(clean(self.cleaned_data["headline"], lines=False).split())

    def _post_clean(self) -> None:
        """The clipping is whole only when the boxes have filled it in; ``services.cut`` looks at all of it."""
        cleaned = self.cleaned_data
        for name in self._meta.fields or ():
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])


def boxes_in(paper: Paper, text: str) -> list[tuple[PaperPage, Box]]:
    """The boxes that a browser sent for ``paper``: ``[[page, left, top, width, height], …]`` in pixels.

    Raises ``ValidationError``.
    """
    try:
        rows = json.loads(text)
        boxes = [tuple(int(value) for value in row) for row in rows]
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise ValidationError(gettext("Kutular okunamadı; sayfayı yenileyip yeniden çizin.")) from error
    if not 1 <= len(boxes) <= MOST_BOXES:
        said = gettext("Bir haber için en az bir, en çok %(most)d kutu çizin.")
        raise ValidationError(said % {"most": MOST_BOXES})
    if any(len(box) != 5 or not all(0 <= value <= LARGEST for value in box) for box in boxes):
        raise ValidationError(gettext("Kutular okunamadı; sayfayı yenileyip yeniden çizin."))
    pages = {page.pk: page for page in paper.pages.filter(pk__in={box[0] for box in boxes})}
    if len(pages) != len({box[0] for box in boxes}):
        raise ValidationError(gettext("Bu sayfa artık yok."))
    for page in pages.values():
        page.paper = paper
    return [(pages[number], Box(*rest)) for number, *rest in boxes]
