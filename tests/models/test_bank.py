"""The bank is a text file that anybody can edit."""

from models import bank
from models.bank import Theme


def test_the_shared_bank_has_four_dozen_prompts_in_a_dozen_formats_and_no_broken_line() -> None:
    shared = bank.shared()
    assert shared.problems == []
    assert len(shared.prompts) >= 48
    assert len(shared.formats) >= 12
    assert len({prompt.text for prompt in shared.prompts}) == len(shared.prompts)
    assert any(prompt.choices for prompt in shared.prompts)
    assert any(prompt.button for prompt in shared.prompts)
    assert any(prompt.anonymous for prompt in shared.prompts)


def test_every_extra_of_a_prompt_is_read() -> None:
    lines = [
        "a | poll | cross-team | Which? | choices: one; two; three",
        "b | photo | curation | Show it. | button: Show mine | anonymous",
    ]
    poll, photo = bank.read(lines).prompts
    assert (poll.theme, poll.choices) == (Theme.CROSS_TEAM, ("one", "two", "three"))
    assert (photo.theme, photo.button, photo.anonymous) == (Theme.CURATION, "Show mine", True)


def test_a_broken_line_is_named_and_the_rest_works() -> None:
    lines = [
        "# a note",
        "",
        "a | how-to | everyday | How?",
        "no bars at all",
        "b | how-to | everyday |",
        "a | clip | everyday | Again?",
        "c | clip | weekly | Show us",
        "d | poll | everyday | Which? | choices: only one",
        "e | poll | everyday | Which? | choices: one; two | anonymous",
        "f | clip | everyday | Show us | colour: red",
        "g | clip | everyday | " + "long " * 200,
        "h | clip | everyday | \ufffd",
        "i | clip | everyday | Show us",
    ]
    read = bank.read(lines)
    assert [prompt.name for prompt in read.prompts] == ["a", "i"]
    assert [problem.split(":")[0] for problem in read.problems] == [f"line {n}" for n in range(4, 13)]
