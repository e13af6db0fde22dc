"""What must be right before an issue may be signed, in words that an editor understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.publications import designs

if TYPE_CHECKING:
    from publishing.publications.models import Issue


def submission_errors(issue: Issue) -> list[str]:
    """Every reason why ``issue`` cannot be signed. Asked at submission and before each signature: what was drawn from
    other words, photos or measures than these stops it."""
    errors: list[str] = []
    if issue.format is None:
        errors.append(_("Ölçü seçilmemiş."))
    if not len(issue.plan):
        errors.append(_("Sayfa planı boş."))
    if errors:
        return errors
    try:
        digest = designs.digest_of(issue)
    except designs.NotDrawable as fault:
        return [str(fault)]
    made = issue.made or {}
    if made.get("design") != digest:
        return [_("Baskı dosyaları bu içerikten hazırlanmamış: önce dosyaları yeniden hazırlayın.")]
    if not issue.has_its_files:
        return [_("Baskı dosyaları eksik ya da değişmiş: dosyaları yeniden hazırlayın.")]
    findings = made.get("findings", [])
    if red := [finding for finding in findings if finding["level"] == "red"]:
        errors.append(
            _("Baskı öncesi denetim geçilmedi: %(text)s") % {"text": " ".join(one["text"] for one in red[:5])}
        )
    if any(finding["level"] == "yellow" for finding in findings) and not issue.explanation.strip():
        errors.append(_("Sarı uyarılar var: neden böyle basılacağını “Gerekçe” alanına yazın."))
    return errors
