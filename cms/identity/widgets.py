"""The choice of a colour: typed or picked, with its contrast and how text and links will look with it."""

from __future__ import annotations

from django import forms


class ColourInput(forms.TextInput):
    """A text field for ``#rrggbb`` with the browser's own picker beside it. Without a script it is the text field."""

    template_name = "identity/colour_input.html"

    class Media:
        css = {"all": ["identity/colour-input.css"]}
        js = ["identity/colour-input.js"]
