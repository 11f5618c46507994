"""What an operator may set, and what is refused."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from portal.holders import HOLDERS, Role, Secret, held
from portal.settings import Settings, SettingsFault

KEYS = ("pepper_salt", "pepper_locator", "pepper_seed", "link_key", "cookie_key", "site_key", "rehub_link_key")

ID = "f33517ff-2a88-4f6e-b855-c550268ce08a"
NOTIFY = {"PORTAL_NOTIFY_TEXT_TEMPLATE": ID, "PORTAL_NOTIFY_API_KEY": f"portal-{ID}-{ID}"}
SECRET = "whsec_" + "A" * 44
SECRETS = "must be whsec_ and then base64, or two of these, the newest first."


def make_public() -> dict[str, str]:
    """Return the least that a public site needs."""
    env = {f"PORTAL_{name.upper()}": base64.b64encode(bytes([n]) * 32).decode() for n, name in enumerate(KEYS)}
    return env | {"PORTAL_REHUB_SECRET": SECRET, "PORTAL_SERVICE_PINS": "first,second\nthird"}


def list_faults(env: dict[str, str], role: Role) -> tuple[str, ...]:
    """Return the faults that refuse these settings."""
    with pytest.raises(SettingsFault) as caught:
        Settings.from_mapping(env, role)
    return caught.value.faults


def test_nothing_set_gives_the_defaults() -> None:
    """The embedded default needs no setting at all."""
    settings = Settings.from_mapping({}, Role.OPERATOR)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.desk_url == "http://localhost:8001"
    assert settings.database_url == f"sqlite+pysqlite:///{settings.data_dir}/portal.db"
    assert settings.leave_urls == {}
    assert settings.rate_limits


def test_a_public_site_reads_its_secrets() -> None:
    """Each secret arrives as bytes; pins may stand on lines or between commas."""
    settings = Settings.from_mapping(make_public(), Role.PUBLIC)
    assert held(settings.pepper_locator).value == bytes([1]) * 32
    assert settings.service_pins == ("first", "second", "third")
    assert settings.keys_dir is None


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """A file's line end is not part of the secret."""
    env = make_public()
    (tmp_path / "salt").write_text(env.pop("PORTAL_PEPPER_SALT") + "\n")
    settings = Settings.from_mapping(env | {"PORTAL_PEPPER_SALT_FILE": str(tmp_path / "salt")}, Role.PUBLIC)
    assert held(settings.pepper_salt).value == bytes(32)


@pytest.mark.parametrize("role", [Role.DESK, Role.WORKER, Role.OPERATOR])
def test_no_role_holds_another_roles_secrets(role: Role, tmp_path: Path) -> None:
    """Even when all of them are set, each role takes only its own."""
    folders = {"PORTAL_KEYS_DIR": str(tmp_path), "PORTAL_NOTICE_KEYS_DIR": str(tmp_path)}
    env = make_public() | folders | {"PORTAL_SITE_PUBLIC_KEY": "B" * 43 + "=", "PORTAL_SMTP_PASSWORD": "hush"}
    env |= NOTIFY | {"PORTAL_NOTIFY_CALLBACK_TOKEN": "t" * 32}
    settings = Settings.from_mapping(env, role)
    for name, holders in HOLDERS.items():
        is_operators = role is Role.OPERATOR and name.endswith("_dir")
        assert bool(getattr(settings, name)) is (role in holders or is_operators), name


