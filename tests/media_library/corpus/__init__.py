"""Small real photos and films, made by ``make.py``."""

from pathlib import Path

CORPUS = Path(__file__).parent
