"""Which stored file is whose and who may fetch it; where the bytes lie is ``media_library.store``."""
