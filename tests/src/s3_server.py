"""An S3 server for tests: moto, behind TLS, with one bucket and one key that may list it and read its objects. Signatures
are checked. Ends when its standard input does.

Arguments: port, certificate, private key, folder of objects. Prints one line of JSON when it is ready; each line of input
is a command: `load` takes the folder's files in again."""

import json
import os
import pathlib
import sys
import threading

for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
    os.environ[name] = "unused"
os.environ["AWS_DEFAULT_REGION"] = "eu-west-3"
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000000000"

import boto3
from moto import settings
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

port, certificate, key, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
bucket = "papers"
app = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", port, app, threaded=True, ssl_context=(certificate, key))
threading.Thread(target=server.serve_forever, daemon=True).start()


def client(service):
    return boto3.client(service, endpoint_url=f"https://127.0.0.1:{port}", verify=False)


def load():
    free = settings.INITIAL_NO_AUTH_ACTION_COUNT
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 1000000000
    s3 = client("s3")
    for path in folder.rglob("*"):
        if path.is_file():
            s3.upload_file(str(path), bucket, "org/" + str(path.relative_to(folder)))
    settings.INITIAL_NO_AUTH_ACTION_COUNT = free


import urllib3

urllib3.disable_warnings()
client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
iam = client("iam")
iam.create_user(UserName="vantail")
statement = [
    {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:HeadBucket"], "Resource": f"arn:aws:s3:::{bucket}"},
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"},
]
policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
iam.put_user_policy(UserName="vantail", PolicyName="read", PolicyDocument=policy)
made = iam.create_access_key(UserName="vantail")["AccessKey"]
load()
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
print(json.dumps({"access": made["AccessKeyId"], "secret": made["SecretAccessKey"]}), flush=True)

for line in sys.stdin:
    if line.strip() == "load":
        load()
        print("{}", flush=True)
