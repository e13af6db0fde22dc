"""A shoot, people who upload into it, and two tus clients: one inside the process, one on a real socket."""

from __future__ import annotations

import base64
import http.client
import multiprocessing
import os
import signal
import socket
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import reverse

from media_library.intake.uploads import parts
from tests import factories

fork = multiprocessing.get_context("fork")
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = "application/offset+octet-stream"


def picture(number=0, width=400, height=300):
    """A small JPEG like no other."""
    return factories.jpeg(
        width, height, colour=f"#{(number * 7919 + 0x123456) % 0xFFFFFF:06x}", comment=str(number).encode()
    )


def heavy(number=0, size=300_000):
    """A valid JPEG of some ``size`` bytes, so that a cut falls into it."""
    filler = os.urandom(65_000)
    whole = picture(number)
    segment = b"\xff\xef" + (len(filler) + 2).to_bytes(2, "big") + filler
    return whole[:2] + segment * (size // len(segment) + 1) + whole[2:]


def said(name):
    return "filename " + base64.b64encode(name.encode()).decode()


def until(true, timeout=20.0):
    """Waits for ``true()`` to be so."""
    nothing = threading.Event()
    end = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < end, "it never came to be"
        nothing.wait(0.01)


class Sender:
    """Speaks tus to the views directly."""

    def __init__(self, user, shoot):
        self.client = Client()
        self.client.force_login(user)
        self.shoot = shoot

    def ask(self, method, address, **headers):
        body = headers.pop("body", b"")
        content_type = headers.pop("content_type", CHUNK)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, address, body, content_type=content_type, headers={**TUS, **headers})

    def create(self, name, size):
        return self.ask(
            "POST", reverse("uploads:files", args=[self.shoot.pk]), Upload_Length=str(size), Upload_Metadata=said(name)
        )

    def patch(self, address, offset, body, **headers):
        return self.ask("PATCH", address, body=body, Upload_Offset=str(offset), **headers)

    def head(self, address):
        return self.ask("HEAD", address)

    def send(self, name, data):
        """A whole file in one chunk; gives what the server says became of it, or its refusal."""
        answer = self.create(name, len(data))
        if answer.status_code != 201:
            return {"state": "refused", "status": answer.status_code, **answer.json()}
        address = answer.headers["Location"]
        assert self.patch(address, 0, data).status_code == 204
        return self.fate(address)

    def fate(self, address):
        found = self.client.get(reverse("uploads:states"), {"id": address.strip("/").rsplit("/", 1)[1]}).json()
        return found["uploads"][0]


class Line:
    """Speaks tus over a socket, and can be cut."""

    def __init__(self, address, user, shoot):
        self.host = urlsplit(address).netloc
        self.shoot = shoot
        client = Client()
        client.force_login(user)
        request = RequestFactory().get("/")
        token = get_token(request)
        cookie = request.META["CSRF_COOKIE"]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            **TUS,
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={cookie}",
            "X-CSRFToken": token,
            "X-Requested-With": "XMLHttpRequest",
        }

    def ask(self, method, address, body=None, **headers):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, address, body=body, headers={**self.headers, **headers})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()

    def create(self, name, size):
        address = reverse("uploads:files", args=[self.shoot.pk])
        answer = self.ask("POST", address, Upload_Length=str(size), Upload_Metadata=said(name))
        assert answer.status == 201, answer.body
        return answer.headers["Location"]

    def patch(self, address, offset, body):
        return self.ask("PATCH", address, body, Upload_Offset=str(offset), Content_Type=CHUNK)

    def offset(self, address):
        answer = self.ask("HEAD", address)
        assert answer.status == 200
        return int(answer.headers["Upload-Offset"])

    def begin_patch(self, address, offset, length, body):
        """A PATCH that promises ``length`` bytes and sends only ``body``; the open socket is given back."""
        line = socket.create_connection(tuple_of(self.host), timeout=30)
        headers = {
            **self.headers,
            "Host": self.host,
            "Upload-Offset": str(offset),
            "Content-Type": CHUNK,
            "Content-Length": str(length),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"PATCH {address} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return line


def tuple_of(host):
    name, _, port = host.partition(":")
    return name, int(port)


def arrived(address):
    """How many bytes of the upload at ``address`` are on the disk."""
    return parts.size_of(uuid.UUID(address.strip("/").rsplit("/", 1)[1]))


def living(group):
    """The processes of a process group that have not ended."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, of = file.read_text(errors="replace").rpartition(")")[2].split()[:3]
        except OSError:
            continue  # it ended while we looked
        if int(of) == group and state not in "ZX":
            found.append(file.parent.name)
    return found


class Web:
    """gunicorn in processes of its own, that can be killed without a word; the port stays the same."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.child = None

    def start(self, prepare=None):
        """``prepare`` is called in the new process before it serves."""
        connections.close_all()
        self.child = fork.Process(target=self.serve, args=(prepare,))
        self.child.start()

    def serve(self, prepare):
        from django.core.wsgi import get_wsgi_application
        from gunicorn.app.base import BaseApplication

        os.setpgid(0, 0)
        connections.close_all()
        if prepare is not None:
            prepare()
        bind = f"fd://{self.socket.fileno()}"

        class Application(BaseApplication):
            def load_config(self):
                self.cfg.set("bind", bind)
                self.cfg.set("workers", 2)
                self.cfg.set("timeout", 60)
                self.cfg.set("loglevel", "critical")

            def load(self):
                return get_wsgi_application()

        Application().run()

    def kill(self):
        group = self.child.pid
        os.killpg(group, signal.SIGKILL)
        self.child.join(10)
        assert self.child.exitcode == -signal.SIGKILL
        # Its workers die beside it, not before it, and hold their locks until then.
        until(lambda: not living(group))
        self.child = None

    def close(self):
        if self.child is not None:
            self.kill()
        self.socket.close()
