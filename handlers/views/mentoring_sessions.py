"""A mentorship's own window: what it is about, the next step, and all that its two can do."""

from datetime import date

from handlers.views import blocks, mentoring_checkins, mentoring_guides, mentoring_worksheets
from handlers.views.blocks import Block, Message, View
from handlers.views.mentoring_guides import Guide
from handlers.views.mentoring_rhythm import about, day, every, rhythm
from models import mentoring_page
from models.mentoring import Format, Mentorship, State
from models.mentoring_meeting import MentoringSession
from models.mentoring_page import Page
from models.mentoring_sessions import LONGEST, MINUTES, RHYTHMS, SHORTEST

SESSIONS_SHOWN = 3


def window(page: Page, *, note: str = "", guide: Guide | None = None) -> View:
    """Build the window; `note` says what was just done, `guide` comes with it."""
    blocks_ = [*_noted(note, guide), *_content(page)]
    return blocks.modal(
        "mentoring_sessions.window", "Your mentorship", blocks_, metadata=str(page.mentorship.id)
    )


def noted(noted_: MentoringSession) -> str:
    """Say that a session is noted."""
    return f"Session {noted_.number} is noted: {day(noted_.met_on)}, {noted_.minutes} minutes."


def log_form(mentorship: Mentorship, today: date) -> View:
    """Build the form for a session of another day or length."""
    return blocks.modal(
        "mentoring_sessions.save",
        "You met",
        [
            blocks.field("met_on", "On which day", blocks.date_input(initial=today)),
            blocks.field(
                "minutes",
                "How many minutes",
                blocks.text_input(initial=str(mentorship.minutes), longest=3),
                hint=f"From {SHORTEST} to {LONGEST}.",
            ),
        ],
        submit="Note it",
        metadata=str(mentorship.id),
    )


def rhythm_form(mentorship: Mentorship) -> View:
    """Build the form for another rhythm."""
    weeks = {each: blocks.option(every(each).capitalize(), str(each)) for each in RHYTHMS}
    minutes = {each: blocks.option(f"{each} minutes", str(each)) for each in MINUTES}
    return blocks.modal(
        "mentoring_sessions.set_rhythm",
        "Another rhythm",
        [
            blocks.field("every_weeks", "You meet", _select(weeks, mentorship.every_weeks)),
            blocks.field("minutes", "For", _select(minutes, mentorship.minutes)),
            blocks.context("Your partner hears of it where you two talk. Check-ins follow the rhythm."),
        ],
        submit="Save",
        metadata=str(mentorship.id),
    )


def guide_page(mentorship_id: int, guide: Guide) -> View:
    """Show a guide, with the ways to the others."""
    at = mentoring_guides.ORDER.index(guide.name)
    around = (("Back", at - 1), ("Next", at + 1))
    ways = [
        blocks.button(
            label,
            f"mentoring_sessions.{label.lower()}",
            value=f"{mentorship_id}/{mentoring_guides.ORDER[to]}",
        )
        for label, to in around
        if 0 <= to < len(mentoring_guides.ORDER)
    ]
    return blocks.modal(
        "mentoring_sessions.guide_page",
        "Guide",
        [*mentoring_guides.rows(guide), blocks.actions("guides", *ways)],
        metadata=str(mentorship_id),
    )


def new_rhythm(weeks: int, minutes: int) -> Message:
    """Tell the two in which rhythm they meet from now on."""
    said = f"You two have another rhythm: {minutes} minutes {every(weeks)}."
    return Message(text=said, blocks=[blocks.section(said)])


def next_step(page: Page) -> str:
    """Say what comes next."""
    guide = next_guide(page)
    if not page.sessions:
        starter = page.mentorship.starter_id or page.mentorship.seeker_id
        who = "You propose" if starter == page.reader_id else f"{blocks.person(starter)} proposes"
        return f"*Next*  {who} two times to meet. The guide: {guide.title}."
    if page.mentorship.format == Format.FLASH:
        return "*Next*  Say what came of it, and thank each other."
    last = ", the last one" if page.next_is_last else ""
    return f"*Next*  Session {page.next_number}{last}: {guide.title}."


def next_guide(page: Page) -> Guide:
    """Give the guide for the session to come."""
    return mentoring_guides.for_session(page.mentorship.format, page.next_number, last=page.next_is_last)


def _content(page: Page) -> list[Block]:
    mentorship = page.mentorship
    partner = mentoring_page.partner(page)
    who = f" with {blocks.person(partner)}" if partner else ""
    lead = f"{about(mentorship)}{who}"
    if mentorship.state == State.ENDED:
        return [blocks.section(f"{lead}\nThis mentorship has ended."), *_after(page)]
    if mentorship.state != State.RUNNING or mentorship.ends_on is None:
        waits = "You both said yes. I introduce you to each other as soon as both of you are at work."
        return [blocks.section(f"{lead}\n{waits}"), blocks.actions("along", _end(mentorship))]
    return [
        blocks.section(f"{lead}\n{rhythm(mentorship).capitalize()}, until {day(mentorship.ends_on)}"),
        blocks.section(next_step(page)),
        *(mentoring_checkins.fit_rows(mentorship) if page.asks_fit else []),
        *_sessions(page),
        *mentoring_worksheets.rows(page, writable=True),
        blocks.divider(),
        blocks.actions("along", *_ways(page)),
    ]


def _noted(note: str, guide: Guide | None) -> list[Block]:
    if not note:
        return []
    shown = [blocks.context("The guide for the next time"), *mentoring_guides.rows(guide)] if guide else []
    return [blocks.section(note), *shown, blocks.divider()]


def _sessions(page: Page) -> list[Block]:
    mentorship = page.mentorship
    buttons = blocks.actions(
        "met",
        blocks.button("We met today", "mentoring_sessions.today", value=mentorship.id, style="primary"),
        blocks.button("We met yesterday", "mentoring_sessions.yesterday", value=mentorship.id),
        blocks.button("Another day", "mentoring_sessions.other", value=mentorship.id),
    )
    lines = [
        f"Session {each.number}  ·  {day(each.met_on)}  ·  {each.minutes} minutes"
        for each in reversed(page.sessions[-SESSIONS_SHOWN:])
    ]
    undo = (
        blocks.button("Take back", "mentoring_sessions.undo", value=page.sessions[-1].id)
        if page.fresh
        else None
    )
    return [buttons, *([blocks.section("\n".join(lines), accessory=undo)] if lines else [])]


def _ways(page: Page) -> list[Block]:
    mentorship = page.mentorship
    guide = f"{mentorship.id}/{next_guide(page).name}"
    look_back = blocks.button("Look back", "mentoring_last_words.open", value=mentorship.id, style="primary")
    flash = mentorship.format == Format.FLASH
    return [
        *([look_back] if page.asks_end or (flash and page.sessions) else []),
        blocks.button("Guide", "mentoring_sessions.guide", value=guide),
        *(
            []
            if flash
            else [blocks.button("Another rhythm", "mentoring_sessions.rhythm", value=mentorship.id)]
        ),
        _end(mentorship),
    ]


def _end(mentorship: Mentorship) -> Block:
    return blocks.button("End", "mentoring_endings.open", value=mentorship.id)


def _after(page: Page) -> list[Block]:
    look_back = blocks.button("Look back", "mentoring_last_words.open", value=page.mentorship.id)
    ways = [blocks.actions("along", look_back)] if page.asks_end else []
    return [*ways, *mentoring_worksheets.rows(page, writable=False)]


def _select(options: dict[int, Block], chosen: int) -> Block:
    return blocks.select(list(options.values()), initial=options.get(chosen))
