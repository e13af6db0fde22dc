"""How dates and times are written, by language: what Django's own formats say otherwise than the office does."""
