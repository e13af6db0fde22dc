"""The office's screens of videos: form, list, chooser, subtitles. Machines work in ``media_library.work.video``."""
