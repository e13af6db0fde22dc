"""The screens of agencies' files: a file comes in, its columns are told once, its rows are looked at, then taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from cms.core.names import name_key
from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.clippings import agency_files, services, tables
from press_archive.clippings.models import Agency, AgencyFile
from press_archive.clippings.permissions import may_add_clippings

MOST_SHOWN = 20


class FileForm(forms.Form):
    """Whose file, and the file."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("İzleme ajansı"), queryset=Agency.objects.all(), required=False,
        empty_label=gettext_lazy("yeni ajans"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Yeni ajansın adı"), max_length=120, required=False)
    table = forms.FileField(
        label=gettext_lazy("CSV ya da Excel dosyası"),
        help_text=gettext_lazy("Ajansın gönderdiği gibi; en çok 2.000 satır, 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = " ".join(clean(cleaned.get("name") or "", lines=False).split())
        if not cleaned.get("agency") and not name and "agency" not in self.errors:
            raise ValidationError(_("Ajansı seçin ya da adını yazın."))
        return {**cleaned, "name": name}


class ColumnsForm(forms.Form):
    """Which heading of the file is which of our columns."""

    def __init__(self, *args: Any, headings: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("— yok —")), *((heading, heading) for heading in dict.fromkeys(headings) if heading)]
        for name, label in tables.COLUMNS.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=name in tables.NEEDED)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [heading for heading in cleaned.values() if heading]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("Bir sütun yalnız bir alana bağlanabilir."))
        return cleaned


def crumbs() -> list[tuple[str, str]]:
    """The way to the agencies."""
    return [(reverse("clippings:index"), _("Kupürler")), (reverse("clippings:agencies"), _("Ajans dosyaları"))]


@require_http_methods(["GET", "POST"])
@allowed(may_add_clippings)
def agencies(request: HttpRequest) -> HttpResponseBase:
    """The files that came, and a form for the next one. Reading comes first: a file that is no table is not kept."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["table"]
        try:
            tables.sheet_of(upload.read(tables.MOST_BYTES + 1))
        except Refusal as refusal:
            form.add_error("table", str(refusal))
        else:
            agency = form.cleaned_data["agency"] or _agency(form.cleaned_data["name"])
            upload.seek(0)
            file = AgencyFile(
                agency=agency, name=clean(upload.name, lines=False)[-255:], uploaded_by=signed_in(request)
            )
            file.file.save(upload.name, upload, save=False)
            file.save()
            log(instance=agency, action="wagtail.edit", user=signed_in(request), data={"file": file.name})
            return redirect("clippings:table", pk=file.pk)
    return screen(
        request, "clippings/agencies.html", title=_("Ajans dosyaları"), icon="download", crumbs=crumbs()[:1], form=form,
        files=AgencyFile.objects.select_related("agency", "uploaded_by").defer("outcome").annotate(
            is_begun=ExpressionWrapper(~Q(outcome=[]), output_field=BooleanField())
        )[:MOST_SHOWN],
        status=400 if form.errors else 200,
    )  # fmt: skip


def _agency(name: str) -> Agency:
    return Agency.objects.filter(name_key=name_key(name)).first() or Agency.objects.create(name=name)


def _sheet(file: AgencyFile) -> tables.Sheet:
    with file.file.open("rb") as stored:
        return tables.sheet_of(stored.read(tables.MOST_BYTES + 1))


@require_http_methods(["GET", "POST"])
@allowed(may_add_clippings)
def table(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows of a file: what would become of each, then what became of it."""
    file = get_object_or_404(AgencyFile.objects.select_related("agency"), pk=pk)
    if file.taken_at is None or request.method == "POST":
        sheet = _sheet(file)
        columns = tables.known_columns(file.agency.columns, sheet.headings)
        if not columns:
            return redirect("clippings:columns", pk=pk)
        rows = tables.rows_of(sheet, columns)
        if request.method == "POST":
            agency_files.take(file=file, rows=rows, user=signed_in(request))
            messages.success(request, _("Dosya alındı; her satırın sonucu aşağıda."))
            return redirect("clippings:table", pk=pk)
        lines = agency_files.look(rows)
    else:
        lines = [
            agency_files.Line(number, state, headline, outlet, None, said, clipping_id)
            for number, state, headline, outlet, said, clipping_id in file.outcome
        ]
    counts = {state: sum(line.state == state for line in lines) for state in ("added", "known", "refused")}
    return screen(
        request, "clippings/table.html", title=file.name, icon="download", crumbs=crumbs(), file=file, lines=lines,
        counts=counts,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_add_clippings)
def columns(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which column is what; kept with the agency for its next files."""
    file = get_object_or_404(AgencyFile.objects.select_related("agency"), pk=pk)
    sheet = _sheet(file)
    initial = {**tables.guessed(sheet.headings), **tables.known_columns(file.agency.columns, sheet.headings)}
    form = ColumnsForm(request.POST or None, headings=sheet.headings, initial=initial)
    if request.method == "POST" and form.is_valid():
        file.agency.columns = {name: heading for name, heading in form.cleaned_data.items() if heading}
        file.agency.save(update_fields=["columns"])
        log(instance=file.agency, action="wagtail.edit", user=signed_in(request))
        return redirect("clippings:table", pk=pk)
    return screen(
        request, "clippings/columns.html", title=_("Sütunlar: %(agency)s") % {"agency": file.agency}, icon="table",
        crumbs=crumbs(), file=file, form=form, styles=["clippings/clippings.css"], is_narrow=True,
        status=400 if form.errors else 200,
    )  # fmt: skip


@require_POST
@allowed(may_add_clippings)
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a file away that was uploaded by mistake."""
    services.remove_file(file=get_object_or_404(AgencyFile, pk=pk), user=signed_in(request))
    messages.success(request, _("Dosya silindi."))
    return redirect("clippings:agencies")
