"""Links that members give: only what may be shown to everybody."""

import re
from urllib.parse import urlsplit

from models.errors import RuleError

LONGEST = 2000
"""Characters in a link."""


def checked(typed: str) -> str | None:
    """Take a link as it may be shown: http or https, with a host and without anybody's password."""
    link = typed.strip()
    if not link:
        return None
    if len(link) > LONGEST:
        raise RuleError(f"A link holds at most {LONGEST:,} characters.", field="link")
    try:
        parts = urlsplit(link)
        sound = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"[\s<>|]", link)
    except ValueError:
        sound = False
    if not sound:
        raise RuleError("A link begins with https:// or http:// and names a place.", field="link")
    if parts.username is not None or parts.password is not None:
        raise RuleError("This link carries a name or password. Leave that part out.", field="link")
    return link
