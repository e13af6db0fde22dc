"""The index of what can be found, what is still to be carried into it, and what the office knows of words.

The index:

- ``Document``: an object as it is searched and shown
- ``Label``: what documents can be narrowed by; ``VocabularyWord``: the words of all documents
- ``IndexState``: which of two tables of words answers; those (``search_text_0`` and ``_1``) are the engine's own

On their way into it, both a :class:`Note`:

- ``Change``: an object that changed, written by triggers in the transaction of the change
- ``CopyNote``: a document whose copy in a search server, where the house has one, is still to follow

Words:

- ``OtherNames``: names of one thing; ``BaseForm``: how a word is read; both are :class:`WrittenByTwo`
- ``SearchCount``: what was looked for how often on a day; ``HeldSearch``: what too few have looked for to be read
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """Something that a worker still has to follow. ``due_at`` and ``lease_until`` are empty until one has met it."""

    noted_at = models.DateTimeField(_("yazılış"))
    due_at = models.DateTimeField(_("sıradaki deneme"), null=True)
    lease_owner = models.CharField(_("İşleyen"), max_length=64, default="")
    lease_until = models.DateTimeField(_("İşleme sonu"), null=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    trouble = models.CharField(_("sorun"), max_length=300, default="")

    class Meta:
        abstract = True


class Change(Note):
    """One change of an object."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("tür"), max_length=20)
    object_id = models.BigIntegerField(_("kayıt"))

    class Meta:
        verbose_name = _("dizine yazılacak değişiklik")
        verbose_name_plural = _("dizine yazılacak değişiklikler")
        indexes = [models.Index(fields=["kind", "object_id"], name="search_change_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Document(models.Model):
    """One object as it is found. ``place_in_order`` is its moment as a number that no other document has, so that the
    newest come first in any engine; ``hidden``: nobody may find it, whatever else the index says; ``label_ids``: keys
    of its labels between blanks; ``tokens``: where its words stand (``search.tokens``), for what marks them."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("tür"), max_length=20)
    object_id = models.BigIntegerField(_("kayıt"))
    place_in_order = models.BigIntegerField(_("sıra"), unique=True)
    day = models.DateField(_("gün"))
    number = models.CharField(_("sayı"), max_length=20, blank=True)
    title = models.TextField(_("başlık"))
    spot = models.TextField(_("spot"), blank=True)
    body = models.TextField(_("metin"), blank=True)
    tags = models.TextField(_("etiketler"), blank=True)
    department = models.CharField(_("müdürlük"), max_length=200, blank=True)
    place = models.CharField(_("yer"), max_length=200, blank=True)
    digest = models.CharField(_("özet"), max_length=64)
    hidden = models.BooleanField(_("gizli"), default=False)
    label_ids = models.TextField(_("süzgeçler"), blank=True)
    tokens = models.BinaryField(_("sözcük yerleri"), default=b"")

    class Meta:
        verbose_name = _("dizindeki kayıt")
        verbose_name_plural = _("dizindeki kayıtlar")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]
        indexes = [
            models.Index(fields=["day"], name="search_document_day"),
            models.Index(fields=["number"], name="search_document_number"),
            models.Index(fields=["place_in_order"], name="search_document_hidden", condition=models.Q(hidden=True)),
            # All that counting a thousand hits reads, so that no text is touched.
            models.Index(fields=["place_in_order", "hidden", "id", "label_ids"], name="search_document_counted"),
        ]

    def __str__(self) -> str:
        return self.title


class Label(models.Model):
    """Something that documents can be narrowed by: a year, a department, a tag. Never changed once it is written."""

    wagtail_reference_index_ignore = True

    facet = models.CharField(_("süzgeç"), max_length=20)
    key = models.CharField(_("anahtar"), max_length=200)
    name = models.CharField(_("ad"), max_length=200)

    class Meta:
        verbose_name = _("dizin süzgeci")
        verbose_name_plural = _("dizin süzgeçleri")
        constraints = [models.UniqueConstraint(fields=["facet", "key", "name"], name="search_label_once")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.name}"


class VocabularyWord(models.Model):
    """A word that stands in ``documents`` documents."""

    wagtail_reference_index_ignore = True

    surface = models.CharField(_("yazılış"), max_length=128, unique=True)
    lemma = models.CharField(_("kök"), max_length=128)
    fold = models.CharField(_("harfsiz yazılış"), max_length=128)
    documents = models.IntegerField(_("kayıt sayısı"), default=0)

    class Meta:
        verbose_name = _("dizin sözcüğü")
        verbose_name_plural = _("dizin sözcükleri")
        indexes = [
            models.Index(fields=["lemma"], name="search_word_lemma"),
            models.Index(fields=["fold"], name="search_word_fold", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.surface


class CopyNote(Note):
    """A document, by its place in the order, whose copy in the search server does not follow it yet."""

    wagtail_reference_index_ignore = True

    place_in_order = models.BigIntegerField(_("sıra"))

    class Meta:
        verbose_name = _("arama sunucusuna yazılacak kayıt")
        verbose_name_plural = _("arama sunucusuna yazılacak kayıtlar")
        indexes = [models.Index(fields=["place_in_order"], name="search_copy_of")]

    def __str__(self) -> str:
        return f"{self.place_in_order}"


class IndexState(models.Model):
    """The one row that says which table of words answers (``live``, 0 or 1), and which one is being built beside it.

    ``analysis``: what the words of the live table were made with; empty when it was never filled. ``copy``: the same of
    the index in the search server that follows; empty when none does. ``copy_builder``, ``copy_started_at``: who builds
    another one there, and since when.
    """

    wagtail_reference_index_ignore = True

    live = models.PositiveSmallIntegerField(_("kullanılan"), default=0)
    building = models.PositiveSmallIntegerField(_("kurulan"), null=True)
    builder = models.CharField(_("kuran"), max_length=64, default="")
    started_at = models.DateTimeField(_("kurulmaya başlama"), null=True)
    built_at = models.DateTimeField(_("kuruluş"), null=True)
    analysis = models.CharField(_("çözümleme"), max_length=64, default="")
    copy = models.CharField(_("arama sunucusundaki dizin"), max_length=64, default="")
    copy_builder = models.CharField(_("arama sunucusunda kuran"), max_length=64, default="")
    copy_started_at = models.DateTimeField(_("arama sunucusunda kurulmaya başlama"), null=True)

    class Meta:
        verbose_name = _("dizin durumu")
        verbose_name_plural = _("dizin durumu")

    def __str__(self) -> str:
        return f"{self.live}"


class WrittenByTwo(models.Model):
    """What holds once another person than the one who wrote it has confirmed it (``search.confirmation``)."""

    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("yazılış"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("onay"), null=True)

    class Meta:
        abstract = True

    @property
    def line(self) -> str:
        """All that is confirmed, as whoever confirms it sees it."""
        raise NotImplementedError


class OtherNames(WrittenByTwo):
    """Names of one thing, a line each: whoever searches for one finds the others too."""

    wagtail_reference_index_ignore = True

    names = models.TextField(_("Adlar"), max_length=400)

    class Meta:
        verbose_name = _("eş adlar")
        verbose_name_plural = _("eş adlar")
        constraints = [
            # Accounts may be deleted meanwhile: then one of the two is empty.
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("written_by")), name="search_names_by_two"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " = ".join(self.names.splitlines())

    @property
    def line(self) -> str:
        return self.names


class SearchCount(models.Model):
    """What strangers looked for on ``day``: how often, and how many hits there were the last time."""

    wagtail_reference_index_ignore = True

    day = models.DateField(_("gün"))
    words = models.CharField(_("Arananlar"), max_length=80)
    asked = models.PositiveIntegerField(_("kaç kez"), default=0)
    found = models.PositiveIntegerField(_("Sonuç"), default=0)

    class Meta:
        verbose_name = _("aranan")
        verbose_name_plural = _("arananlar")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_count_once")]
        indexes = [models.Index(fields=["words", "day"], name="search_count_words")]

    def __str__(self) -> str:
        return self.words


class HeldSearch(models.Model):
    """A search that is not readable yet: ``digest`` is of its words, ``askers`` are two letters for each network that
    asked, one of 256 and another for every search: enough to count them, too few to know them."""

    wagtail_reference_index_ignore = True

    digest = models.CharField(_("özet"), max_length=64, unique=True)
    askers = models.CharField(_("soranlar"), max_length=20)
    since = models.DateField(_("gün"))

    class Meta:
        verbose_name = _("bekleyen arama")
        verbose_name_plural = _("bekleyen aramalar")
        indexes = [models.Index(fields=["since"], name="search_held_since")]

    def __str__(self) -> str:
        return self.digest[:8]


def line_of(word: str, base: str, alone: bool) -> str:
    """A base form as a line of the list."""
    return f"{word} {'=' if alone else '>'} {base}"


class BaseForm(WrittenByTwo):
    """The base form of a word by the office's own knowledge. ``alone``: of this form only, not of what is made of it by
    inflection."""

    wagtail_reference_index_ignore = True

    word = models.CharField(_("sözcük"), max_length=40)
    base = models.CharField(_("kök"), max_length=40)
    alone = models.BooleanField(_("yalnız bu biçim"), default=False)

    class Meta:
        verbose_name = _("sözcük kökü")
        verbose_name_plural = _("sözcük kökleri")
        constraints = [
            models.UniqueConstraint(fields=["word", "alone"], name="search_base_form_once"),
            # Accounts may be deleted meanwhile: then one of the two is empty.
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("written_by")), name="search_base_form_by_two"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.word} → {self.base}"

    @property
    def line(self) -> str:
        """As the list of base forms has it (``words/lemmas.txt``)."""
        return line_of(self.word, self.base, alone=self.alone)
