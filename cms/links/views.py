"""The report of dead links."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.links import selectors
from cms.links.models import LinkState
from cms.office.allowed import allowed
from cms.office.screens import screen

ON_A_PAGE = 50


class LinkFilter(forms.Form):
    """Above the list: what is wrong, and whose address."""

    which = forms.ChoiceField(
        label=gettext_lazy("Hangileri"), required=False,
        choices=[
            ("", gettext_lazy("kırık olanlar")), ("ic", gettext_lazy("sitemizin içinde kırık")),
            ("dis", gettext_lazy("başka sitelerde kırık")), ("belirsiz", gettext_lazy("belirsiz")),
            ("bakilmayan", gettext_lazy("bakılmayanlar")),
        ],
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("Adreste geçen"), required=False, max_length=100)


@require_safe
@allowed(selectors.may_read_links)
def report(request: HttpRequest) -> HttpResponseBase:
    """Links of public pages that lead nowhere."""
    form = LinkFilter(request.GET)
    which = form.cleaned_data["which"] if form.is_valid() else ""
    words = form.cleaned_data["words"].strip() if form.is_valid() else ""
    uses = {
        "ic": selectors.inside(),
        "dis": selectors.outside(LinkState.DEAD),
        "belirsiz": selectors.outside(LinkState.DOUBTFUL),
        "bakilmayan": selectors.outside(LinkState.UNASKED, LinkState.NEW),
    }.get(which, selectors.inside() | selectors.outside(LinkState.DEAD))
    if words:
        uses = uses.filter(link__address__icontains=words)
    page = Paginator(uses.select_related("page", "link").order_by("page__title", "pk"), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    return screen(
        request, "links/report.html", title=_("Kırık bağlantılar"), icon="link", form=form, pages=page,
        lines=selectors.lines(list(page.object_list), request.user), is_checked=settings.CHECK_OUTSIDE_LINKS,
        is_narrowed=bool(which or words),
    )  # fmt: skip
