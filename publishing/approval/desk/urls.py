"""Addresses of the approvers' desk, below ``/onay/``."""

from django.urls import path

from publishing.approval.desk import remarks, views

app_name = "approval"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("ara/", views.search, name="search"),
    path("incele/<int:state_pk>/", views.review, name="review"),
    path("incele/<int:state_pk>/imzala/", views.sign, name="sign"),
    path("incele/<int:state_pk>/iade/", views.return_content, name="return"),
    path("incele/<int:state_pk>/sonuc/", views.done, name="done"),
    path("incele/<int:state_pk>/onizleme/<slug:surface>/", views.preview, name="preview"),
    path("incele/<int:state_pk>/not/", remarks.point, name="remark"),
    path("not/<int:remark_pk>/geri/", remarks.take_back, name="remark_back"),
    path("not/<int:remark_pk>/yanit/", remarks.answer_at_desk, name="remark_answer"),
    path("iz/<int:content_type_pk>/<str:object_id>/", views.evidence_sheet, name="evidence"),
    path("yeniden/<int:content_type_pk>/<str:object_id>/", views.retry, name="retry"),
    path("kaldir/<int:content_type_pk>/<str:object_id>/", views.withdraw, name="withdraw"),
]
