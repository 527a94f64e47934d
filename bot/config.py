"""The settings, read once from the environment and from `.env`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

SLACK_API = "https://slack.com/api/"


class ConfigError(Exception):
    """A setting that is missing or wrong, in words for whoever runs Potluck."""


class Mode(Enum):
    """How Slack reaches Potluck."""

    SOCKET = "socket"
    HTTP = "http"
    LOCAL = "local"


@dataclass(frozen=True)
class Setting:
    """One variable: what it holds, how it begins, and where to find it."""

    name: str
    where: str
    prefix: str = ""


BOT_TOKEN = Setting(
    "SLACK_BOT_TOKEN", "OAuth & Permissions → Bot User OAuth Token (after “Install to Workspace”)", "xoxb-"
)
APP_TOKEN = Setting(
    "SLACK_APP_TOKEN", "Basic Information → App-Level Tokens (with the scope connections:write)", "xapp-"
)
SIGNING_SECRET = Setting("SLACK_SIGNING_SECRET", "Basic Information → App Credentials → Signing Secret")
DATABASE_URL = Setting("DATABASE_URL", "Your database's address; without it a file in this folder is used")
API_URL = Setting("SLACK_API_URL", "Only for another Slack than slack.com: the address of its Web API")
PORT = Setting("PORT", "The port to serve Slack's requests on, in HTTP mode")
PUBLIC_URL = Setting(
    "PUBLIC_URL", "Where this Potluck is reached in HTTP mode, such as https://potluck.example.org"
)

SETTINGS = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, DATABASE_URL, API_URL, PORT, PUBLIC_URL)


@dataclass(frozen=True)
class Config:
    """Everything the environment decides."""

    mode: Mode
    bot_token: str
    app_token: str
    signing_secret: str
    database_url: str
    api_url: str
    port: int
    public_url: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Read the settings; ConfigError names what is missing and where in Slack to find it."""
        values = {setting.name: environ.get(setting.name, "").strip() for setting in SETTINGS}
        mode = _mode(values)
        _check_prefixes(values)
        return cls(
            mode=mode,
            bot_token=values[BOT_TOKEN.name],
            app_token=values[APP_TOKEN.name],
            signing_secret=values[SIGNING_SECRET.name],
            database_url=values[DATABASE_URL.name] or "sqlite:///potluck.db",
            api_url=_api_url(values[API_URL.name] or SLACK_API),
            port=_port(values[PORT.name] or "3000"),
            public_url=_public_url(values[PUBLIC_URL.name]),
        )


def _mode(values: Mapping[str, str]) -> Mode:
    bot, app, secret = (bool(values[each.name]) for each in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET))
    if bot and app:
        return Mode.SOCKET
    if bot and secret:
        return Mode.HTTP
    if bot:
        raise ConfigError(
            f"{BOT_TOKEN.name} is set, but one more is missing. For Socket Mode (no public address needed): "
            f"{APP_TOKEN.name}, in Slack under {APP_TOKEN.where}. For HTTP: {SIGNING_SECRET.name}, in Slack "
            f"under {SIGNING_SECRET.where}."
        )
    if app or secret:
        given = APP_TOKEN.name if app else SIGNING_SECRET.name
        raise ConfigError(
            f"{given} is set, but {BOT_TOKEN.name} is missing: in Slack under {BOT_TOKEN.where}."
        )
    return Mode.LOCAL


def _check_prefixes(values: Mapping[str, str]) -> None:
    for setting in SETTINGS:
        value = values[setting.name]
        if value and not value.startswith(setting.prefix):
            raise ConfigError(
                f"{setting.name} should begin with {setting.prefix}: in Slack under {setting.where}."
            )


def _api_url(text: str) -> str:
    url = text if text.endswith("/") else f"{text}/"
    if not url.startswith(("http://", "https://")) or not url.endswith("/api/"):
        raise ConfigError(f"{API_URL.name} should be a web address that ends in /api/, not {text}")
    return url


def _public_url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ConfigError(f"{PUBLIC_URL.name} should be a web address that begins with https://, not {text}")
    return text.rstrip("/")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:  # noqa: PLR2004 - TCP's range
        raise ConfigError(f"{PORT.name} should be a number from 1 to 65535, not {text}")
    return int(text)
