"""Videos: ``probe`` looks into them, ``transcode`` makes what the web plays, ``work`` does that in the background."""
