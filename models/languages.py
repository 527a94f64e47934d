"""Languages that people speak, under one name each."""

from pathlib import Path

from models import skills
from models.errors import RuleError

FILE = Path(__file__).with_name("languages.txt")
MOST = 8
LONGEST = 24
"""Letters of a language's name; eight of them fit into a profile."""


def fold(typed: str) -> list[str]:
    """Give the languages in what was typed with commas between, each once and as it is called here."""
    named: dict[str, str] = {}
    for part in skills.parts(typed):
        called = skills.names_in(FILE).same.get(skills.spelling(part), part[:1].upper() + part[1:])
        named.setdefault(skills.spelling(called), called)
    named.pop("", None)
    for called in named.values():
        if len(called) > LONGEST:
            raise RuleError(
                f"“{called[:20]}…” is too long for a language: put commas between several.", field="languages"
            )
    if len(named) > MOST:
        raise RuleError(f"These are {len(named)} languages; name at most {MOST}.", field="languages")
    return list(named.values())
