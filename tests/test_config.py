"""Settings: what they take, what they refuse, and that secrets stay secret."""

from pathlib import Path

import pytest

from latecomer.config import LogFormat, LogLevel, complete, read_settings
from latecomer.core.errors import StartupError
from latecomer.redis.addresses import address_of, each_host, with_address
from latecomer.standalone.preflight import _place

GOOD = {
    "LATECOMER_DATABASE_URL": "postgresql://me:open-sesame@db.example/latecomer",
    "LATECOMER_REDIS_URL": "redis://:open-sesame@redis.example:6379/0",
    "LATECOMER_SECRET_KEY": "a secret of thirty-two characters",
}


def test_what_is_not_set_has_a_default() -> None:
    settings = read_settings(GOOD)
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8080, "http://localhost:8080")
    assert settings.data_dir == Path("data").resolve()
    assert settings.recordings_dir == Path("data/recordings").resolve()
    assert (settings.workers, settings.ledger_shards, settings.allowed_origins) == (1, None, ())
    assert settings.admin_key is None
    assert settings.log_format is LogFormat.TEXT
    assert not settings.allow_volatile_redis
    assert not settings.secure


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = read_settings(
        {
            **GOOD,
            "LATECOMER_HOST": "::",
            "LATECOMER_PORT": "9090",
            "LATECOMER_PUBLIC_URL": "https://watch.example/",
            "LATECOMER_ALLOWED_ORIGINS": "https://a.example, http://localhost:3000",
            "LATECOMER_LEDGER_SHARDS": "64",
            "LATECOMER_DATA_DIR": str(tmp_path),
            "LATECOMER_WORKERS": "4",
            "LATECOMER_ADMIN_KEY": "a-key-of-my-own-choice",
            "LATECOMER_LOG_FORMAT": "json",
            "LATECOMER_LOG_LEVEL": "error",
            "LATECOMER_ALLOW_VOLATILE_REDIS": "yes",
        }
    )
    assert (settings.host, settings.port) == ("::", 9090)
    assert settings.public_url == "https://watch.example"
    assert settings.secure
    assert settings.allowed_origins == ("https://a.example", "http://localhost:3000")
    assert (settings.ledger_shards, settings.workers) == (64, 4)
    assert settings.recordings_dir == tmp_path / "recordings"
    assert settings.admin_key == "a-key-of-my-own-choice"
    assert settings.log_format is LogFormat.JSON
    assert settings.log_level is LogLevel.ERROR
    assert settings.allow_volatile_redis


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://db.example/latecomer"),
        ("DATABASE_URL", "postgresql://db.example:port/latecomer"),
        ("REDIS_URL", "redis.example"),
        ("REDIS_URL", "http://redis.example"),
        ("REDIS_URL", "redis://:open-sesame@a.example:7000,b.example:port"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("ADMIN_KEY", "short"),
        ("ADMIN_KEY", "sixteen or more, but with spaces"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "８０８０"),
        ("PUBLIC_URL", "watch.example"),
        ("PUBLIC_URL", "https://watch.example/path"),
        ("PUBLIC_URL", "https://me@watch.example"),
        ("PUBLIC_URL", "ftp://watch.example"),
        ("PUBLIC_URL", "https://watch.example:port"),
        ("ALLOWED_ORIGINS", "https://a.example, b.example"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_NETWORKS", "10.0.0.1/8"),
        ("ALLOWED_NETWORKS", "example.org"),
        ("LEDGER_SHARDS", "0"),
        ("WORKERS", "many"),
        ("SECURITY_CONTACT", "me@example.com"),
        ("SECURITY_CONTACT", "http://example.com"),
        ("SECURITY_CONTACT", "https://a b"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
        ("ALLOW_VOLATILE_REDIS", "perhaps"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(StartupError, match=f"^LATECOMER_{name} ") as refused:
        read_settings({**GOOD, f"LATECOMER_{name}": value})
    assert refused.value.code == "bad_setting"
    assert "open-sesame" not in str(refused.value)


def test_a_misspelt_setting_is_refused_and_a_stranger_ignored() -> None:
    with pytest.raises(
        StartupError, match="LATECOMER_DATBASE_URL is not a setting; LATECOMER_DATABASE_URL is"
    ):
        read_settings({**GOOD, "LATECOMER_DATBASE_URL": "x"})
    read_settings({**GOOD, "LATECOMER_IN_ANOTHER_LANGUAGE": "x", "DATABASE_URL": "x"})


def test_secrets_are_in_no_repr() -> None:
    shown = repr(read_settings({**GOOD, "LATECOMER_ADMIN_KEY": "a-key-of-my-own-choice"}))
    assert "open-sesame" not in shown
    assert "thirty-two" not in shown
    assert "a-key-of-my-own" not in shown


def test_valkeys_own_scheme_is_redis_under_another_name() -> None:
    url = read_settings({**GOOD, "LATECOMER_REDIS_URL": "valkeys://redis.example/1"}).redis_url
    assert url == "rediss://redis.example/1"


def test_a_cluster_may_be_named_by_several_nodes() -> None:
    url = "redis://me:open-sesame@a.example:7000,b.example,[::1]:7002/0"
    assert read_settings({**GOOD, "LATECOMER_REDIS_URL": url}).redis_url == url
    assert [address_of(one) for one in each_host(url)] == [
        ("a.example", 7000),
        ("b.example", 6379),
        ("::1", 7002),
    ]
    assert with_address(each_host(url)[1], ("::2", 7003)) == "redis://me:open-sesame@[::2]:7003/0"
    assert _place(url) == "a.example:7000,b.example,[::1]:7002/0"
    assert each_host("unix:///run/valkey.sock?db=1") == ["unix:///run/valkey.sock?db=1"]


def test_defaults_fill_only_what_is_unset_or_empty() -> None:
    filled = complete({"LATECOMER_PORT": "1", "LATECOMER_HOST": " "}, PORT="2", HOST="here")
    assert filled == {"LATECOMER_PORT": "1", "LATECOMER_HOST": "here"}
