"""What the archive tells the floors above it."""

from django.dispatch import Signal

# Some of a photo's sizes are made: ``photo``; ``is_new`` when it came in, or came with another file.
photo_ready = Signal()
# The worker has stored sizes of a photo that live content shows: ``photo``. Nothing is locked.
public_sizes_made = Signal()
# The sizes of a photo that was taken down are deleted, after the takedown's commit. Nothing is locked.
public_sizes_removed = Signal()
# A photo or video was taken down (``takedown`` says why), or is open again: ``photo`` or ``video``, the other ``None``.
item_withheld = Signal()
item_restored = Signal()
# The rights state of something public is another than before: a right has ended, or was found.
rights_changed = Signal()
# Somebody is about to take something down, or to withdraw a consent; nothing is locked yet. Whoever locks rows before
# those of pictures does it now.
taking_down = Signal()