@pytest.mark.parametrize("name", ["PORTAL_KEYS_DIR", "PORTAL_NOTICE_KEYS_DIR"])
def test_the_public_site_refuses_keys_that_open_things(name: str, tmp_path: Path) -> None:
    """A public site that could open what was sent would lose it with the machine."""
    faults = list_faults(make_public() | {name: str(tmp_path)}, Role.PUBLIC)
    assert faults == (f"{name} must not be set for the public site.",)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORTAL_PUBLIC_PORT", "0", "PORTAL_PUBLIC_PORT must be a whole number from 1 to 65535."),
        ("PORTAL_DESK_PORT", "eighty", "PORTAL_DESK_PORT must be a whole number from 1 to 65535."),
        ("PORTAL_DESK_PORT", "8000", "PORTAL_PUBLIC_PORT and PORTAL_DESK_PORT must differ."),
        ("PORTAL_RATE_LIMITS", "no", "PORTAL_RATE_LIMITS must be on or off."),
        ("PORTAL_DATABASE_URL", "mysql://x", "PORTAL_DATABASE_URL must begin with"),
        ("PORTAL_PUBLIC_URL", "http://portal.example", "PORTAL_PUBLIC_URL must begin with https://"),
        ("PORTAL_PUBLIC_URL", "https://portal.example/more", "PORTAL_PUBLIC_URL must be http(s)://, a host"),
        ("PORTAL_DESK_URL", "https://name@portal.example", "PORTAL_DESK_URL must be http(s)://, a host"),
        ("PORTAL_LEAVE_URL", "http://news.example", "PORTAL_LEAVE_URL must be an address"),
        ("PORTAL_LEAVE_URL_CY", "news", "PORTAL_LEAVE_URL_CY must be an address"),
        ("PORTAL_TRUSTED_PROXIES", "-1", "PORTAL_TRUSTED_PROXIES must be a whole number"),
        ("PORTAL_REDIS_URL", "http://here", "PORTAL_REDIS_URL must begin with redis://"),
        ("PORTAL_PEPPER", "x", "PORTAL_PEPPER is not a setting of this portal."),
        ("PORTAL_PEPPER_SALT", "c2hvcnQ=", "PORTAL_PEPPER_SALT must be 32 bytes as base64."),
        ("PORTAL_PEPPER_SALT_FILE", "/nowhere", "Set PORTAL_PEPPER_SALT or PORTAL_PEPPER_SALT_FILE, not both."),
        ("PORTAL_PEPPER_SEED", base64.b64encode(bytes(32)).decode(), "The peppers and keys must all differ"),
        ("PORTAL_REHUB_SECRET", "secret", f"PORTAL_REHUB_SECRET {SECRETS}"),
        ("PORTAL_REHUB_SECRET", f"{SECRET} secret", f"PORTAL_REHUB_SECRET {SECRETS}"),
        ("PORTAL_REHUB_SECRET", f"{SECRET} {SECRET}", f"PORTAL_REHUB_SECRET {SECRETS}"),
        ("PORTAL_REHUB_SECRET", f"{SECRET} {SECRET}B {SECRET}C", f"PORTAL_REHUB_SECRET {SECRETS}"),
        ("PORTAL_SERVICE_PINS", "", "PORTAL_SERVICE_PINS (or PORTAL_SERVICE_PINS_FILE) must be set."),
    ],
)
def test_a_fault_is_told_in_words(name: str, value: str, words: str) -> None:
    """One fault gives one sentence that names the variable."""
    (fault,) = list_faults(make_public() | {name: value}, Role.PUBLIC)
    assert fault.startswith(words)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://u:p@db.example/portal",
        "postgresql+psycopg://u:p@192.0.2.7:5432/portal?sslmode=require",
        "postgresql+psycopg://u:p@db.example/portal?sslmode=verify-full&sslmode=disable",
        "postgresql+psycopg://u:p@/portal?host=db.example",
        "postgresql+psycopg://u:p@127.0.0.1/portal?hostaddr=192.0.2.7",
        "postgresql+psycopg://u:p@localhost,db.example/portal?sslmode=prefer",
        "postgresql+psycopg:///portal?service=far",
    ],
)
def test_a_database_across_a_network_needs_a_line_that_is_encrypted_and_checked(url: str) -> None:
    """Days, areas and public keys are plain in it; and whoever answers must be it."""
    (fault,) = list_faults(make_public() | {"PORTAL_DATABASE_URL": url}, Role.PUBLIC)
    assert fault.startswith("PORTAL_DATABASE_URL must end with ?sslmode=verify-full or sslmode=verify-ca")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u:p@db.example/portal?sslmode=verify-full"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u:p@db.example:6432/portal?sslmode=verify-ca&application_name=a"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u@127.0.0.1:5432/portal"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u@[::1]:5432/portal"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u@[::1]/portal"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://localhost/portal"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg:///portal"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://u@/portal?host=/run/postgresql"),
        ("PORTAL_REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("PORTAL_REDIS_URL", "redis+unix:///run/redis.sock"),
        ("PORTAL_REDIS_URL", "rediss://:secret@redis.example:6380/0"),
    ],
)
def test_what_stays_on_this_machine_or_is_encrypted_is_taken(name: str, url: str) -> None:
    """Sockets and loopback have no line to listen to."""
    assert getattr(Settings.from_mapping(make_public() | {name: url}, Role.PUBLIC), name[7:].lower()) == url


