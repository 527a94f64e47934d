"""Sharing a tip, finding it, thanking for it: as people do it in the workspace."""

import pytest
from slack_bolt import BoltRequest

from tests.conftest import Company
from tests.people import Person, words

TIP = "git worktree saves a stash"


def share(
    company: Company, person: Person, text: str = TIP, *, where: str = "#learning", **fields: str
) -> None:
    person.types("/share-tip", where)
    assert person.submits(text=text, **fields) == {}
    if "Already here?" in words(person.window):
        assert person.submits() == {}
    person.closes()
    company.settle()


def test_what_is_typed_after_the_command_is_in_the_form(ada: Person) -> None:
    ada.types("/share-tip git worktree saves a stash & <more> #git #ci")
    state = ada.window["state"]["values"]
    assert state["text"]["text"]["value"] == "git worktree saves a stash & <more>"
    assert state["tags"]["tags"]["value"] == "#git #ci"
    assert state["channel"]["channel"]["selected_conversation"] == "C0LEARNING"


def test_a_shared_tip_stands_in_its_channel_with_author_tag_and_button(company: Company, ada: Person) -> None:
    ada.types("/share-tip git worktree saves a stash #git")
    assert ada.submits() == {}
    assert "Thank you" in words(ada.window)
    company.settle()
    post = ada.last()
    assert words(post["blocks"]).splitlines() == [
        "<@U0ADA> shared a tip",
        TIP,
        "#git",
        "This helped",
        "Save",
        "Edit",
        "Report",
    ]
    assert post["text"] == f"<@U0ADA> shared a tip: {TIP}"


