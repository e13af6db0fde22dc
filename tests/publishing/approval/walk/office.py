"""The machine: everybody's rules together, and what must be true after each of them."""

from __future__ import annotations

import sys

from hypothesis.stateful import RuleBasedStateMachine, invariant

from media_library.models import JobKind, MediaJob
from media_library.work.jobs.worker import MediaWorker
from publishing.approval import evidence, holding, publication, selectors, snapshot
from publishing.approval.models import Decision, EvidenceRecord
from tests.publishing.approval.walk import stranger
from tests.publishing.approval.walk.archive import Archive
from tests.publishing.approval.walk.content import Content
from tests.publishing.approval.walk.handouts import HandOuts
from tests.publishing.approval.walk.offices import Offices
from tests.rows import hold_of


class Office(Content, Archive, HandOuts, Offices, RuleBasedStateMachine):
    """A press office; at the end of each walk a stranger comes."""

    visits = 0

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.a_stranger_comes()
                type(self).visits += 1
        finally:
            self.end()

    def a_stranger_comes(self) -> stranger.Found:
        """What strangers get once the worker has built what it was asked for."""
        MediaJob.objects.exclude(kind=JobKind.KIT).filter(state="queued").delete()
        worker = MediaWorker(poll=0.01)
        worker.housekeeping = lambda: None
        worker.run(drain=True)
        self.books.agree()
        return stranger.comes(self)

    @invariant()
    def what_is_on_its_way_stays_as_it_was_submitted(self):
        for content in self.things():
            stage, revision = holding.stage_of(content)
            hold = hold_of(content)
            assert (hold.stage if hold else None) == stage, content
            if stage is None:
                continue
            said = revision.as_object()
            submitted = selectors.records_of(content).filter(decision=Decision.SUBMITTED).last()
            certificate = selectors.certificates_of(content).first() if stage == "scheduled" else None
            assert snapshot.take(said, certificate=certificate).content_hash == submitted.content_hash, content

    @invariant()
    def what_is_public_is_signed_twice(self):
        for content in self.things():
            if not content.live:
                continue
            certificate = selectors.certificate_of(content)
            content_hash = snapshot.take(content, certificate=certificate).content_hash
            records = EvidenceRecord.objects.filter(
                content_type_id=evidence.content_type_of(content).pk, object_id=str(content.pk),
                content_hash=content_hash, decision=Decision.SIGNED,
            )  # fmt: skip
            directors = [record for record in records if record.office == "director"]
            mayors = [record for record in records if record.office == "mayor"]
            assert any(self.books.two_free_people(d, m) for d in directors for m in mayors), content
            assert certificate, content
            assert not selectors.withdrawn_since(certificate), content
        assert list(publication.unsigned_live_content()) == []

    @invariant()
    def the_record_is_intact(self):
        assert evidence.verify().intact
