"""What people see of proposed prompts: the form, the question to the stewards, and the answer."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models import bank, prompt_proposals
from models.bank import Theme
from models.prompt_proposals import Answer, Proposal

PROPOSALS_SHOWN = 15
USUAL = "short text"

_THEMES = {
    Theme.EVERYDAY: blocks.option("Everyday work", Theme.EVERYDAY),
    Theme.CROSS_TEAM: blocks.option("Between teams", Theme.CROSS_TEAM),
    Theme.CURATION: blocks.option("Something old: still true?", Theme.CURATION),
}
_NAMED = blocks.option("Name me when it is posted", "named")
_ANONYMOUS = blocks.option("People may answer without their name", "anonymous")


def form(formats: Sequence[str]) -> View:
    """Build the form to propose a prompt."""
    options = [blocks.option(each.capitalize(), each) for each in formats]
    usual = next((each for each in options if each["value"] == USUAL), options[0])
    return blocks.modal(
        "prompt_proposals.propose",
        "Propose a prompt",
        [
            blocks.field(
                "question",
                "The question",
                blocks.text_input(
                    multiline=True,
                    longest=bank.LONGEST["question"],
                    placeholder="What would you like to know from your colleagues?",
                ),
                hint="Short and concrete: answerable in a sentence, on a phone.",
            ),
            blocks.field("format", "How people answer", blocks.select(options, initial=usual)),
            blocks.field(
                "theme",
                "What it is about",
                blocks.select(list(_THEMES.values()), initial=_THEMES[Theme.EVERYDAY]),
            ),
            blocks.field(
                "choices",
                "Choices of a poll",
                blocks.text_input(multiline=True, longest=500),
                hint=f"{bank.FEWEST_CHOICES} to {bank.MOST_CHOICES}, a line each. Empty: no poll.",
                optional=True,
            ),
            blocks.field(
                "button",
                "Words on the button",
                blocks.text_input(longest=bank.LONGEST["button"], placeholder="Answer"),
                optional=True,
            ),
            blocks.field(
                "channel",
                "Only for one channel",
                blocks.channel_select(),
                hint="It joins that channel's own bank. Empty: the bank of everybody.",
                optional=True,
            ),
            blocks.field(
                "wishes", "Names", blocks.checkboxes([_NAMED, _ANONYMOUS], initial=[_NAMED]), optional=True
            ),
        ],
        submit="Propose",
    )


def proposed_window(proposal: Proposal) -> View:
    """Say where a proposal went."""
    return blocks.modal(
        "prompt_proposals.proposed",
        "Thank you",
        [
            blocks.words(proposal.text),
            blocks.section("Your prompt is with the stewards. I will tell you what they say."),
        ],
    )


def waiting(proposals: Sequence[Proposal]) -> View:
    """List what waits for a steward's answer."""
    nothing = "No proposed prompt waits for an answer."
    return blocks.modal(
        "prompt_proposals.list",
        "Proposed prompts",
        [block for each in proposals for block in _shown(each, _author(each))] or [blocks.section(nothing)],
    )


def decision(proposal: Proposal, *, yes: bool) -> View:
    """Ask for a word to go with the answer."""
    hint = f"{'They read' if yes else 'A reason is kind. They read'} it with your name."
    return blocks.modal(
        "prompt_proposals.decide",
        "Accept the prompt" if yes else "Decline the prompt",
        [
            blocks.words(proposal.text),
            blocks.field(
                "word",
                "A word for who proposed it",
                blocks.text_input(multiline=True, longest=prompt_proposals.LONGEST_WORD),
                hint=hint,
                optional=True,
            ),
        ],
        submit="Accept" if yes else "Decline",
        metadata=f"{proposal.id} {'yes' if yes else 'no'}",
    )


def decided(proposal: Proposal) -> View:
    """Say what comes of a steward's answer."""
    said = "It is in the bank now, and its proposer is told."
    if proposal.state == Answer.DECLINED:
        said = "It is not asked, and its proposer is told."
    return blocks.modal("prompt_proposals.decided", "Answered", [blocks.section(said)])


def question(proposal: Proposal) -> Message:
    """Ask a steward; once one has answered, say what came of it."""
    who = _author(proposal)
    if proposal.state != Answer.WAITING:
        verb = "accepted" if proposal.state == Answer.ACCEPTED else "declined"
        said = f"{_steward(proposal)} has {verb} the prompt that {who} proposed."
        return Message(text=said, blocks=[blocks.section(said)])
    said = f"{who} proposes a prompt. Shall it join the bank?"
    return Message(
        text=f"{said} {blocks.quiet(proposal.text)}", blocks=[blocks.section(said), *_shown(proposal)]
    )


def answer(proposal: Proposal) -> Message:
    """Tell the proposer what a steward said."""
    who = _steward(proposal)
    said = f"{who} has accepted the prompt you proposed: it is asked when its turn comes. Thank you."
    if proposal.state == Answer.DECLINED:
        said = f"{who} would rather not ask the prompt you proposed. Thank you for it; others are welcome."
    word = [blocks.context(f"{who} adds:"), blocks.words(proposal.word)] if proposal.word else []
    return Message(text=said, blocks=[blocks.section(said), blocks.words(proposal.text), *word])


def _steward(proposal: Proposal) -> str:
    return blocks.person(proposal.decided_by) if proposal.decided_by else "A steward"


def _author(proposal: Proposal) -> str:
    return blocks.person(proposal.author_id)


def _shown(proposal: Proposal, *first: str) -> list[Block]:
    facts = [*first, blocks.quiet(proposal.format), proposal.theme]
    if proposal.channel_id:
        facts.append(f"only for {blocks.channel(proposal.channel_id)}")
    if proposal.choices:
        facts.append("choices: " + blocks.quiet(", ".join(proposal.choices.splitlines())))
    if proposal.anonymous:
        facts.append("answers may be without a name")
    facts.append("posted with their name" if proposal.named else "posted without their name")
    return [
        blocks.words(proposal.text),
        blocks.context("  ·  ".join(facts)),
        blocks.actions(
            f"proposal_{proposal.id}",
            blocks.button("Accept", "prompt_proposals.accept", value=proposal.id, style="primary"),
            blocks.button("Decline", "prompt_proposals.decline", value=proposal.id),
        ),
    ]
