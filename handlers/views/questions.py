"""What people see of questions: what is known already, the form, the post, the words to who asked."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks, tips
from handlers.views.blocks import Block, Message, View
from models import questions, questions_answers
from models import tips as tip_rules
from models.questions import Question, State
from models.questions_answers import Answer
from models.questions_known import Known
from models.questions_naming import Naming
from models.tips import Tip

SHORT = 280

HELP = (
    "*/ask-peers* asks your colleagues, after a look at what they have answered before.\n"
    "Type the question behind the command. Nothing is posted before you have chosen the channel, and you may "
    "leave your name out.\n"
    "Example: `/ask-peers how do I rebase a stack of branches?`"
)

WITHOUT_NAME = blocks.option("Ask without my name", "yes")


def known(text: str, found: Known) -> View:
    """Show what may answer a question already, before anybody is asked."""
    return blocks.modal(
        "questions.known",
        "Ask colleagues",
        [
            blocks.section(f"*Is it among these?* You ask: “{blocks.quiet(text, SHORT)}”"),
            *(row for tip in found.tips for row in _known_tip(tip)),
            *(row for question in found.questions for row in _known_question(question)),
        ],
        submit="Ask anyway",
        metadata=text,
    )


def form(text: str, *, channel_id: str | None = None) -> View:
    """Build the form for a question, with what was typed so far."""
    return blocks.modal(
        "questions.ask",
        "Ask colleagues",
        [
            _text_field(text),
            *blocks.rest(text, questions.LONGEST),
            blocks.field(
                "channel",
                "Where to ask",
                blocks.channel_select(initial=channel_id, here=channel_id is None),
                hint="Up to three people there are named who offer what you ask about and like to be asked.",
            ),
            blocks.field(
                "anonymous",
                "Your name",
                blocks.checkboxes([WITHOUT_NAME]),
                hint="Potluck then asks for you. Nobody is shown who it was, the stewards included.",
                optional=True,
            ),
        ],
        submit="Ask",
    )


def asked(question: Question) -> View:
    """Say where a question goes, and what happens next."""
    where = blocks.channel(question.channel_id)
    name = ", without your name" if question.anonymous else ""
    return blocks.modal(
        "questions.asked",
        "Asked",
        [
            blocks.section(
                f"Your question is on its way to {where}{name}. I will tell you when it is answered."
            ),
            *([blocks.section(_perhaps(question.namings))] if question.namings else []),
            blocks.context(
                "After two working days without an answer I ask once more there. Then your question stands "
                "on the others' Home tabs and in the digest, for four weeks in all."
            ),
        ],
    )


def post(question: Question, named: Sequence[Naming]) -> Message:
    """Build a question's own message in its channel; it names those who like to be."""
    who = "Somebody asks, without their name" if question.anonymous else f"{_author(question)} asks"
    return Message(
        text=f"{who}: {blocks.quiet(question.text)}",
        blocks=[blocks.context(f"*{who}*"), blocks.words(question.text), *_below(question, named)],
    )


def bump(question: Question) -> Message:
    """Ask once more in the channel."""
    said = f"Nobody has answered this since {question.asked_at:%A}. Do you know, or know who does?"
    return Message(
        text=f"{said} {blocks.quiet(question.text)}",
        blocks=[blocks.section(said), blocks.words(question.text), *_below(question)],
    )


def can_answer(question: Question) -> View:
    """Build the form to answer from anywhere."""
    return blocks.modal(
        "questions.answer",
        "Your answer",
        [
            blocks.words(question.text),
            blocks.field(
                "text",
                "Your answer",
                blocks.text_input(multiline=True, longest=questions_answers.LONGEST),
                hint="A sentence, a link, or who knows. It appears in the question's thread, with your name.",
            ),
        ],
        submit="Answer",
        metadata=str(question.id),
    )


def answered(question: Question) -> View:
    """Thank for an answer, once it is kept."""
    where = blocks.channel(question.channel_id)
    return _notice("Thank you", f"Your answer is on its way to the question's thread in {where}.")


def answer(given: Answer) -> Message:
    """Build an answer in the question's thread."""
    who = f"{blocks.person(given.user_id)} answers"
    words = given.text or ""
    return Message(text=f"{who}: {blocks.quiet(words)}", blocks=[blocks.context(who), blocks.words(words)])


def told(question: Question) -> Message:
    """Tell who asked of the answers, and let them say which one it was."""
    number = len({given.user_id for given in question.answers})
    people = "A colleague has" if number == 1 else f"{number} colleagues have"
    where = blocks.channel(question.channel_id)
    said = f"{people} answered your question in {where}."
    if number == 0:
        said = f"The answer to your question in {where} was taken back."
    link = [blocks.context(f"<{question.permalink}|Open the thread>")] if question.permalink else []
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            _quoted(question),
            *(row for given in question.answers[-5:] for row in _given(given)),
            *link,
            *_settling(question),
        ],
    )


