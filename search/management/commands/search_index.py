"""The search index: built anew beside the one that answers, compared with the truth, set right, looked at."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import copies, services
from search.elastic import comparison, server, upkeep
from search.engines import engine
from search.models import Change, CopyNote, Document, IndexState
from search.office import answers
from search.office import index as office
from search.office.models import OfficeEntry
from search.selectors import lag, waiting


class Command(BaseCommand):
    help = "The search index: rebuild (beside the live one), check (against the truth), repair, status."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["rebuild", "check", "repair", "status"])
        parser.add_argument(
            "--take-over", action="store_true", help="rebuild: the process that was building it is known to be dead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        {"rebuild": self.rebuild, "check": self.compare, "repair": self.repair, "status": self.status}[
            options["action"]
        ](take_over=options["take_over"])

    def rebuild(self, *, take_over: bool = False, **options: Any) -> None:
        left = ""
        try:
            done = services.rebuild(lambda number: self.stdout.write(f"{number} …"), take_over=take_over)
        except services.BuildRunning:
            began = services.index_state().started_at
            raise CommandError(
                f"The index is being built since {began:%Y-%m-%d %H:%M}. If that process is dead: --take-over"
                if began
                else "Another process has taken the building over."
            ) from None
        except services.Incomplete as error:
            left = f"The new index answers, without {error} objects: see the log, then repair."
        else:
            self.stdout.write(f"{done} documents; the new index answers now.")
        left = " ".join(one for one in (left, self.set_right("office", office.repair)) if one)
        if server.is_wanted():
            self.rebuild_copy(take_over=take_over)
        if left:
            raise CommandError(left)

    def set_right(self, what: str, repair: Callable[[], int]) -> str:
        """Sets right what differs; gives a sentence when something could not be read."""
        try:
            self.stdout.write(f"{what}: {repair()} set right.")
        except services.Incomplete as error:
            return f"{what}: {error} objects could not be read (see the log); all others are set right."
        return ""

    def rebuild_copy(self, *, take_over: bool) -> None:
        """The same in Elasticsearch, from what the database has now."""
        try:
            done = upkeep.rebuild(lambda number: self.stdout.write(f"Elasticsearch: {number} …"), take_over=take_over)
        except services.BuildRunning:
            raise CommandError("Another process builds in Elasticsearch. If it is dead: --take-over") from None
        except server.Unavailable as error:
            raise CommandError(f"Elasticsearch: {error}; what answered there before still does.") from None
        self.stdout.write(f"Elasticsearch: {done} documents; the new index answers now.")

    def compare(self, **options: Any) -> None:
        wrong = services.differences()
        wrong.update(f"office, {kind}" for kind, _key in office.differing())
        if server.is_wanted():
            try:
                wrong += Counter(f"Elasticsearch: {what}" for what in comparison.differing().values())
            except server.Unavailable as error:
                raise CommandError(f"Elasticsearch: {error}") from None
        for what, number in sorted(wrong.items()):
            self.stdout.write(f"{what}: {number}")
        if wrong:
            raise CommandError(f"{sum(wrong.values())} differences; search_index repair sets them right.")
        self.stdout.write(f"{Document.objects.count()} documents, as they should be.")

    def repair(self, **options: Any) -> None:
        left = [self.set_right("public", services.repair), self.set_right("office", office.repair)]
        if server.is_wanted():
            try:
                self.stdout.write(f"Elasticsearch: {comparison.repair()} noted for the worker.")
            except server.Unavailable as error:
                left.append(f"Elasticsearch: {error}")
        if any(left):
            raise CommandError(" ".join(one for one in left if one))

    def status(self, **options: Any) -> None:
        state = services.index_state()
        self.stdout.write(f"documents: {Document.objects.count()}, with words: {engine().count(state.live)}")
        self.stdout.write(f"office: {OfficeEntry.objects.count()} entries, {answers.waiting()} changes wait")
        self.stdout.write(f"waiting: {waiting()} changes, the oldest for {int(lag().total_seconds())} s")
        for change in Change.objects.exclude(trouble="").order_by("pk")[:20]:
            self.stdout.write(f"  {change.kind} {change.object_id}, attempt {change.attempts}: {change.trouble}")
        if state.built_at:
            self.stdout.write(f"built: {state.built_at:%Y-%m-%d %H:%M}")
        if state.building is not None and state.started_at:
            self.stdout.write(f"being built since {state.started_at:%Y-%m-%d %H:%M}")
        if state.analysis and state.analysis != services.analysis():
            self.stdout.write("made with another analysis or list of base forms: search_index rebuild")
        if server.is_wanted():
            self.status_of_copy(state)

    def status_of_copy(self, state: IndexState) -> None:
        """How Elasticsearch follows."""
        seconds = int(copies.lag().total_seconds())
        self.stdout.write(f"Elasticsearch: {copies.waiting()} copies wait, the oldest for {seconds} s")
        for note in CopyNote.objects.exclude(trouble="").order_by("pk")[:20]:
            self.stdout.write(f"  {note.place_in_order}, attempt {note.attempts}: {note.trouble}")
        if state.copy_builder and state.copy_started_at:
            self.stdout.write(f"  being built, last sign at {state.copy_started_at:%Y-%m-%d %H:%M}")
        if state.copy and state.copy != services.analysis():
            self.stdout.write("  made with another analysis or list of base forms: search_index rebuild")
