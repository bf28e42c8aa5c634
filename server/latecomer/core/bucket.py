"""The address of a bucket in S3, or in a store that speaks its protocol."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket, and the key with which it is read and written; ``prefix`` is empty or ends with a slash."""

    endpoint: str
    name: str
    prefix: str
    region: str
    key_id: str
    secret: str = field(repr=False)


def parse(text: str) -> Bucket:
    """Return the bucket of ``https://KEY:SECRET@host/bucket/prefix?region=…``. Raises: ValueError that says why not."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    name, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in ("https", "http") or not parts.hostname or not name:
        raise ValueError("takes https://KEY:SECRET@host/bucket?region=eu-west-1")
    if not parts.username or not parts.password:
        raise ValueError("lacks the key and its secret: https://KEY:SECRET@host/bucket")
    query = parse_qs(parts.query)
    if set(query) - {"region"}:
        raise ValueError("knows no parameter but region")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Bucket(
        endpoint=f"{parts.scheme}://{host}" + (f":{port}" if port else ""),
        name=name,
        prefix=f"{prefix}/" if prefix else "",
        region=query.get("region", ["us-east-1"])[0],
        key_id=unquote(parts.username),
        secret=unquote(parts.password),
    )
