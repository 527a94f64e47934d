"""The local workspace alone, met with Slack's own client libraries."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.workspace import LocalWorkspace
from tests.people import Page, Person


@pytest.fixture(scope="module")
def served() -> Iterator[LocalWorkspace]:
    workspace = LocalWorkspace(port=0, patience=0.3, retry_after=(0, 0))
    workspace.start()
    yield workspace
    workspace.stop()


@pytest.fixture
def workspace(served: LocalWorkspace) -> LocalWorkspace:
    served.reset()
    return served


@pytest.fixture
def client(workspace: LocalWorkspace) -> WebClient:
    return WebClient("xoxb-local", base_url=f"{workspace.url}/api/", retry_handlers=[])


@pytest.fixture
def page(workspace: LocalWorkspace) -> Iterator[Page]:
    page = Page(workspace.url)
    yield page
    page.close()


@pytest.fixture
def ada(page: Page) -> Person:
    return Person(page, "U0ADA")


@pytest.fixture
def ben(page: Page) -> Person:
    return Person(page, "U0BEN")
