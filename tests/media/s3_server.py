"""An S3 server for tests: moto's, which checks the signature of each request, and signed addresses beside it.

moto's server fails for signed addresses when it checks signatures. Here they are checked before it, with botocore's
signer: the signature over the whole address, and its expiry. Nothing is read or written without a key.
"""

from __future__ import annotations

import datetime as dt
import threading
import urllib.request
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto import settings
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from latecomer.core.bucket import Bucket

REGION: Final = "eu-west-1"
BUCKET: Final = "films"
_ALL: Final = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class S3Server:
    """A running server with a bucket; while it ``is_away`` it answers 503. Scripts of pages from ``allowed_origin``
    may read it (CORS), and no others."""

    def __init__(self) -> None:
        self.is_away = False
        self.allowed_origin: str | None = None
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, self, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        iam = self.client("iam", "nobody", "nothing")
        iam.create_user(UserName="latecomer")
        key = iam.create_access_key(UserName="latecomer")["AccessKey"]
        iam.put_user_policy(UserName="latecomer", PolicyName="all", PolicyDocument=_ALL)
        self.key_id, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        where = {"LocationConstraint": REGION}
        self.client("s3", "nobody", "nothing").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

    def stop(self) -> None:
        """Stop the server, forget what moto keeps for the whole process, and check signatures no longer."""
        settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        self.is_away = False
        reset = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")  # noqa: S310 - of our own
        with urllib.request.urlopen(reset) as answer:  # noqa: S310 - of our own
            assert answer.status == 200
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def client(self, service: str, key_id: str, secret: str) -> Any:
        """Return a client of boto3."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
        )

    def bucket(self, secret: str | None = None) -> Bucket:
        """Return the bucket with its key, or with another secret."""
        return Bucket(
            endpoint=self.url,
            name=BUCKET,
            prefix="library/",
            region=REGION,
            key_id=self.key_id,
            secret=secret or self.secret,
        )

    def names(self) -> set[str]:
        """Return the names of all objects."""
        found = self.client("s3", self.key_id, self.secret).list_objects_v2(Bucket=BUCKET)
        return {each["Key"] for each in found.get("Contents", ())}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        if self.is_away:
            start("503 Service Unavailable", [])
            return [b"<Error><Code>SlowDown</Code></Error>"]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start("204 No Content", self._cors(environ))
            return []
        if "X-Amz-Signature" in query and not self._is_signed(environ, query):
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>SignatureDoesNotMatch</Code></Error>"]
        is_checked = settings.INITIAL_NO_AUTH_ACTION_COUNT == 0
        if is_checked and "X-Amz-Signature" not in query and "HTTP_AUTHORIZATION" not in environ:
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code></Error>"]
        answer: Iterable[bytes] = self._moto(environ, self._with_own_cors(environ, start))
        return answer

    def _cors(self, environ: WSGIEnvironment) -> list[tuple[str, str]]:
        """Return what docs/operating.md asks for as the bucket's rule, for this origin."""
        if self.allowed_origin is None or environ.get("HTTP_ORIGIN") != self.allowed_origin:
            return []
        return [
            ("Access-Control-Allow-Origin", self.allowed_origin),
            ("Access-Control-Allow-Methods", "GET, HEAD"),
            ("Access-Control-Allow-Headers", "Range"),
            ("Access-Control-Expose-Headers", "Content-Length, Content-Range"),
        ]

    def _with_own_cors(self, environ: WSGIEnvironment, start: StartResponse) -> Any:
        """Return ``start`` without moto's own headers, which open every bucket to every page."""

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = [each for each in headers if not each[0].lower().startswith("access-control-")]
            return start(status, kept + self._cors(environ), *more)

        return begin

    def _is_signed(self, environ: WSGIEnvironment, query: dict[str, str]) -> bool:
        """Check a signed address, and give moto the same request with a header of ours instead."""
        given = query.pop("X-Amz-Signature")
        signed_at = dt.datetime.strptime(query["X-Amz-Date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
        age_s = (dt.datetime.now(dt.UTC) - signed_at).total_seconds()
        if not 0 <= int(query["X-Amz-Expires"]) <= 604_800 or age_s > int(query["X-Amz-Expires"]):
            return False
        url = f"{self.url}{quote(environ['PATH_INFO'])}"
        request = AWSRequest(
            method=environ["REQUEST_METHOD"], url=f"{url}?{urlencode(query, quote_via=quote)}"
        )
        request.headers["host"] = environ["HTTP_HOST"]
        request.context["timestamp"] = query["X-Amz-Date"]
        credentials = Credentials(self.key_id, self.secret)
        signer = S3SigV4QueryAuth(credentials, "s3", REGION)
        text = signer.string_to_sign(request, signer.canonical_request(request))
        if signer.signature(text, request) != given:
            return False
        plain = AWSRequest(method=environ["REQUEST_METHOD"], url=url)
        plain.headers["host"] = environ["HTTP_HOST"]
        S3SigV4Auth(credentials, "s3", REGION).add_auth(plain)
        for name, value in plain.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        environ["QUERY_STRING"] = ""
        for name in ("REQUEST_URI", "RAW_URI"):
            environ[name] = quote(environ["PATH_INFO"])
        return True
