"""What the local workspace refuses: calls as Slack does, and people's requests in words."""

from typing import Any


class ApiError(Exception):
    """A Web API call's `ok: false`, with Slack's name for the error and what else the answer carries."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class PageError(Exception):
    """Something a person cannot do in the page, in words for that person."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