def test_a_redis_across_a_network_is_spoken_to_encrypted() -> None:
    """It holds the salt of the digests of visitors' addresses."""
    (fault,) = list_faults(make_public() | {"PORTAL_REDIS_URL": "redis://redis.example:6379/0"}, Role.PUBLIC)
    assert fault.startswith("PORTAL_REDIS_URL must begin with rediss://")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"PORTAL_NOTIFY_TEXT_TEMPLATE": "the text one"}, "PORTAL_NOTIFY_TEXT_TEMPLATE must be an id"),
        ({"PORTAL_NOTIFY_TEXT_SENDER": "Leeds"}, "PORTAL_NOTIFY_TEXT_SENDER must be an id"),
        ({"PORTAL_NOTIFY_URL": "http://notify.example"}, "PORTAL_NOTIFY_URL must begin with https://"),
        ({"PORTAL_NOTIFY_API_KEY": ""}, "PORTAL_NOTIFY_API_KEY (or PORTAL_NOTIFY_API_KEY_FILE) must be set"),
        ({"PORTAL_NOTIFY_API_KEY": ID}, "PORTAL_NOTIFY_API_KEY must be a key as GOV.UK Notify shows it, whole."),
        ({"PORTAL_NOTIFY_TEXT_TEMPLATE": ""}, "PORTAL_NOTIFY_TEXT_TEMPLATE or PORTAL_NOTIFY_EMAIL_TEMPLATE must be"),
        (
            {
                "PORTAL_NOTIFY_EMAIL_TEMPLATE": ID,
                "PORTAL_SMTP_HOST": "mail.example",
                "PORTAL_SMTP_FROM": "news@post.example",
            },
            "Set PORTAL_SMTP_HOST or PORTAL_NOTIFY_EMAIL_TEMPLATE, not both",
        ),
    ],
)
def test_a_worker_that_could_not_send_through_notify_does_not_start(
    tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    """Each fault in one sentence."""
    env = {
        "PORTAL_SITE_PUBLIC_KEY": "B" * 43 + "=",
        "PORTAL_REHUB_LINK_KEY": "C" * 43 + "=",
        "PORTAL_SERVICE_PINS": "x",
        "PORTAL_NOTICE_KEYS_DIR": str(tmp_path),
    }
    (fault,) = list_faults(env | NOTIFY | changed, Role.WORKER)
    assert fault.startswith(words)


def test_a_callback_token_that_could_be_guessed_is_refused() -> None:
    """It alone says that a report is Notify's."""
    (fault,) = list_faults(make_public() | {"PORTAL_NOTIFY_CALLBACK_TOKEN": "t" * 31}, Role.PUBLIC)
    assert fault.startswith("PORTAL_NOTIFY_CALLBACK_TOKEN must have 32 letters or more")


def test_every_fault_is_told_at_once() -> None:
    """An operator mends them all in one go."""
    env = make_public() | {"PORTAL_PUBLIC_PORT": "x", "PORTAL_DESK_PORT": "y", "PORTAL_TRUSTED_PROXIES": "z"}
    assert len(list_faults(env, Role.PUBLIC)) == 3


@pytest.mark.parametrize("host", [".".join("0000"), "192.0.2.1", "portal.example", "::"])
def test_limits_cannot_be_turned_off_where_strangers_can_reach(host: str) -> None:
    """Without limits anyone may try codes as fast as the machine answers."""
    env = {"PORTAL_RATE_LIMITS": "off", "PORTAL_DESK_HOST": host}
    assert list_faults(env, Role.OPERATOR)[0].startswith("PORTAL_RATE_LIMITS=off is refused")
    assert not Settings.from_mapping(env | {"PORTAL_DESK_HOST": "::1"}, Role.OPERATOR).rate_limits


def test_secrets_never_show() -> None:
    """Neither a secret nor a password in a database address stands in what is printed."""
    env = make_public() | {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal:hush@127.0.0.1/portal"}
    shown = repr(Settings.from_mapping(env, Role.PUBLIC))
    assert "hush" not in shown
    assert "whsec_" not in shown
    assert "Secret(hidden)" in shown
    assert repr(Secret(b"hush")) == "Secret(hidden)"


def test_two_secrets_are_read_while_one_is_changed() -> None:
    """From a variable with a blank between, or a file of two lines."""
    env = make_public() | {"PORTAL_REHUB_SECRET": f"{SECRET}B\n{SECRET}\n"}
    secret = Settings.from_mapping(env, Role.PUBLIC).rehub_secret
    assert secret is not None
    assert secret.value.decode().split(" ") == [f"{SECRET}B", SECRET]
