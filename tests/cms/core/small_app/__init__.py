"""An app of a folder: installed, it has what its ``grants.py`` declares."""
