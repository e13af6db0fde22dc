"""A real mail server."""

from tests.publishing.conftest import inbox  # noqa: F401
