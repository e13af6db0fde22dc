from django.apps import AppConfig, apps


class ApprovalConfig(AppConfig):
    name = "publishing.approval"
    label = "approval"
    verbose_name = "Onay"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from wagtail.models import Site, Task, Workflow
        from wagtail.permissions import register_permission_policy

        from cms.core import health as parts
        from cms.core import standing, triggers
        from cms.core.governed import GovernedSnippet
        from publishing.approval import (  # noqa: F401
            checks,
            child_rows,
            findable,
            governed_tables,
            guards,
            health,
            holding,
            notices,
            records,
            refusals,
            revision_guards,
            services,
            sizes,
            takedowns,
            troubles,
        )
        from publishing.approval.desk import link_preview
        from publishing.approval.models import EvidenceRecord, SignatureTask
        from publishing.approval.permissions import EvidencePolicy, GovernedSnippetPolicy, ReadOnlyPolicy
        from publishing.approval.remarks import mirror  # noqa: F401

        SignatureTask.rules = services
        standing.register_trouble(troubles.open_condition)
        parts.register("evidence", health.evidence)
        triggers.DERIVED.append(governed_tables.triggers)
        post_migrate.connect(governed_tables.bind, sender=self, dispatch_uid="approval.bind")
        notices.connect()
        link_preview.register()
        register_permission_policy(Workflow, ReadOnlyPolicy(Workflow))
        register_permission_policy(Task, ReadOnlyPolicy(Task))
        register_permission_policy(Site, ReadOnlyPolicy(Site))
        register_permission_policy(EvidenceRecord, EvidencePolicy(EvidenceRecord))
        for model in apps.get_models():
            if issubclass(model, GovernedSnippet):
                register_permission_policy(model, GovernedSnippetPolicy(model))
