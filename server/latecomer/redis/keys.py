"""Every Redis key, built here and nowhere else.

``{n}`` is the hash tag of shard n, so that all keys of one ledger call live in one slot of a Redis Cluster. Ids stand
in keys as 32 hex digits and in values as 16 bytes.

| key | type | holds | lives |
|---|---|---|---|
| lc:{n}:ready3 | string | the number of shards, once this one has been loaded from Postgres | for ever |
| lc:{n}:ready3:NODE | string | the same on a cluster: it counts only at the node that it names | while it lives there |
| lc:{n}:homes | set | the nodes of a cluster of which there are such keys | for ever |
| lc:{n}:loading | string | the lock of the one who loads the shard: that one's token | 15 s, renewed |
| lc:{n}:due | zset | member id → not before (ms): has moments that are no facts yet | until settled |
| lc:{n}:dirty | zset | member id → since (ms): changed since its copy in Postgres | until copied |
| lc:{n}:m3:MEMBER | string | the member's record (functions/ledger.lua) | until 7 days after the window |
| lc:{n}:w:WEBINAR | string | the webinar's card (functions/ledger.lua) | until 7 days after the window |
| lc:{n}:c:WEBINAR | hash | counters: visitors, visitor_ms, dN (visitors of day N), tN (live tenth N), … | as the card |
| lc:{n}:r:WEBINAR:VERSION | hash | retention: second → members that begin minus members that end there | as the card |
| lc:{n}:there:WEBINAR | hash | member id → open playbacks × 4096 + workers at which it plays | while connected |
| lc:{n}:here:WORKER | hash | webinar id + member id → what that worker said of the member | while the worker lives |
| lc:{n}:gone:WORKER | string | that worker is gone: what comes late of it is not taken | 1 h |
| lc:leases | zset | worker → until (ms) | until reaped, 15 s after the worker's last sign of life |
| lc:{spill}:stream | stream | d: a delivery (MessagePack) that Postgres did not take in time | until it does |
| lc:{spill}:bytes | string | the size of all of them, in bytes | as the stream |
| lc:{spill}:unreadable | stream | its entries that could not be read, as they were: the newest 20 | 30 days |
| lc:changes:WEBINAR | shard channel | what has changed about a webinar and its members (redis/pubsub.py) | |
| lc:changes | shard channel | what concerns no webinar in particular | |
| lc:token:ACCOUNT | string | the token of a vendor's account that is in use | until it expires |
| lc:calls:ACCOUNT | zset | call → when it was taken (ms): the quota of a vendor's account | one window |
| lc:room:WEBINAR | zset | member id → when they were last in the room (ms) | 1 h after the last |
| lc:note:ACCOUNT:ABOUT | string | what was noted of something at a vendor: made there, as what | 30 days |
| lc:writer:ACCOUNT | string | who writes to a vendor's account now | until done, 2 min at most |

The other fields of the counters are drop:REASON (deliveries), playing and connected (members).
"""

from latecomer.core.ids import MemberId, WebinarId

LEASES = "lc:leases"
SPILL = "lc:{spill}:stream"
SPILL_BYTES = "lc:{spill}:bytes"
SPILL_UNREADABLE = "lc:{spill}:unreadable"


def shard_of(member: MemberId, shards: int) -> int:
    """Return the shard that holds a member: it is fixed for an installation; random ids spread evenly."""
    return 0 if shards == 1 else int.from_bytes(member.bytes[8:], "big") % shards


def ready(shard: int, node: str = "") -> str:
    """Return the key that says that a shard was loaded. ``node``: of a cluster. A replica that takes over may lack
    writes, so a shard that was loaded at another node does not count as loaded there."""
    return f"lc:{{{shard}}}:ready3:{node}" if node else f"lc:{{{shard}}}:ready3"


def homes(shard: int) -> str:
    return f"lc:{{{shard}}}:homes"


def loading(shard: int) -> str:
    return f"lc:{{{shard}}}:loading"


def due(shard: int) -> str:
    return f"lc:{{{shard}}}:due"


def dirty(shard: int) -> str:
    return f"lc:{{{shard}}}:dirty"


def record(shard: int, member: MemberId) -> str:
    return f"lc:{{{shard}}}:m3:{member.hex}"


def card(shard: int, webinar: WebinarId) -> str:
    return f"lc:{{{shard}}}:w:{webinar.hex}"


def counters(shard: int, webinar: WebinarId) -> str:
    return f"lc:{{{shard}}}:c:{webinar.hex}"


def retention(shard: int, webinar: WebinarId, recording_version: int) -> str:
    return f"lc:{{{shard}}}:r:{webinar.hex}:{recording_version}"


def there(shard: int, webinar: WebinarId) -> str:
    return f"lc:{{{shard}}}:there:{webinar.hex}"


def here(shard: int, worker: str) -> str:
    return f"lc:{{{shard}}}:here:{worker}"


def gone(shard: int, worker: str) -> str:
    return f"lc:{{{shard}}}:gone:{worker}"


def changes(webinar: WebinarId | None) -> str:
    return f"lc:changes:{webinar.hex}" if webinar else "lc:changes"


def room(webinar: WebinarId) -> str:
    return f"lc:room:{webinar.hex}"


def token(account: str) -> str:
    return f"lc:token:{account}"


def calls(account: str) -> str:
    return f"lc:calls:{account}"


def writer(account: str) -> str:
    return f"lc:writer:{account}"


def note(account: str, about: str) -> str:
    return f"lc:note:{account}:{about}"
