"""Languages: one name for what people type in many ways."""

import pytest

from models import languages, search_index
from models.errors import RuleError
from models.languages import LONGEST, MOST


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("english, Deutsch", ["English", "German"]),
        ("DEUTSCH; german", ["German"]),
        ("中文、日本語", ["Mandarin", "Japanese"]),
        ("espanol, türkce", ["Spanish", "Turkish"]),
        ("klingon", ["Klingon"]),
        ("العربية", ["Arabic"]),
        (" , ,", []),
        ("", []),
    ],
)
def test_a_language_has_one_name(typed: str, names: list[str]) -> None:
    assert languages.fold(typed) == names
    assert languages.fold(", ".join(names)) == names


@pytest.mark.parametrize("typed", ["x" * 25, ",".join(f"tongue{n}x" for n in range(9))])
def test_too_much_is_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        languages.fold(typed)
    assert refused.value.field == "languages"


def test_every_spelling_in_the_file_belongs_to_one_language_and_fits_into_a_profile() -> None:
    whose: dict[str, str] = {}
    for line in languages.FILE.read_text("utf-8").splitlines():
        name, _, rest = ("" if line.startswith("#") else line).partition(":")
        for spelling in [name, *rest.split(",")]:
            folded = " ".join(word.folded for word in search_index.words(spelling))
            assert not folded or whose.setdefault(folded, name) == name, spelling
        assert len(name) <= LONGEST
    assert MOST * (LONGEST + 1) <= 200
