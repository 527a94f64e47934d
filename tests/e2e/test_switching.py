"""Switching person in the browser: nothing of who sat there before can be read, pressed or written in."""

from playwright.sync_api import Route, expect

from tests.e2e.conftest import Open, be, write


def test_i_do_not_sit_down_at_what_my_colleague_was_reading_and_writing(open_page: Open) -> None:
    page = open_page()
    log, box = (
        page.get_by_role("log", name="Messages"),
        page.get_by_role("combobox", name="Message #learning"),
    )
    box.fill("Ada has not sent this")
    waiting: list[Route] = []

    def let_wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/people/U0BEN/conversations", let_wait, times=1)
    be(page, "U0BEN")
    expect(log).to_have_text("")
    expect(box).to_be_hidden()
    waiting.pop().continue_()
    write(page, "Ben wrote this")
    written = log.get_by_role("article").filter(has_text="Ben wrote this")
    expect(written).to_contain_text("Ben Okafor")

    be(page, "U0ADA")
    expect(box).to_have_value("Ada has not sent this")
