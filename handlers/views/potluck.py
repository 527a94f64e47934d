"""What Potluck says about itself."""

from handlers.views import blocks
from handlers.views.blocks import Message

COMMANDS = (
    ("/share-tip [tip #tag]", "share one thing a colleague can use"),
    ("/find-tip [words #tag from:@name]", "find what others have shared"),
    ("/ask-peers question", "ask your colleagues, after a look at what is known already"),
    ("/lunch-signup", "the lunches to come: a seat, a talk, a wish, a series of your own"),
    ("/lunch-signup title", "offer a talk over lunch; five minutes are enough"),
    ("/mentor", "your mentoring: ask, offer, what waits for your answer"),
    ("/mentor kubernetes", "colleagues who can teach you that, with reasons"),
    ("/mixer", "small groups of colleagues you do not usually work with: join, skip, leave"),
    ("/potluck", "your page: what comes next, what waits for a word from you, and all that is yours"),
    ("/potluck profile", "what you can help with, what you want to learn, and how you work"),
    ("/potluck cohorts", "mentoring cohorts: join one, or, as a steward, open a sign-up"),
    ("/potluck prompts", "your channels' prompts: set them up, propose one"),
    ("/potluck my-data", "everything Potluck holds about you"),
    ("/potluck forget-me", "erase it, and take back what was posted for you"),
    (
        "/potluck pause [mentoring] [until 2027-04-30]",
        "keeps away what you did not ask for, or only mentoring; `/potluck resume` ends it",
    ),
    ("/potluck not-with", "whom I never bring you together with; nobody is told"),
    ("/potluck report", "what it has come to, for stewards: the ties between teams"),
    ("/potluck settings", "the workspace's choices, for stewards"),
    ("/potluck help", "this list"),
)
"""What can be typed, and what it does."""

ELSEWHERE = (
    "Save as tip, in a message's menu or with :bulb:, asks its author first.\n"
    "Prompts come once a week in their channel: answer in the thread, with the button, or with a reaction.\n"
    "Lunches are announced in their channel a week ahead: take a seat there, on your Home tab, or with "
    "`/lunch-signup`. A seat that frees goes to the next in line.\n"
    "Mentorships have a window of their own, behind Our mentorship where the two of you talk.\n"
    "Every command explains itself when you add `help`."
)


def help_text() -> Message:
    """List what Potluck can do."""
    return Message(
        text="What Potluck can do",
        blocks=[
            blocks.section(
                "Potluck helps colleagues to teach each other. Everything is voluntary. Only you see this."
            ),
            blocks.section("\n".join(f"`{command}`  {does}" for command, does in COMMANDS)),
            blocks.context(ELSEWHERE),
        ],
    )


def unknown(words: str) -> Message:
    """Answer a word that Potluck does not know, with help and an example."""
    sentence = f"I do not know “{blocks.quiet(words, 60)}”. Try `/potluck help`, or one of these:"
    listed = help_text()
    return Message(text=sentence, blocks=[blocks.section(sentence), *listed.blocks[1:]])
