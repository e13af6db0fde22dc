"""Ways into the house that somebody may try with an address that ``cms.web_fetch`` is asked for: each is refused, with
nobody connected to. The list is the proof; add what is new."""

import socket

import pytest

from cms.web_fetch import connection, fetcher, hosts
from tests.services.sites import Reply, Sites, serving

AGENT = "test/1"
METADATA = "169.254.169.254"
# Addresses, as they are typed, pasted or stand in a feed.
TYPED = {
    "loopback": "http://127.0.0.1/",
    "loopback, another one": "http://127.1.2.3/",
    "loopback, shortened": "http://127.1/",
    "loopback, decimal": "http://2130706433/",
    "loopback, octal": "http://0177.0.0.1/",
    "loopback, octal with zeros": "http://00000177.00.00.01/",
    "loopback, hexadecimal": "http://0x7f000001/",
    "loopback, hexadecimal by parts": "http://0x7f.0x0.0x0.0x1/",
    "loopback, full width digits": "http://１２７.０.０.１/",
    "loopback, circled digits": "http://①②⑦.⓪.⓪.①/",
    "loopback, ideographic dots": "http://127。0。0。1/",
    "loopback, a dot behind": "http://127.0.0.1./",
    "loopback, IPv6": "http://[::1]/",
    "loopback, IPv6 written out": "http://[0:0:0:0:0:0:0:1]/",
    "loopback in IPv6": "http://[::ffff:127.0.0.1]/",
    "loopback in IPv6, hexadecimal": "http://[::ffff:7f00:1]/",
    "loopback in old IPv6": "http://[::127.0.0.1]/",
    "private by 6to4": "http://[2002:0a00:0001::]/",
    "private by NAT64": "http://[64:ff9b::10.0.0.1]/",
    "private by Teredo": "http://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/",
    "this machine": "http://0.0.0.0/",
    "this machine, shortened": "http://0/",
    "this machine, IPv6": "http://[::]/",
    "this machine by name": "http://localhost/",
    "this machine by name, loudly": "http://LOCALHOST./",
    "private 10": "http://10.0.0.1/",
    "private 172.16": "http://172.16.0.1/",
    "private 192.168": "http://192.168.1.1/",
    "carrier's network": "http://100.64.0.1/",
    "link-local": f"http://{METADATA}/latest/meta-data/",
    "link-local, decimal": "http://2852039166/",
    "link-local in IPv6": f"http://[::ffff:{METADATA}]/",
    "link-local of IPv6": "http://[fe80::1]/",
    "unique local IPv6": "http://[fd00:ec2::254]/",
    "multicast": "http://224.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "documentation": "http://[2001:db8::1]/",
    "user before the host": f"http://haber.example@{METADATA}/",
    "user that looks like the host": "http://haber.example:80@127.0.0.1/",
    "another port": "http://haber.example:6379/",
    "another port of https": "https://haber.example:22/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp": "ftp://127.0.0.1/",
    "dict": "dict://127.0.0.1:11211/",
    "data": "data:text/html,x",
    "a script": "javascript:alert(1)",
    "no scheme": "//127.0.0.1/",
    "backslashes": "http:\\\\127.0.0.1\\",
    "backslash before the host": "http://haber.example\\@127.0.0.1/",
    "zone of an interface": "http://[fe80::1%25lo]/",
    "line break in the host": "http://127.0.0.1\r\nHost: haber.example/",
    "tab in the host": "http://127.0.\t0.1/",
    "null in the host": "http://127.0.0.1\x00.haber.example/",
}  # fmt: skip
# What a name may answer: it belongs to whoever asks us to ask it.
ANSWERED = {
    "a private address": ["10.0.0.7"], "loopback": ["127.0.0.1"], "IPv6 loopback": ["::1"],
    "the metadata of a cloud": [METADATA], "a public and a private one": ["93.184.216.34", "192.168.0.1"],
    "IPv4 in IPv6": ["::ffff:192.168.0.1"], "unique local": ["fc00::1"], "nothing": [],
}  # fmt: skip


@pytest.fixture
def nobody(monkeypatch):
    """Fails whoever is connected to, and answers names as ``answers`` says."""
    reached, answers = [], {}

    def connect(address, *args, **values):
        reached.append(address)
        raise ConnectionRefusedError

    real = socket.getaddrinfo

    def lookup(host, port, *args, **values):
        if host in answers:
            return [(0, 0, 0, "", (ip, port)) for ip in answers[host]()]
        if host.endswith(".example"):
            raise socket.gaierror("no such host")
        return real(host, port, *args, **values)

    monkeypatch.setattr(connection.socket, "create_connection", connect)
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lookup)
    return reached, answers


@pytest.mark.parametrize("address", TYPED.values(), ids=TYPED)
def test_no_address_leads_into_the_house(nobody, address):
    assert len(TYPED) + len(ANSWERED) >= 30
    for ask in (fetcher.fetch_page, fetcher.fetch_list, fetcher.fetch):
        answer = ask(address, agent=AGENT)
        assert (answer.trouble in ("forbidden", "unknown_host"), answer.status, answer.body) == (True, 0, b""), answer
    assert nobody[0] == []


@pytest.mark.parametrize("found", ANSWERED.values(), ids=ANSWERED)
def test_no_name_leads_into_the_house(nobody, found):
    reached, answers = nobody
    answers["tuzak.test"] = lambda: found
    answer = fetcher.fetch_page("http://tuzak.test/", agent=AGENT)
    assert answer.trouble == ("forbidden" if found else "unknown_host")
    assert reached == []


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_looked_at(nobody):
    """DNS rebinding: public the first time, loopback the second."""
    reached, answers = nobody
    said = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    answers["donek.test"] = lambda: next(said)
    assert fetcher.fetch_page("http://donek.test/", agent=AGENT).trouble == "connection"
    assert reached == [("93.184.216.34", 80)]
    # The next look asks again, and sees it.
    assert fetcher.fetch_page("http://donek.test/", agent=AGENT).trouble == "forbidden"
    assert len(reached) == 1


INSIDE = (
    "http://127.0.0.1/", "http://169.254.169.254/latest/", "//10.0.0.1/", "http://[::1]/", "file:///etc/passwd",
    "http://haber.example@127.0.0.1/", "http://haber.example:6379/", "gopher://haber.example/", "http://2130706433/",
)  # fmt: skip


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_into_the_house(settings, status):
    with serving(Sites()) as sites:
        settings.WEB_FETCH_STAND_IN_PORT = sites.port
        for number, inside in enumerate(INSIDE):
            sites.pages[f"haber.example/{number}"] = Reply(status=status, headers={"Location": inside})
            sites.pages[f"haber.example/uzak/{number}"] = Reply(status=302, headers={"Location": f"/{number}"})
            for way in (f"http://haber.example/{number}", f"http://haber.example/uzak/{number}"):
                assert fetcher.fetch_page(way, agent=AGENT).trouble == "forbidden", inside


def test_names_that_somebody_may_have_are_never_played(settings):
    """The demo's stand-in answers for reserved names alone, and no setting of a real house turns it on."""
    settings.WEB_FETCH_STAND_IN_PORT = 9
    assert hosts.stand_in(hosts.place_of("http://haber.example/")) == 9
    for address in ("http://example/", "http://haber.example.com/", "http://haberexample/", "http://127.0.0.1/"):
        assert hosts.stand_in(hosts.place_of(address)) == 0
    settings.WEB_FETCH_STAND_IN_PORT = 0
    assert hosts.stand_in(hosts.place_of("http://haber.example/")) == 0
