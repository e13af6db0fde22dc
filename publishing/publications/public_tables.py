"""What public pages show of publications."""

from cms.website.public_tables import watch, watch_page
from publishing.publications.models import Issue, IssueEntry, IssueIndexPage

for _page in (IssueIndexPage, Issue):
    watch_page(_page)
watch(IssueEntry, pages="{row}.page_id")
