"""A real SMTP server on loopback that can be told to refuse, to stall and to break the line."""

from __future__ import annotations

import threading
from collections import Counter

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Inbox:
    """What the server took, and how it behaves towards each address."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.answers: dict[str, list[str]] = {}
        self.drop_before_data: set[str] = set()
        self.drop_in_data: set[str] = set()
        self.drop_after_data: set[str] = set()
        self.data_answers: dict[str, str] = {}
        self.sessions = 0
        self.before_answer = None
        self.changed = threading.Condition()

    def counts(self) -> Counter[str]:
        with self.changed:
            return Counter(address for address, _ in self.mails)

    def wait_for(self, count: int, timeout: float = 20) -> bool:
        """Waits until ``count`` mails have come in all."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.mails) >= count, timeout)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        planned = self.answers.get(address)
        if planned:
            answer = planned.pop(0) if len(planned) > 1 else planned[0]
            if not answer.startswith("2"):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if self.before_answer:
            self.before_answer(address)
        if address in self.data_answers:
            return self.data_answers[address]
        with self.changed:
            self.mails.append((address, envelope.content))
            self.changed.notify_all()
        return "250 OK"


class BreakableSMTP(SMTP):
    async def smtp_DATA(self, arg):
        inbox: Inbox = self.event_handler
        address = (self.envelope.rcpt_tos or [""])[0]
        if address in inbox.drop_before_data:
            self.transport.close()
            return
        if address in inbox.drop_in_data:
            await self.push("354 go ahead")
            await self._reader.readline()
            self.transport.abort()
            return
        if address in inbox.drop_after_data:
            await self.push("354 go ahead")
            while (await self._reader.readline()) != b".\r\n":
                pass
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class MailServer(Controller):
    def __init__(self) -> None:
        self.inbox = Inbox()
        super().__init__(self.inbox, hostname="127.0.0.1", port=0, ready_timeout=20)

    def factory(self):
        self.inbox.sessions += 1
        return BreakableSMTP(self.inbox, enable_SMTPUTF8=False, loop=self.loop)

    @property
    def address(self) -> tuple[str, int]:
        return self.server.sockets[0].getsockname()[:2]

    def _trigger_server(self):
        # The parent connects to ``port``, which is 0 here; the bound one is known from the socket.
        self.port = self.address[1]
        super()._trigger_server()
