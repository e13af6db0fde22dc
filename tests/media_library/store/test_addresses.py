"""One environment variable says where photos, videos and documents lie."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.storage import media_storage
from media_library.store.bucket import PrivateBucket

ROOT = Path(__file__).resolve().parents[3]


def test_without_an_address_files_lie_on_the_local_disk():
    assert media_storage("") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_an_address_names_server_bucket_and_folder():
    found = media_storage("s3://anahtar:par%2Fola%3D@depo.example:9000/kova?region=tr-1&tls=0&prefix=basin/")
    assert found["BACKEND"] == "media_library.store.bucket.PrivateBucket"
    assert found["OPTIONS"] == {
        "access_key": "anahtar",
        "secret_key": "par/ola=",
        "bucket_name": "kova",
        "location": "basin",
        "region_name": "tr-1",
        "addressing_style": "path",
        "endpoint_url": "http://depo.example:9000",
    }


def test_the_connection_is_encrypted_unless_told_otherwise():
    assert media_storage("s3://a:b@depo.example/kova")["OPTIONS"]["endpoint_url"] == "https://depo.example"


def test_without_a_server_it_is_amazons_own():
    options = media_storage("s3://a:b@/kova?region=eu-central-1")["OPTIONS"]
    assert "endpoint_url" not in options
    assert (options["region_name"], options["addressing_style"]) == ("eu-central-1", "auto")


@pytest.mark.parametrize(
    "address",
    [
        "s3://a:gizlice@depo.example",
        "s3://a:gizlice@depo.example/kova/alt",
        "https://a:gizlice@depo.example/kova",
        "s3://a:gizlice@depo.example:port/kova",
        "s3://a:gizlice@depo.example/kova?acl=public-read",
        "s3://a:gizlice@depo.example/kova?tls",
        "s3://depo.example/kova",
        "s3://gizlice@depo.example/kova",
    ],
)
def test_a_wrong_address_is_refused_without_telling_the_secret(address):
    with pytest.raises(ImproperlyConfigured) as refusal:
        media_storage(address)
    assert "MEDIA_STORAGE_URL" in str(refusal.value)
    assert "gizlice" not in str(refusal.value)


def test_the_store_has_a_time_limit_and_uses_no_other_account_of_the_machine(monkeypatch):
    monkeypatch.setenv("AWS_SESSION_TOKEN", "başkasının")
    monkeypatch.setenv("AWS_S3_SESSION_PROFILE", "başkası")
    storage = PrivateBucket(**media_storage("s3://a:b@127.0.0.1:1/kova?tls=0")["OPTIONS"])
    assert storage.client_config.connect_timeout <= 10
    assert storage.client_config.read_timeout <= 60
    assert (storage.security_token, storage.session_profile) == (None, None)


def test_an_office_with_its_files_on_the_disk_does_not_carry_the_client_library():
    script = (
        "import django, sys; django.setup(); import media_library.store.responses; "
        "sys.exit(any(name.split('.')[0] in {'boto3', 'botocore'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0
