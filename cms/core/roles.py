"""The roles of the directorate, by name: the ground floor knows them so that every app can say what each may do.

A role is a Django group; its ``Group.name`` is the Turkish name below. What offices and people have to do with roles is
said by ``cms.users.roles``.
"""

from django.db import models


class Role(models.TextChoices):
    """What a person does here; the label is the group's name."""

    EDITOR = "editor", "Editör"
    SOCIAL_EDITOR = "social_editor", "Sosyal Medya Editörü"
    ARCHIVIST = "archivist", "Arşivci"
    DESIGNER = "designer", "Grafiker"
    ACCREDITATION = "accreditation", "Akreditasyon Görevlisi"
    GATE = "gate", "Kapı Görevlisi"
    DIRECTOR = "director", "Müdür"
    MAYOR = "mayor", "Başkan"
    ADMINISTRATOR = "administrator", "Yönetici"
