"""A real S3 server on loopback (moto's), which checks signatures as the real ones do, and the site's storage in it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import boto3

SET_UP_ACTIONS = 3  # what a new account needs before the server asks everybody for a signature
EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'


@dataclass(frozen=True)
class Account:
    """Key and secret at one server."""

    host: str
    key: str
    secret: str

    def client(self, service="s3"):
        return boto3.client(
            service,
            endpoint_url=f"http://{self.host}",
            region_name="us-east-1",
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
        )

    def address(self, bucket):
        key, secret = quote(self.key, safe=""), quote(self.secret, safe="")
        return f"s3://{key}:{secret}@{self.host}/{bucket}?tls=0&prefix=basin"


class Server:
    """The server's process, and an account in it that may do everything with buckets."""

    def __init__(self):
        program = Path(__file__).with_name("s3_server.py")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
        self.process = subprocess.Popen(
            [sys.executable, program],
            env=inherited | {"INITIAL_NO_AUTH_ACTION_COUNT": str(SET_UP_ACTIONS)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.host = f"127.0.0.1:{int(self.process.stdout.readline())}"
        iam = Account(self.host, "nobody", "yet").client("iam")
        iam.create_user(UserName="site")
        iam.put_user_policy(UserName="site", PolicyName="buckets", PolicyDocument=EVERYTHING)
        made = iam.create_access_key(UserName="site")["AccessKey"]
        self.account = Account(self.host, made["AccessKeyId"], made["SecretAccessKey"])

    def stop(self):
        self.process.kill()
        self.process.communicate()
