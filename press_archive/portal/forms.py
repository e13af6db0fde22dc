"""The forms of the portal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.office.widgets import MomentInput
from press_archive.journalists.forms import PressForm
from press_archive.portal.words import FollowKind, Pace, Wanted
from publishing.subscriptions import subjects

FARTHEST = dt.timedelta(days=90)


class SubjectForm(PressForm):
    """One of the subjects and departments that public bulletins carry."""

    value = forms.ChoiceField(label=_("Konu ya da müdürlük"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="subject-%s", **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in subjects.offered():
            groups.setdefault(one.group, []).append((one.key, one.name))
        choices: list[Any] = []
        for group, rows in groups.items():
            choices += [(group, rows)] if group else rows
        self.fields["value"].choices = choices  # type: ignore[attr-defined]


class WordsForm(PressForm):
    """A place, or words."""

    kind = forms.ChoiceField(
        label=_("Nerede aransın?"), widget=forms.RadioSelect, initial=FollowKind.WORD,
        choices=[(FollowKind.WORD, _("Bültenin tamamında")), (FollowKind.PLACE, _("Yalnız yerde"))],
    )  # fmt: skip
    value = forms.CharField(
        label=_("Kelime ya da yer"), max_length=80,
        help_text=_("Örneğin: zabıta, Sarımsaklı. Ekleri yazmanız gerekmez."),
        error_messages={"required": _("Bir kelime ya da yer yazın.")},
    )  # fmt: skip
    field_order = ("value", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="words-%s", **kwargs)


class PaceForm(PressForm):
    """How often."""

    pace = forms.ChoiceField(label=_("Ne sıklıkta yazalım?"), widget=forms.RadioSelect, choices=Pace.choices)


class QuestionForm(PressForm):
    """What is asked, and by when."""

    kind = forms.ChoiceField(label=_("Ne istiyorsunuz?"), choices=Wanted.choices, widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("Konu"), max_length=160, error_messages={"required": _("Konuyu birkaç kelimeyle yazın.")}
    )
    text = forms.CharField(
        label=_("Sorunuz"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Sorunuzu yazın.")},
    )  # fmt: skip
    needed_by = forms.DateTimeField(
        label=_("En geç ne zaman gerekli?"), required=False, widget=MomentInput,
        help_text=_("Boş bırakırsanız bilgi ve görüntü için 24, görüş için 48, röportaj için 72 saat içinde döneriz."),
    )  # fmt: skip

    def clean_needed_by(self) -> dt.datetime | None:
        """A moment that is still to come."""
        moment: dt.datetime | None = self.cleaned_data.get("needed_by")
        if moment is not None and not timezone.now() < moment < timezone.now() + FARTHEST:
            raise forms.ValidationError(_("Önümüzdeki üç ay içinde bir zaman yazın."))
        return moment


class AnswerForm(forms.Form):
    """The words that the asker reads."""

    words = forms.CharField(
        label=_("Yanıt"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Soran kişi bu sözleri e-postayla okur."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class DeclineForm(AnswerForm):
    """Why there is no answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Gerekçe")
