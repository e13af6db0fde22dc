"""What of rules can be brought back when it was deleted: with whom it tells, what it acted on and what is still to be
done."""

from cms.recycle_bin import kinds
from publishing.rules.models import ContentRule

kinds.register(
    ContentRule, parts=["rules.ContentRule_users", "rules.RuleRun", "rules.RuleNotice", "rules.RuleNotice_users"]
)
