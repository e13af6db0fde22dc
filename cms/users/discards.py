"""What of the directorates can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from cms.users.models import Department

kinds.register(Department)
