"""The entries of "Baskı ve stok" in the admin's menu."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cms.office.menu import RuledMenuItem
from publishing.printing.permissions import may_move_stock, may_read_printing

ENTRIES = [
    RuledMenuItem(_("Baskı işleri"), reverse_lazy("print_jobs:index"), rule=may_read_printing, name="print-jobs",
                  icon_name="doc-full-inverse", order=10),
    RuledMenuItem(_("Stok"), reverse_lazy("stock:index"), rule=may_read_printing, name="stock",
                  icon_name="folder-open-inverse", order=20),
    RuledMenuItem(_("Elden dağıtım"), reverse_lazy("distribution:index"), rule=may_move_stock, name="distribution",
                  icon_name="group", order=30),
    RuledMenuItem(_("Dağıtım yerleri"), reverse_lazy("recipients:index"), rule=may_read_printing, name="recipients",
                  icon_name="home", order=40),
]  # fmt: skip
