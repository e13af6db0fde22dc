"""A real mail server."""

import pytest

from tests.services.mailserver import Inbox, MailServer


@pytest.fixture
def inbox(settings) -> Inbox:
    """The inbox of a running mail server; Django's e-mail settings point to it."""
    server = MailServer()
    server.start()
    settings.MAIL_TRANSPORT = "publishing.channels.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 10
    yield server.inbox
    server.stop()
