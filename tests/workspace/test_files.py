"""Files go the way of Slack's own: ask where to, send the bytes, say where they belong."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient

from bot.workspace import LocalWorkspace
from tests.people import Page, Person
from tests.workspace.test_web_api import refusal


def send(workspace: LocalWorkspace, url: str, content: bytes) -> int:
    connection = HTTPConnection(urlsplit(workspace.url).netloc, timeout=5)
    connection.request("POST", urlsplit(url).path, content)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_file_stands_in_its_conversation(workspace: LocalWorkspace, client: WebClient) -> None:
    given = client.files_upload_v2(channel="C0LEARNING", filename="a note.txt", content="hello", title="Note")
    page = Page(workspace.url)
    message = Person(page, "U0ADA").last("#learning")
    page.close()
    (file,) = message["files"]
    assert given["files"][0]["id"] == file["id"]
    assert (file["title"], file["mimetype"], file["size"]) == ("Note", "text/plain", 5)
    assert message["subtype"] == "file_share"


def test_bytes_of_another_length_or_for_another_file_are_refused(
    workspace: LocalWorkspace, client: WebClient
) -> None:
    asked = client.files_getUploadURLExternal(filename="a.txt", length=5)
    assert send(workspace, asked["upload_url"], b"longer than five") == 400
    assert send(workspace, f"{asked['upload_url']}x", b"hello") == 404
    missing = refusal(client.files_completeUploadExternal, files=[{"id": asked["file_id"]}])
    assert missing["error"] == "file_not_found"


@pytest.mark.parametrize("length", [0, -1, 5_000_000])
def test_nothing_empty_or_huge_is_taken(client: WebClient, length: int) -> None:
    assert refusal(client.files_getUploadURLExternal, filename="a.txt", length=length)["error"] == (
        "invalid_arguments"
    )


def test_a_file_for_a_channel_without_the_bot_is_refused(client: WebClient) -> None:
    assert refusal(client.files_upload_v2, channel="C0LEADS", filename="a.txt", content="a")["error"] == (
        "channel_not_found"
    )
