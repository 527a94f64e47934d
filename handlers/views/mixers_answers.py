"""What the people of a group are asked after a while, and the window for what they took with them."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from handlers.views.mentoring_words import named
from handlers.views.mixers_times import listed
from models.mixers import Mixer
from models.mixers_answers import LONGEST_LINE
from models.mixers_rounds import Answer, Part, Round, State

LABELS = {
    Answer.MET: "We met",
    Answer.PLANNED: "It is planned",
    Answer.NOT_YET: "Not yet",
    Answer.COULD_NOT: "I could not",
}

SAID = {
    Answer.MET: "you met.",
    Answer.PLANNED: "it is planned. Enjoy it.",
    Answer.NOT_YET: "not yet, and that is fine.",
    Answer.COULD_NOT: "it did not work out this time. That happens.",
}

SHARE = blocks.option("Share it as a tip under my name", "share")
THANK = blocks.option("Thank the group, where we talk", "thank")


def buttons(round_id: int, chosen: Answer | None = None) -> list[Block]:
    """Build the four answers; the one that was chosen stands out."""
    return [
        blocks.button(
            label,
            f"mixers_answers.{answer}",
            value=round_id,
            style="primary" if answer == chosen else None,
        )
        for answer, label in LABELS.items()
    ]


def rows(round_: Round) -> list[Block]:
    """Build what each of a group may say where all of it talks: whether they met, or not now."""
    return [
        blocks.context("*Did you meet?* Each of you says so with a tap; nobody else sees what you say."),
        blocks.actions(f"met-{round_.id}", *buttons(round_.id)),
        blocks.section(
            "No time for it? Leave this group quietly, without a reason.", accessory=not_now(round_.id)
        ),
    ]


def not_now(round_id: int) -> Block:
    """Build the button with which somebody leaves their group, after one question."""
    return blocks.button("Not now", "mixers_mending.not_now", value=round_id)


def asked(
    mixer: Mixer, round_: Round, part: Part, others: Sequence[str], *, answered: Answer | None
) -> list[Block]:
    """Ask one of a group whether they met; once they answered, say what they said."""
    who = f"{_name(mixer)} with {listed(map(blocks.person, others))}" if others else _name(mixer)
    if round_.state != State.DRAWN or not others:
        return [blocks.section(f"{who}: {_over(round_, part)}")]
    if answered is None:
        said = f"{who}: did you meet? Any answer is a good one, and nobody else sees yours."
    else:
        said = f"{who}: {SAID[answered]}"
    return [
        blocks.section(said),
        blocks.actions(f"met-{round_.id}", *buttons(round_.id, answered), *line_button(round_, answered)),
    ]


def answered(mixer: Mixer, answer: Answer) -> str:
    """Say to one of a group, where all of it talks, what was understood."""
    return f"{_name(mixer)}: {SAID[answer]} Only you see this; another tap changes it."


def window(
    mixer: Mixer, round_: Round, part: Part, others: Sequence[str], *, shared: bool, thanked: bool
) -> View:
    """Build the window for what somebody took with them."""
    left = [each for each, done in ((SHARE, shared), (THANK, thanked or not others)) if not done]
    done = [
        *(["Your line is a tip already; change it there."] if shared else []),
        *(["The group has your thanks."] if thanked else []),
    ]
    return blocks.modal(
        "mixers_answers.take",
        "You met",
        [
            blocks.section(f"Good to hear: {_name(mixer)} has brought you together."),
            blocks.field(
                "line",
                "One thing you took with you",
                blocks.text_input(
                    initial=part.line,
                    longest=LONGEST_LINE,
                    placeholder="Support keeps a list of the ten questions that come back",
                ),
                hint="It stays yours: nobody reads it unless you share it.",
                optional=True,
            ),
            *([blocks.field("also", "And", blocks.checkboxes(left), optional=True)] if left else []),
            blocks.context(
                *(
                    [f"A tip is posted in {blocks.channel(mixer.channel_id)}. Leave others' names out of it."]
                    if not shared
                    else []
                ),
                *done,
            ),
        ],
        submit="Save",
        metadata=str(round_.id),
    )


def taken(mixer: Mixer, *, line: bool, shared: bool, thanked: bool) -> View:
    """Say what became of it."""
    said = [
        "It is noted that you met.",
        *(["Your line is kept for you."] if line and not shared else []),
        *([f"Your tip appears in {blocks.channel(mixer.channel_id)}."] if shared else []),
        *(["The group reads your thanks in a moment."] if thanked else []),
    ]
    return blocks.modal("mixers_answers.taken", "Thank you", [blocks.section(" ".join(said))])


def thanks(mixer: Mixer, by: str) -> Message:
    """Thank a group in the name of one of them."""
    said = f"{blocks.person(by)} thanks you all for {_name(mixer)}: it was good to meet."
    return Message(text=said, blocks=[blocks.section(said)])


def _name(mixer: Mixer) -> str:
    return f"*{named(mixer.name)}*"


def _over(round_: Round, part: Part) -> str:
    if part.answer is not None:
        return SAID[Answer(part.answer)]
    return (
        "that round is over."
        if round_.state != State.DRAWN
        else "you are not in a group of this round any more."
    )


def line_button(round_: Round, answered_: Answer | None) -> list[Block]:
    """Build the button to what somebody took with them, once they met."""
    if answered_ != Answer.MET:
        return []
    return [blocks.button("What I took with me", "mixers_answers.line", value=round_.id)]
