"""Parts of the editing screen that offer words to begin with."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from press_archive.bulletins.kinds import KIND, BulletinKind, ReadyText


class KindsPanel(Panel):
    """Above an empty form: the kinds of bulletins to begin with."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "bulletins/kinds.html"

        def is_shown(self) -> bool:
            return self.instance.pk is None and not self.form.is_bound and bool(self.kinds)

        @cached_property
        def kinds(self) -> list[BulletinKind]:
            return list(BulletinKind.objects.filter(active=True).only("name"))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "kinds": self.kinds,
                "chosen": self.request.GET.get(KIND, ""),
                "beginning": getattr(self.instance, "beginning", None),
                "address": self.request.path,
            }


class ReadyTextsPanel(Panel):
    """Below the body: texts that a click puts at its end."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "bulletins/ready_texts.html"

        def is_shown(self) -> bool:
            return bool(self.texts)

        @cached_property
        def texts(self) -> list[ReadyText]:
            return list(ReadyText.objects.filter(active=True).only("name"))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            texts = [(text.name, reverse("bulletins_ready_text", args=[text.pk])) for text in self.texts]
            return context | {"texts": texts}
