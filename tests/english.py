"""Find English left on a Turkish screen: ``find_english(html)``.

What counts as English comes from the catalogues of the installed packages, not from a list kept by hand: a visible
string is English when it equals an English message whose Turkish translation differs from it.
"""

import re
from functools import cache, lru_cache
from html.parser import HTMLParser

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst

from cms.core.catalogues import DOMAINS, source_messages, translation_of, translations

HIDDEN = {"script", "style", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "u", "wbr"}
SPOKEN = {
    "title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-placeholder",
    "data-w-tooltip-content-value", "data-w-progress-active-value",
}  # fmt: skip
BUTTONS = {"submit", "button", "reset"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")


def squeeze(text):
    return " ".join(text.split())


class VisibleText(HTMLParser):
    """Collects the strings of a screen: text nodes, the text of a block across inline tags, spoken attributes.

    Elements with the ``hidden`` attribute, scripts, styles and drawings are left out; ``<template>`` is not.
    """

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.run = {}, []
        self.hidden = []  # the tags open since, and with, the outermost element that is not shown

    def add(self, text):
        text = squeeze(text)
        if text:
            self.found.setdefault(text)

    def end_run(self):
        self.add("".join(self.run))
        self.run = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if self.hidden or tag in HIDDEN or "hidden" in attributes:
            if tag not in VOID:
                self.hidden.append(tag)
            return
        for name in SPOKEN & attributes.keys():
            self.add(attributes[name] or "")
        if tag == "input" and attributes.get("type") in BUTTONS:
            self.add(attributes.get("value") or "")
        if tag == "br":
            self.run.append(" ")
        elif tag not in INLINE:
            self.end_run()

    def handle_endtag(self, tag):
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass
        elif not self.hidden and tag not in INLINE:
            self.end_run()

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.hidden and tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data):
        if not self.hidden:
            self.add(data)
            self.run.append(data)

    def close(self):
        super().close()
        self.end_run()


@lru_cache(maxsize=8)
def visible_strings(html):
    """The strings a person sees or hears on the screen ``html``, each once, whitespace squeezed."""
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return tuple(parser.found)


@cache
def english():
    """(the English strings without placeholders, patterns of those with) that Turkish says otherwise."""
    texts, turkish = set(), {translation.get_language_info(code)["name_local"] for code, _ in settings.LANGUAGES}
    for domain in DOMAINS:
        known = translations("tr", domain)
        turkish.update(squeeze(TAG.sub("", text)) for text in known.values())
        for message in source_messages(domain):
            if translation_of(message, known) != message.id:
                texts.update(squeeze(TAG.sub("", text)) for text in (message.id, message.plural) if text)
    turkish |= {capfirst(text) for text in turkish}
    exact, patterns = set(), []
    for text in texts:
        literal = PLACEHOLDER.sub("\0", text)
        if "\0" not in literal:
            exact |= {text, capfirst(text)}
        elif len(re.findall(r"[A-Za-z]{2,}", literal)) >= 2:
            patterns.append(re.compile(".+?".join(map(re.escape, literal.split("\0")))))
    exact = {text for text in exact - turkish if re.search(r"[A-Za-z]{2}", text)}
    return frozenset(exact), tuple(patterns)


def find_english(html):
    """The visible strings of the screen ``html`` that are English messages of the installed packages, in order.

    A string is looked at as it is and without a closing colon, asterisk or dots. Names of the languages offered, and
    words that are Turkish as well ("Site", "Form"), are not reported.
    """
    return [text for text in visible_strings(html) if is_english(text)]


@cache
def is_english(text):
    """Whether ``text`` is an English message; most screens say what others have said."""
    exact, patterns = english()
    bare = text.rstrip(" :*….")
    return text in exact or bare in exact or any(pattern.fullmatch(text) for pattern in patterns)
