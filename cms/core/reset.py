"""The migrations began anew once, before anybody used the house in earnest; a database from before has no way up."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

# Every database from before the new beginning had it, and none has had it since.
BEFORE = ("users", "0003_role_permissions")
SENTENCE = (
    "Bu veritabanı, geçişleri (migrations) sıfırlanmadan önceki bir sürümün; yükseltilemez. Boş bir veritabanıyla "
    "başlayın ya da önceki sürümü çalıştırın. / This database is of a release from before the migrations began anew "
    "and cannot be upgraded. Start with an empty database, or run the earlier release."
)


def is_of_before(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database was made by the migrations of before."""
    return BEFORE in MigrationRecorder(connection).applied_migrations()
