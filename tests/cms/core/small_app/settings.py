"""The settings of the tests, and one line more."""

from cms.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cms.core.small_app"]  # noqa: F405
