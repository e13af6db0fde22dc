"""Versions (sürüm): a photo turned and cropped, as a photo of its own beside its untouched original."""
