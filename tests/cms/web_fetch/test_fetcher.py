"""The way out: public hosts only, also behind redirects and other names for the same machine, and within limits."""

import http.server
import threading

import pytest

from cms.core.addresses import is_public_ip
from cms.web_fetch import connection, fetcher, hosts
from cms.web_fetch.fetcher import fetch

AGENT = "test/1"


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "64:ff9b::a00:1", "2001:db8::1",
    ],
)  # fmt: skip
def test_no_machine_of_a_house_is_asked(ip):
    assert not is_public_ip(ip)


def test_machines_of_the_public_net_are():
    assert all(is_public_ip(ip) for ip in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://site.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://a b/", "//site.example/",
        "http://ad:parola@site.example/", "http://site.example:8080/", "https://site.example:80/", "http://[::1",
        "http://site.example:x/", "http://" + "a" * 300 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(address):
    with pytest.raises(hosts.Forbidden):
        hosts.place_of(address)
    assert fetch(address, agent=AGENT).trouble == "forbidden"


def test_addresses_are_written_in_one_line_of_ascii():
    place = hosts.place_of("HTTP://Çiğli.Example./yol adı?ş=ı\r\nX: y#son")
    assert (place.host, place.port) == ("xn--ili-1la5z.example", 80)
    assert place.path.isascii()
    assert " " not in place.path
    assert "\r" not in place.path


def test_a_name_that_leads_into_the_house_leads_nowhere(monkeypatch):
    both = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lambda *args, **kwargs: both)
    assert fetch("http://site.example/", agent=AGENT).trouble == "forbidden"
    assert fetch("http://127.0.0.1/", agent=AGENT).trouble == "forbidden"


class Site(http.server.BaseHTTPRequestHandler):
    """What other sites do."""

    asked: list = []

    def do_GET(self):
        type(self).asked.append((self.command, self.path))
        path = self.path.partition("?")[0]
        if path == "/iceri":
            self._say(302, "http://10.0.0.1/gizli")
        elif path == "/dongu":
            self._say(302, "/dongu")
        elif path == "/tasindi":
            self._say(301, "/var")
        elif path == "/yalniz-get" and self.command == "HEAD":
            self._say(405)
        elif path == "/yok":
            self._say(404)
        elif path == "/robots.txt":
            self._say(200, body=b"User-agent: *\nDisallow: /kapali\n")
        elif path == "/yavas":
            for _byte in range(100):
                self.wfile.write(b"H")
                threading.Event().wait(0.05)
        elif path == "/bozuk":
            self.wfile.write(b"merhaba\r\n\r\n")
        else:
            self._say(200, body=b"x" * 500_000)

    do_HEAD = do_GET

    def _say(self, status, location="", body=b""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site on loopback that passes for ``site.example`` on the usual port."""
    Site.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    real = hosts.resolved
    monkeypatch.setitem(hosts.PORTS, "http", server.server_port)
    monkeypatch.setattr(
        connection, "resolved", lambda place: ["127.0.0.1"] if place.host == "site.example" else real(place)
    )
    yield Site
    server.shutdown()
    server.server_close()
    thread.join()


def test_redirects_are_followed_but_never_into_the_house(site):
    assert fetch("http://site.example/tasindi", agent=AGENT).status == 200
    assert fetch("http://site.example/iceri", agent=AGENT).trouble == "forbidden"
    assert fetch("http://site.example/dongu", agent=AGENT).trouble == "redirects"
    assert fetch("http://site.example/bozuk", agent=AGENT).trouble == "malformed"
    assert fetch("http://site.example/yok", agent=AGENT).status == 404


def test_no_more_is_read_than_was_asked_for(site):
    assert len(fetch("http://site.example/var", method="GET", agent=AGENT, most_bytes=100).body) == 100
    assert fetch("http://site.example/var", agent=AGENT, most_bytes=100).body == b""
    assert len(fetch("http://site.example/var", method="GET", agent=AGENT, most_bytes=10**9).body) == fetcher.MOST_BYTES


def test_a_look_ends_in_time_however_slowly_it_is_answered(site, monkeypatch):
    monkeypatch.setattr(fetcher, "WHOLE", 0.3)
    assert fetch("http://site.example/yavas", agent=AGENT).trouble == "timeout"


def test_a_clock_that_strikes_while_the_line_comes_up_is_heard(site, monkeypatch):
    line = connection.Pinned(hosts.place_of("http://site.example/var"), timeout=5)
    connects = connection.socket.create_connection

    def struck(*args, **values):
        line.stop()
        return connects(*args, **values)

    monkeypatch.setattr(connection.socket, "create_connection", struck)
    with pytest.raises(TimeoutError):
        line.connect()
    line.close()