def settle(question: Question) -> View:
    """Build the form in which who asked says that it is answered."""
    helped = question.answers[0].user_id if question.answers else None
    return blocks.modal(
        "questions.settle",
        "It is answered",
        [
            blocks.words(blocks.shortened(question.text, SHORT)),
            blocks.field(
                "answered_by",
                "Whose answer helped?",
                blocks.person_select(initial=helped),
                hint="They get your thanks, and are asked whether to keep it as a tip. Leave it empty if you "
                "found out yourself.",
                optional=True,
            ),
        ],
        submit="It is answered",
        metadata=str(question.id),
    )


def settled(question: Question) -> View:
    """Say what follows from an answered question."""
    thanks = f" {blocks.person(question.answered_by)} hears that it helped." if question.answered_by else ""
    return _notice("Answered", f"Good. The question's message says so.{thanks}")


def thanks(question: Question) -> Message:
    """Thank who answered, and ask whether their answer may be kept."""
    who = "Who asked" if question.anonymous else blocks.person(question.author_id)
    said = f"{who} says that your answer in {blocks.channel(question.channel_id)} helped. Thank you."
    if question.tip_id is not None:
        note = "Your answer is kept as a tip, and posted in the thread. Your Home tab lets you edit it."
        return Message(text=said, blocks=[blocks.section(said), blocks.context(note)])
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            _quoted(question),
            *_own_answer(question),
            blocks.section("May it help the next one too? As a tip, it is found with `/find-tip`."),
            blocks.actions(
                "question",
                blocks.button("Keep it as a tip", "questions.keep", value=question.id, style="primary"),
                blocks.button("Edit first", "questions.keep_edited", value=question.id),
            ),
            blocks.context("Without a press nothing is kept."),
        ],
    )


def keep(question: Question, text: str) -> View:
    """Build the form to keep an answer as a tip, in its author's words."""
    return blocks.modal(
        "questions.keep",
        "Keep it as a tip",
        [
            *tips.text_and_tags(tip_rules.draft(text)),
            blocks.context(
                f"It is posted under the question in {blocks.channel(question.channel_id)}, and found by who "
                "may read that channel."
            ),
        ],
        submit="Keep",
        metadata=str(question.id),
    )


def kept() -> str:
    """Answer who kept their answer."""
    return "It is kept as a tip, and posted in the thread. Your Home tab lets you edit it."


def closed(question: Question) -> Message:
    """Tell who asked that nobody has answered in four weeks."""
    said = (
        f"Nobody has answered your question in {blocks.channel(question.channel_id)} in four weeks, so it "
        "leaves the lists today. Asked in other words, or elsewhere, it may find somebody: `/ask-peers`"
    )
    return Message(
        text=said, blocks=[blocks.section(said), blocks.words(blocks.shortened(question.text, SHORT))]
    )


def not_posted(question: Question) -> Message:
    """Tell who asked that the channel took no question, and how to mend it."""
    where = blocks.channel(question.channel_id)
    said = (
        f"Your question is kept, but I could not post it in {where}: I am not in that channel, or may not "
        "post there. Type `/invite @Potluck` in it, then press the button."
    )
    return Message(
        text="Your question is kept, but I could not post it.",
        blocks=[
            blocks.section(said),
            blocks.words(blocks.shortened(question.text, SHORT)),
            blocks.actions(
                "question",
                blocks.button("Post it now", "questions.post_again", value=question.id, style="primary"),
                blocks.button("Take it back", "questions.edit", value=question.id),
            ),
        ],
    )


def posting_again() -> str:
    """Answer the button that posts a question once more."""
    return "I am posting it now."


def edit(question: Question) -> View:
    """Build the form to change a question, or to take it back."""
    return blocks.modal(
        "questions.edit",
        "Your question",
        [
            _text_field(question.text),
            blocks.actions(
                "question",
                blocks.button(
                    "Take it back",
                    "questions.take_back",
                    value=question.id,
                    style="danger",
                    confirm=blocks.confirm(
                        "Take it back?",
                        "The question and its post disappear; answers in the thread stay where they are.",
                        yes="Take it back",
                        no="Leave it",
                    ),
                ),
            ),
        ],
        submit="Save",
        metadata=f"{question.id} {question.version}",
    )


def changed() -> View:
    """Say that a question and its post were changed."""
    return _notice("Saved", "Your question is changed, and its post follows.")


def taken_back() -> View:
    """Say that a question is gone."""
    return _notice("Taken back", "Your question is gone, and its post with it.")


