"""Searching in rows that are filtered by an expression (how often a picture is used)."""

from typing import Any

from django.db.models import Lookup, Transform
from django.db.models.expressions import Col


class FilteredByExpressions:
    """The database filters by an expression itself; the stock check knows columns only and fails at everything else."""

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        if check_only and isinstance(where_node, Lookup) and not isinstance(where_node.lhs, Col | Transform):
            return None
        return super()._get_filters_from_where_node(where_node, check_only)  # type: ignore[misc]
