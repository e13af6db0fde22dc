"""The same over a real socket: cut in the middle of a chunk, two at once, a line that is dead and does not say so."""

from __future__ import annotations

import os
import threading
import time

import pytest

from media_library.intake.uploads import parts
from media_library.models import Photo
from tests import factories
from tests.factories.uploads import Line, arrived, heavy, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.slow]


@pytest.fixture
def line(live_server, shoot):
    return Line(live_server.url, factories.archivist(), shoot)


def test_a_chunk_that_was_cut_keeps_what_arrived(line):
    data = heavy(1)
    address = line.create("DSC_0001.jpg", len(data))
    cut = line.begin_patch(address, 0, len(data), data[:200_000])
    until(lambda: arrived(address) >= 3 * parts.BLOCK)
    cut.close()
    # The server notices the end of the line and writes down the rest of what it has.
    until(lambda: arrived(address) == 200_000)
    offset = line.offset(address)
    assert offset == 200_000
    until(lambda: line.patch(address, offset, data[offset:]).status == 204)
    assert Photo.objects.get().file.read() == data


def test_cut_again_and_again_it_arrives_bit_for_bit(line):
    data = heavy(2, 600_000)
    address = line.create("DSC_0002.jpg", len(data))
    offset = 0
    for step in range(5):
        end = offset + 70_000 + step * 1000
        line.begin_patch(address, offset, len(data) - offset, data[offset:end]).close()
        until(lambda end=end: arrived(address) == end)
        offset = line.offset(address)
    until(lambda: line.patch(address, offset, data[offset:]).status == 204)
    assert Photo.objects.get().file.read() == data


def test_the_second_of_two_at_once_is_asked_to_wait(line):
    data = heavy(3)
    address = line.create("DSC_0003.jpg", len(data))
    first = line.begin_patch(address, 0, len(data), data[:100_000])
    until(lambda: arrived(address) > 0)
    assert line.patch(address, arrived(address), data[arrived(address) :]).status == 423
    first.sendall(data[100_000:])
    assert first.recv(100).startswith(b"HTTP/1.1 204")
    first.close()
    assert Photo.objects.get().file.read() == data


def test_a_line_that_died_silently_does_not_hold_its_file(line):
    data = heavy(4)
    address = line.create("DSC_0004.jpg", len(data))
    dead = line.begin_patch(address, 0, len(data), data[: 2 * parts.BLOCK])
    until(lambda: arrived(address) == 2 * parts.BLOCK)
    (part,) = (path for path in parts.root().iterdir() if not path.suffix)
    long_ago = time.time() - parts.SILENCE - 1
    os.utime(part, (long_ago, long_ago))
    assert line.patch(address, 2 * parts.BLOCK, data[2 * parts.BLOCK :]).status == 204
    # The dead one wakes up: it has nothing to say any more.
    dead.sendall(data[2 * parts.BLOCK :])
    assert dead.recv(100).split()[1] in (b"423", b"410")
    dead.close()
    assert Photo.objects.get().file.read() == data


def test_eight_senders_of_one_file_write_it_once(line):
    data = heavy(5, 900_000)
    address = line.create("DSC_0005.jpg", len(data))
    answers = []

    def push():
        while arrived_or_whole() < len(data):
            offset = line.offset(address)
            if offset == len(data):
                return
            answers.append(line.patch(address, offset, data[offset : offset + 90_000]).status)

    def arrived_or_whole():
        try:
            return arrived(address)
        except parts.Missing:
            return len(data)

    senders = [threading.Thread(target=push) for _ in range(8)]
    for one in senders:
        one.start()
    for one in senders:
        one.join(60)
    assert set(answers) <= {204, 409, 410, 413, 423}
    until(lambda: Photo.objects.exists())
    assert Photo.objects.get().file.read() == data


def test_many_files_of_two_people_at_once_all_arrive(line, live_server, shoot):
    people = [line, Line(live_server.url, factories.editor(), shoot)]
    files = {f"foto-{number}.jpg": heavy(number, 90_000) for number in range(12)}

    def send(sender, names):
        for name in names:
            address = sender.create(name, len(files[name]))
            assert sender.patch(address, 0, files[name][:50_000]).status == 204
            assert sender.patch(address, 50_000, files[name][50_000:]).status == 204

    names = sorted(files)
    senders = [threading.Thread(target=send, args=(people[n % 2], names[n::4])) for n in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join(60)
    assert {photo.original_name: photo.file.read() for photo in Photo.objects.all()} == files


def test_without_the_token_of_the_page_nothing_is_taken(line):
    del line.headers["X-CSRFToken"]
    answer = line.ask("POST", f"/admin/yukleme/cekim/{line.shoot.pk}/dosyalar/", Upload_Length="10")
    assert answer.status == 403
