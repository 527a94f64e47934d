"""How Slack reaches Potluck without a public address: Socket Mode."""

import logging
import socket
import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import slack

logger = logging.getLogger("potluck.socket")

THREADS = 32
PING_SECONDS = 5
SILENT_SECONDS = 20
CONNECT_SECONDS = 10
READER_SECONDS = 0.1


class SocketMode:
    """A link to Slack that answers with the app, and notices when the other end has gone."""

    def __init__(self, app: App, app_token: str, api_url: str, *, after: Callable[[], None]) -> None:
        self.handler = SocketModeHandler(
            app,
            app_token,
            logger=logger,
            web_client=slack.client(app_token, api_url, timeout=CONNECT_SECONDS),
            ping_interval=PING_SECONDS,
            concurrency=THREADS,
        )
        self._client = self.handler.client
        # Listeners run one after the other: what an envelope caused is said once it is answered.
        self._client.socket_mode_request_listeners.append(lambda _client, _request: after())
        self._session: object = None
        self._since = 0.0

    def connect(self) -> None:
        """Open the link; SlackApiError if the token is refused, OSError if nobody is there."""
        logger.setLevel(logging.CRITICAL)  # whoever calls says what is wrong, once
        self._client.connect()
        logger.setLevel(logging.NOTSET)

    def close(self) -> None:
        """Take no more envelopes, finish those that are being answered, then hang up."""
        hang_up(self._client)

    def check(self) -> None:
        """Connect anew when a link was never answered; the client itself notices only later silence."""
        session = self._client.current_session
        if session is not self._session:
            self._session, self._since = session, time.monotonic()
        silent = session is not None and session.last_ping_pong_time is None
        if silent and time.monotonic() - self._since > SILENT_SECONDS:
            logger.warning("nobody answers on this link: connecting anew")
            self._client.connect_to_new_endpoint(force=True)


def hang_up(client: SocketModeClient) -> None:
    """Close a client's link at once when what it has begun is done; by itself it takes seconds to notice."""
    client.closed, client.auto_reconnect_enabled = True, False
    client.message_queue.put(None)  # the processor waits for a word
    client.message_processor.shutdown()  # type: ignore[no-untyped-call]
    client.message_workers.shutdown(wait=True)
    session = client.current_session
    if session is not None and session.sock is not None:
        session.sock.shutdown(socket.SHUT_RDWR)  # the reader would hold its lock for seconds
    _end_reader(client)
    client.close()


def _end_reader(client: SocketModeClient) -> None:
    """Tell the reader to end until it has: one that begins just then forgets that it was told."""
    runner = client.current_session_runner
    runner.event.set()
    while runner.is_alive():
        client.current_session_state.terminated = True
        runner.thread.join(READER_SECONDS)
