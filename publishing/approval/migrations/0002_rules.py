"""The workflow "Basın onayı": Müdür, then Başkan, over every page; and evidence that nobody forges or changes.

The database refuses a certificate without two signatures, of both offices, by different people, on one hash; the
change or deletion of evidence; and to take back a workflow whose signatures are complete. What keeps governed tables is
made after every ``migrate``: see ``publishing.approval.governed_tables``.
"""

from django.db import migrations

from cms.core.triggers import AppendOnly, Trigger, Triggers

WORKFLOW = "Basın onayı"
STEPS = [("Müdür imzası", "director", "Müdür"), ("Başkan imzası", "mayor", "Başkan")]
STRUCTURAL_PAGES = [
    ("website", "homepage"),
    ("bulletins", "bulletinindexpage"),
    ("galleries", "photogalleryindexpage"),
    ("galleries", "videogalleryindexpage"),
]
SIGNED_BY_BOTH = """EXISTS (
        SELECT 1 FROM approval_evidencerecord d, approval_evidencerecord m
        WHERE d.id = NEW.director_record_id AND m.id = NEW.mayor_record_id
          AND d.decision = 'signed' AND m.decision = 'signed' AND d.office = 'director' AND m.office = 'mayor'
          AND d.content_hash = NEW.content_hash AND m.content_hash = NEW.content_hash
          AND d.content_type_id = NEW.content_type_id AND m.content_type_id = NEW.content_type_id
          AND d.object_id = NEW.object_id AND m.object_id = NEW.object_id
          AND d.actor_id <> m.actor_id
          AND COALESCE(d.principal_id, -1) <> m.actor_id AND COALESCE(m.principal_id, -1) <> d.actor_id
          AND (d.principal_id IS NULL OR m.principal_id IS NULL OR d.principal_id <> m.principal_id))"""
TRIGGERS = (
    Trigger(
        name="approval_certificate_insert",
        table="approval_certificate",
        event="INSERT",
        condition=f"NOT {SIGNED_BY_BOTH}",
        message="basin_masasi: certificate needs two signatures",
    ),
    Trigger(
        name="approval_workflowstate_signed",
        table="wagtailcore_workflowstate",
        event="UPDATE",
        columns=("status",),
        condition="OLD.status = 'approved' AND NEW.status <> 'approved'",
        message="basin_masasi: signed content cannot be taken back",
    ),
)
APPEND_ONLY = ("approval_evidencerecord", "approval_certificate", "approval_evidenceseal", "approval_dayhead")


def add_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    Task = apps.get_model("wagtailcore", "Task")
    SignatureTask = apps.get_model("approval", "SignatureTask")
    StructuralExemption = apps.get_model("approval", "StructuralExemption")
    apps.get_model("approval", "EvidenceHead").objects.get_or_create(pk=1)

    # Wagtail brings a one-step workflow of its own.
    WorkflowPage.objects.all().delete()
    Workflow.objects.all().delete()
    Task.objects.all().delete()

    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    task_type, _ = ContentType.objects.get_or_create(app_label="approval", model="signaturetask")
    for order, (name, office, role) in enumerate(STEPS):
        task = SignatureTask.objects.create(name=name, active=True, office=office, content_type=task_type)
        task.groups.add(Group.objects.get(name=role))
        WorkflowTask.objects.create(workflow=workflow, task_id=task.task_ptr_id, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(depth=1))
    for app_label, model in STRUCTURAL_PAGES:
        for page in Page.objects.filter(content_type__app_label=app_label, content_type__model=model):
            StructuralExemption.objects.create(page=page)


def remove_workflow(apps, schema_editor):
    apps.get_model("approval", "StructuralExemption").objects.all().delete()
    Workflow = apps.get_model("wagtailcore", "Workflow")
    SignatureTask = apps.get_model("approval", "SignatureTask")
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__name=WORKFLOW).delete()
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(workflow__name=WORKFLOW).delete()
    Workflow.objects.filter(name=WORKFLOW).delete()
    SignatureTask.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0001_initial"),
        ("users", "0002_rules"),
        ("website", "0002_rules"),
        ("bulletins", "0002_rules"),
        ("galleries", "0002_rules"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(add_workflow, remove_workflow),
        Triggers(*TRIGGERS),
        AppendOnly(*APPEND_ONLY),
    ]
