"""The one frame of every screen of ours in the admin: title, crumbs, tabs, buttons, styles and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

# (address, label)
Crumb = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several screens that belong together."""

    url: str
    label: str
    is_current: bool = False


def screen(
    request: HttpRequest, template: str, *, title: str, icon: str, crumbs: Iterable[Crumb] = (), last_crumb: str = "",
    tabs: Sequence[Tab] = (), tabs_label: str = "", buttons: Sequence[Any] = (), styles: Sequence[str] = (),
    scripts: Sequence[str] = (), has_heading: bool = True, is_narrow: bool = False, status: int = 200, **context: Any,
) -> TemplateResponse:  # fmt: skip
    """The page ``template``, which extends ``office/screen.html``, with ``context``.

    ``crumbs``: the screens between the admin's home and this one, which is called ``last_crumb``, else ``title``.
    ``buttons``: components of Wagtail's header (``HeaderButton``). ``styles``, ``scripts``: names of static files.
    ``has_heading``: whether the title stands above the content as well; without it only the crumbs show it.
    ``is_narrow``: whether it is read like a text, and no line may be longer than eyes follow.
    """
    items = [{"url": reverse("wagtailadmin_home"), "label": _("Ana sayfa")}]
    items += [{"url": url, "label": label} for url, label in crumbs]
    items.append({"url": "", "label": last_crumb or title})
    around = {
        "header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": items,
        "header_buttons": buttons, "tabs": tabs, "tabs_label": tabs_label, "styles": styles, "scripts": scripts,
        "has_heading": has_heading, "is_narrow": is_narrow,
    }  # fmt: skip
    return TemplateResponse(request, template, {**around, **context}, status=status)
