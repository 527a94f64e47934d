"""The bank is a text file that anybody can edit."""

from models import bank


def test_the_shared_bank_has_a_dozen_prompts_and_no_broken_line() -> None:
    shared = bank.shared()
    assert shared.problems == []
    assert len(shared.prompts) >= 12
    assert len({prompt.format for prompt in shared.prompts}) >= 6


def test_a_broken_line_is_named_and_the_rest_works() -> None:
    lines = [
        "# a note",
        "",
        "a | how-to | How?",
        "no bars at all",
        "b | how-to |",
        "a | clip | Again?",
        "c | clip | Show | us",
    ]
    read = bank.read(lines)
    assert [prompt.name for prompt in read.prompts] == ["a", "c"]
    assert read.prompts[1].text == "Show | us"
    assert [problem.split(":")[0] for problem in read.problems] == ["line 4", "line 5", "line 6"]
