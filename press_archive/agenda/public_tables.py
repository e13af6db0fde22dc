"""What public pages show of press events."""

from cms.website.public_tables import OF_DRAFTS, watch
from press_archive.agenda.models import EventVersion, PressEvent, Progress

watch(PressEvent, shown="{row}.live", unseen=OF_DRAFTS)
watch(EventVersion, events=("INSERT",))
watch(Progress)
