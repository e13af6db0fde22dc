"""What the archive tells the floors above it."""

from django.dispatch import Signal

# A photo's sizes are made: ``photo``.
photo_ready = Signal()
# A photo or video was taken down (``takedown`` says why), or is open again: ``photo`` or ``video``, the other ``None``.
item_withheld = Signal()
item_restored = Signal()
