"""The environment is read once, and half a configuration says what is missing and where to find it."""

import pytest

from bot.config import SETTINGS, Config, ConfigError, Mode

BOT, APP, SECRET = {"SLACK_BOT_TOKEN": "xoxb-1"}, {"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, Mode.LOCAL),
        (BOT | APP, Mode.SOCKET),
        (BOT | APP | SECRET, Mode.SOCKET),
        (BOT | SECRET, Mode.HTTP),
    ],
)
def test_the_settings_decide_the_mode(environ: dict[str, str], mode: Mode) -> None:
    assert Config.from_env(environ).mode is mode


@pytest.mark.parametrize(
    ("environ", "missing", "place"),
    [
        (BOT, "SLACK_APP_TOKEN", "App-Level Tokens"),
        (BOT, "SLACK_SIGNING_SECRET", "App Credentials"),
        (APP, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
        (SECRET, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
        (APP | {"SLACK_BOT_TOKEN": "  "}, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN", "xoxb-"),
    ],
)
def test_half_a_configuration_names_what_is_missing_and_where(
    environ: dict[str, str], missing: str, place: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(environ)
    assert missing in str(caught.value)
    assert place in str(caught.value)
    assert "xoxb-1" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("", "https://slack.com/api/"),
        ("http://127.0.0.1:8765/api/", "http://127.0.0.1:8765/api/"),
        ("https://slack.example/api", "https://slack.example/api/"),
    ],
)
def test_another_slack_may_be_named(given: str, root: str) -> None:
    assert Config.from_env({"SLACK_API_URL": given}).api_url == root


@pytest.mark.parametrize(
    "wrong",
    [{"SLACK_API_URL": "slack.example"}, {"SLACK_API_URL": "https://x/"}, {"PORT": "x"}, {"PORT": "70000"}],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Config.from_env(wrong)


def test_every_setting_says_where_it_comes_from() -> None:
    assert all(setting.where for setting in SETTINGS)