def test_this_helped_counts_once_a_person_and_shows_on_the_authors_home(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    for _ in range(2):
        ben.presses("This helped", ada.last())
        assert "Noted. <@U0ADA>" in ben.last()["text"]
        company.settle()
    assert "helped 1 person" in words(ada.last()["blocks"])
    assert "one colleague said that a tip of yours helped" in words(ada.home())


def test_ones_own_tip_cannot_be_thanked_for(company: Company, ada: Person) -> None:
    share(company, ada)
    ada.presses("This helped", ada.last())
    assert ada.last()["text"].startswith("This is your own tip.")
    assert "no thanks yet" in words(ada.home())


def test_a_colleague_finds_the_tip_and_only_they_see_the_answer(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada, tags="#git")
    ben.types("/find-tip worktree #GIT")
    assert ben.last()["ephemeral"]
    assert TIP in words(ben.last()["blocks"])
    assert "ephemeral" not in ada.last()
    ben.presses("Open", ben.last())
    assert TIP in words(ben.window)
    ben.presses("This helped")
    assert "helped 1 person" in words(ben.window)


def test_a_search_without_a_match_says_what_to_do(ben: Person) -> None:
    ben.types("/find-tip <!channel> @here")
    assert ben.last()["text"].startswith("No tip with “&lt;!channel&gt; @\u200bhere” yet.")


def test_an_empty_search_shows_the_newest(company: Company, ada: Person, ben: Person) -> None:
    for number in range(7):
        share(company, ada, f"tip {number}")
    ben.types("/find-tip")
    shown = words(ben.last()["blocks"])
    assert "The newest tips" in shown
    assert "tip 6" in shown
    assert "tip 1\n" not in shown
    assert "Next" in shown


@pytest.mark.parametrize("command", ["/share-tip", "/find-tip", "/potluck"])
@pytest.mark.parametrize("word", ["help", "HELP", "?", "--help"])
def test_every_command_explains_itself(ben: Person, command: str, word: str) -> None:
    ben.types(f"{command} {word}")
    assert ben.last()["ephemeral"]
    assert "/" in words(ben.last().get("blocks") or ben.last())


def test_the_author_edits_and_the_post_follows(company: Company, ada: Person) -> None:
    share(company, ada)
    ada.presses("Edit", ada.last())
    assert ada.submits(text="jj needs no stash", tags="jj") == {}
    assert ada.windows == []
    company.settle()
    assert words(ada.last()["blocks"]).splitlines()[1:3] == ["jj needs no stash", "#jj"]


def test_nobody_else_edits_a_tip(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ben.presses("Edit", ada.last())
    assert ben.windows == []
    assert ben.last()["text"] == "Only its author can change a tip."


def test_the_author_deletes_and_the_post_is_taken_back(company: Company, ada: Person, ben: Person) -> None:
    before = ada.last()
    share(company, ada)
    post = ada.last()
    ada.presses("Edit", post)
    ada.presses("Delete this tip")
    assert "Your tip is deleted" in words(ada.window)
    company.settle()
    assert ada.last() == before
    ben.types("/find-tip worktree")
    assert "No tip with" in ben.last()["text"]


def test_a_tip_edited_and_deleted_at_once_leaves_no_post(company: Company, ada: Person) -> None:
    before = ada.last()
    share(company, ada)
    ada.presses("Edit", ada.last())
    assert ada.submits(text="jj needs no stash") == {}
    ada.presses_on_home("Edit")
    ada.presses("Delete this tip")
    company.settle()
    assert ada.last() == before


def test_a_tip_deleted_before_it_was_posted_is_never_posted(company: Company, ada: Person) -> None:
    before = ada.last()
    ada.types("/share-tip")
    ada.submits(text=TIP)
    ada.closes()
    ada.presses_on_home("Edit")
    ada.presses("Delete this tip")
    company.settle()
    assert ada.last() == before
    assert company.workspace.calls("chat.postMessage") == []


def test_a_tip_that_is_gone_says_so_to_whoever_presses_its_button(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    ben.types("/find-tip worktree")
    found = ben.last()
    ada.presses_on_home("Edit")
    ada.presses("Delete this tip")
    ben.presses("Open", found)
    assert ben.last()["text"] == "This tip is gone: its author has deleted it."


def test_editing_from_home_shows_on_home_at_once(company: Company, ada: Person) -> None:
    share(company, ada)
    ada.presses_on_home("Edit")
    ada.submits(text="jj needs no stash")
    view = ada.ask("GET", "/home")["view"]
    assert "jj needs no stash" in words(view)


def test_a_global_shortcut_and_home_open_the_same_form(ada: Person) -> None:
    ada.ask("POST", "/shortcuts", {"callback_id": "tips.compose"})
    by_shortcut = ada.window["blocks"]
    ada.closes()
    ada.presses_on_home("Share a tip")
    assert ada.window["blocks"] == by_shortcut


def test_the_same_form_sent_twice_is_one_tip(company: Company, ada: Person) -> None:
    ada.types("/share-tip")
    ada.submits(text=TIP)
    sent = next(call["body"] for call in company.workspace.calls("tips.share"))
    again = BoltRequest(mode="socket_mode", body=sent)
    assert company.potluck.app.dispatch(again).status == 200
    company.settle()
    assert len(company.workspace.calls("chat.postMessage")) == 1


def test_a_private_channel_without_potluck_keeps_the_tip_and_tells_what_to_do(
    company: Company, ada: Person
) -> None:
    share(company, ada, where="#leads", channel="C0LEADS")
    told = ada.told_by_potluck()[-1]
    assert "/invite @Potluck" in words(told["blocks"])
    assert TIP in words(ada.home())
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    direct = company.workspace.calls("chat.postMessage")[-1]["answer"]["channel"]
    ada.presses("Post it now", told, direct)
    company.settle()
    assert TIP in words(ada.last("#leads")["blocks"])


def test_a_second_refusal_is_told_again(company: Company, ada: Person) -> None:
    share(company, ada, where="#leads", channel="C0LEADS")
    told = ada.told_by_potluck()
    direct = company.workspace.calls("chat.postMessage")[-1]["answer"]["channel"]
    ada.presses("Post it now", told[-1], direct)
    company.settle()
    again = ada.told_by_potluck()
    assert len(again) == len(told) + 1
    assert "Post it now" in words(again[-1]["blocks"])


def test_a_private_channels_tip_is_found_by_its_present_members(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    share(company, ada, where="#leads", channel="C0LEADS", audience="workspace")
    ben.types("/find-tip worktree")
    assert "No tip with" in ben.last()["text"]
    noor = company.person("noor")
    noor.types("/find-tip worktree", "#general")
    assert TIP in words(noor.last("#general")["blocks"])
    noor.ask("POST", "/conversations/C0LEADS/leave")
    noor.types("/find-tip worktree", "#general")
    assert "No tip with" in noor.last("#general")["text"]


NASTY = [
    "<!channel> look at this",
    "@here and @channel and @everyone",
    "<https://evil.example|your bank> <@U0BEN> <#C0LEADS>",
    "bidi \u202eoverride\u202c and \u2067isolate",
    "שלום, עולם وسلام",
    "control \x07 and \x1b[31m red",
    "emoji 👩‍💻 :tada: 🇺🇳",
    "*not bold* `not code` ~not struck~ &amp; &lt;",
    "line one\n\n\n> not a quote\n```not a block",
    "https://example.org/a_b?c=d&e=f#g.",
    " ".join(f"https://e.org/{n}" for n in range(170)),
    ":tada: " * 400,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_whatever_is_typed_is_kept_shown_and_rings_nobody(company: Company, ada: Person, text: str) -> None:
    share(company, ada, text, tags="a")
    post = ada.last()
    assert words(post["blocks"]).startswith(f"<@U0ADA> shared a tip\n{text.strip()}")
    told = post["text"].removeprefix("<@U0ADA>")
    assert "<" not in told
    assert not any(f"@{name}" in told for name in ("here", "channel", "everyone"))
    ada.presses("Edit", post)
    assert ada.window["state"]["values"]["text"]["text"]["value"] == text.strip()
    ada.closes()
    ada.types(f"/find-tip {text.split(maxsplit=1)[0]}")
    assert ada.last()["ephemeral"]


def test_nul_and_half_characters_leave_no_trace_and_break_nothing(company: Company, ada: Person) -> None:
    share(company, ada, "a\x00b\ud83dc")
    assert words(ada.last()["blocks"]).splitlines()[1] == "abc"


def test_an_empty_tip_is_explained_beside_its_field(ada: Person) -> None:
    ada.types("/share-tip")
    assert ada.submits(text="   ").keys() == {"text"}
    assert ada.submits(text="x", tags=" ".join(f"t{n}" for n in range(11))).keys() == {"tags"}


def test_four_thousand_and_one_characters_are_given_back_whole(ada: Person) -> None:
    typed = "a" * 3000 + "b" * 1001
    ada.types(f"/share-tip {typed}")
    assert ada.window["state"]["values"]["text"]["text"]["value"] == "a" * 3000
    assert "You typed 4,001 characters" in words(ada.window)
    assert "b" * 1001 in words(ada.window)


def test_when_slack_is_slow_the_form_stays_and_says_so(company: Company, ada: Person) -> None:
    ada.types("/share-tip")
    company.workspace.trouble("conversations.info", "internal_error")
    errors = ada.submits(text=TIP)
    assert "Something went wrong" in errors["text"]
    assert ada.window["state"]["values"]["text"]["text"]["value"] == TIP
    assert ada.submits(text=TIP) == {}


def test_a_tip_deleted_while_its_form_is_open_is_said_beside_the_words(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    post = ada.last()
    ada.presses("Edit", post)
    ada.presses("Give to somebody")
    assert ada.submits(to="U0BEN") == {}
    ada.closes()
    ben.presses("Edit", post)
    ada.presses("Edit", post)
    ada.presses("Delete this tip")
    assert "This tip is gone" in ben.submits(text="my better words")["text"]
    assert ben.window["state"]["values"]["text"]["text"]["value"] == "my better words"


def test_five_hundred_tags_are_refused_beside_their_field_and_nothing_is_lost(ada: Person) -> None:
    tags = " ".join(f"#t{number}" for number in range(500))
    ada.types(f"/share-tip git worktree {tags}")
    assert "500 tags; a tip has at most 10" in ada.submits()["tags"]
    assert ada.window["state"]["values"]["tags"]["tags"]["value"] == tags


def test_the_longest_link_is_posted_and_can_be_followed(company: Company, ada: Person, ben: Person) -> None:
    link = "https://example.org/?" + "a=b&" * 490
    share(company, ada, link=link)
    assert "example.org" in words(ada.last()["blocks"])
    ben.types("/find-tip worktree")
    ben.presses("Open", ben.last())
    for shown in (ada.reads()[-1]["blocks"], ben.window["blocks"]):
        assert link.rstrip("&") in str(shown)


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ("https://ada:secret@example.org", "carries a name or password"),
        ("javascript:alert(1)", "begins with https://"),
        ("https://example.org/<!channel>", "begins with https://"),
        ("example.org", "begins with https://"),
    ],
)
def test_a_link_that_leads_nowhere_good_is_refused_beside_its_field(
    ada: Person, link: str, word: str
) -> None:
    ada.types("/share-tip git worktree saves a stash")
    assert word in ada.submits(link=link)["link"]
