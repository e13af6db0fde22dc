"""The workflow "Basın onayı": Müdür, then Başkan, over every page and every governed snippet."""

from django.db import migrations

WORKFLOW = "Basın onayı"
STEPS = [("Müdür imzası", "director", "Müdür"), ("Başkan imzası", "mayor", "Başkan")]
GOVERNED_SNIPPETS = [("website", "alertbanner")]
STRUCTURAL_PAGES = [("website", "homepage"), ("bulletins", "bulletinindexpage")]


def add_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
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
    for app_label, model in GOVERNED_SNIPPETS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
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
        ("users", "0002_roles"),
        ("website", "0002_site_tree"),
        ("bulletins", "0003_bulletin_index"),
    ]
    operations = [migrations.RunPython(add_workflow, remove_workflow)]