def found_before() -> View:
    """Say that nothing needs asking."""
    return _notice("Good", "Then nobody needs to be asked. Who wrote it hears that it helped.")


def my_rows(mine: Sequence[Question]) -> list[Block]:
    """List somebody's own open questions for that person."""
    return [
        block
        for question in mine
        for block in _row(
            question, blocks.button("It is answered", "questions.settle", value=question.id), "mine"
        )
    ]


def waiting_rows(waiting: Sequence[Question], *, prefix: str = "waiting") -> list[Block]:
    """List questions that wait for an answer, each to be answered."""
    return [
        block
        for question in waiting
        for block in _row(
            question, blocks.button("I can answer", "questions.can_answer", value=question.id), prefix
        )
    ]


def _row(question: Question, press: Block, prefix: str) -> list[Block]:
    return [
        {
            "type": "section",
            "block_id": f"{prefix}-question-{question.id}",
            "text": blocks.plain(blocks.shortened(question.text, SHORT)),
            "accessory": press,
        },
        blocks.context(
            f"{blocks.channel(question.channel_id)}  ·  asked on {_day(question.asked_at)}  ·  "
            f"{_count(question)}"
        ),
    ]


def _below(question: Question, named: Sequence[Naming] = ()) -> list[Block]:
    if question.state == State.ANSWERED:
        by = f", by {blocks.person(question.answered_by)}" if question.answered_by else ""
        return [blocks.context(f"Answered{by}. The thread is open to more.")]
    if question.state == State.CLOSED:
        return [blocks.context(f"{_count(question).capitalize()} after four weeks. The thread is open.")]
    return [
        *([blocks.section(_perhaps(named))] if named else []),
        blocks.actions(
            "question",
            blocks.button("I can answer", "questions.can_answer", value=question.id, style="primary"),
            blocks.button("It is answered", "questions.settle", value=question.id),
            blocks.button("Edit", "questions.edit", value=question.id),
        ),
        blocks.context(f"Answer in the thread or with the button  ·  {_count(question)}"),
    ]


def _perhaps(namings: Sequence[Naming]) -> str:
    named = [f"{blocks.person(each.user_id)} ({blocks.escape(each.skill)})" for each in namings]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
    return f"Perhaps {listed} can help: they have said that they are glad to be asked."


def _settling(question: Question) -> list[Block]:
    if question.state != State.OPEN:
        return [blocks.context("You have said that it is answered.")]
    return [
        blocks.actions(
            "question",
            blocks.button("It is answered", "questions.settle", value=question.id, style="primary"),
        )
    ]


def _quoted(question: Question) -> Block:
    return blocks.context(f"“{blocks.quiet(question.text, SHORT)}”")


def _own_answer(question: Question) -> list[Block]:
    given = questions_answers.last_of(question, question.answered_by)
    return [blocks.words(blocks.shortened(given.text, SHORT))] if given and given.text else []


def _given(given: Answer) -> list[Block]:
    who = blocks.person(given.user_id)
    if given.text is None:
        return [blocks.context(f"{who} in the thread")]
    return [blocks.context(who), blocks.words(blocks.shortened(given.text, SHORT))]


def _known_tip(tip: Tip) -> list[Block]:
    return [*tips.digest_row(tip, SHORT), _answers_it("tip", tip.id)]


def _known_question(question: Question) -> list[Block]:
    helped = [given for given in question.answers if given.user_id == question.answered_by and given.text]
    by = f"answered by {blocks.person(question.answered_by)}" if question.answered_by else "answered"
    link = f"  ·  <{question.permalink}|Open the thread>" if question.permalink else ""
    return [
        {"type": "section", "text": blocks.plain(blocks.shortened(question.text, SHORT))},
        *([blocks.words(blocks.shortened(helped[-1].text or "", SHORT))] if helped else []),
        blocks.context(f"{blocks.channel(question.channel_id)}  ·  {by}{link}"),
        _answers_it("question", question.id),
    ]


def _answers_it(kind: str, number: int) -> Block:
    return blocks.actions(
        f"known-{kind}-{number}",
        blocks.button("That answers it", "questions.answers_it", value=f"{kind} {number}"),
    )


def _text_field(text: str) -> Block:
    return blocks.field(
        "text",
        "Your question",
        blocks.text_input(
            initial=text,
            multiline=True,
            longest=questions.LONGEST,
            placeholder="What would you like to know?",
        ),
    )


def _author(question: Question) -> str:
    return blocks.person(question.author_id)


def _count(question: Question) -> str:
    number = len({given.user_id for given in question.answers})
    if not number:
        return "no answer yet"
    return "1 person has answered" if number == 1 else f"{number} people have answered"


def _day(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B}"


def _notice(title: str, text: str) -> View:
    return blocks.modal("questions.notice", title, [blocks.section(text)])
