"""Now on real phones, 390x844: people write, pick, vote and score unseen, lose the connection, reload, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from cjm.core.service import Service
from cjm.now.now import now
from cjm.people import roster
from cjm.session import sealed
from cjm.session.activities import reveal_activity, start_activity
from db.engine import Store
from db.tables import SEALED_BALLOTS, SEALED_CARDS, Echo, Entry, Lane, ParkedThought, Stage
from tests.browser.rooms import LAPTOP, Room, serious, settled, sideways
from tests.conftest import Server, start_server, stop_server

pytestmark = [pytest.mark.browser, pytest.mark.seats]


@pytest.fixture
def room(browser: Browser, server: Server) -> Iterator[Room]:
    store = Store(server.database_url)
    made = Room(browser, server, Service(store))
    yield made
    made.close()
    store.close()


def add(page: Page, text: str) -> None:
    page.get_by_label("Your card").fill(text)
    page.get_by_role("button", name="Add pain point").tap()
    expect(page.get_by_label("Your card")).to_have_value("")


def kept_for_round(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':round/'))")
    return found


def test_without_names_one_writes_edits_takes_back_and_only_the_phone_knows(room: Room) -> None:
    phone = room.phone("Ana")
    expect(phone.get_by_role("heading", name="Look up at the screen")).to_be_visible()
    activity = room.do("start_activity", kind="write", question="What gets in the way?", names_shown=False)
    expect(phone.get_by_role("heading", name="What gets in the way?")).to_be_visible()  # without a reload
    expect(phone.get_by_text("Nobody can see who wrote what, now or later.")).to_be_visible()
    add(phone, "The lift is broken")
    add(phone, "Nobody answers the phone")
    add(phone, "To be taken back")
    phone.get_by_role("button", name="The lift is broken").tap()
    phone.get_by_label("Edit").fill("Both lifts are broken")
    phone.get_by_role("button", name="Save").tap()
    phone.get_by_role("button", name="To be taken back").tap()
    phone.get_by_role("button", name="Take back").tap()
    settled(phone)
    phone.reload()
    expect(phone.get_by_role("heading", name="My cards (2)")).to_be_visible()
    expect(phone.get_by_role("button", name="Both lifts are broken")).to_be_visible()
    assert len(kept_for_round(phone)) == 1
    stored = room.sealed(SEALED_CARDS)
    assert {one["text"] for one in stored} == {"Both lifts are broken", "Nobody answers the phone"}
    assert {one["author_id"] for one in stored} == {None}
    assert not sideways(phone)

    room.do("reveal_activity", id=activity)
    expect(phone.get_by_role("heading", name="Look up at the screen")).to_be_visible()
    expect(phone.get_by_role("heading", name="1 more card")).to_be_visible()
    assert kept_for_round(phone) == [], "the key of the round is forgotten"
    phone.get_by_role("button", name="Happens to us too").first.tap()
    expect(phone.get_by_role("button", name="Happens to us too 1")).to_have_attribute("aria-pressed", "true")
    settled(phone)
    phone.reload()
    expect(phone.get_by_role("button", name="Happens to us too 1")).to_have_attribute("aria-pressed", "true")
    assert [one.author_id for one in room.rows(Echo) if one.entry_id in {card.id for card in room.rows(Entry)[-2:]}] == [None]


def test_with_names_that_is_said_before_and_shown_after(room: Room) -> None:
    phone, other = room.phone("Ana"), room.phone("Ben")
    stages, lanes = room.rows(Stage), {lane.kind: lane.id for lane in room.rows(Lane)}
    activity = room.do(
        "start_activity",
        kind="write",
        names_shown=True,
        stage_ids=[one.id for one in stages[:3]],
        lane_ids=[lanes["pain_point"], lanes["opportunity"]],
    )
    expect(phone.get_by_text("Your name is shown when the cards are revealed")).to_be_visible()
    phone.get_by_text(stages[2].name, exact=True).tap()
    phone.get_by_text("Opportunities", exact=True).tap()
    phone.get_by_label("Your card").fill("Book by text message")
    phone.get_by_role("button", name="Add opportunity").tap()
    settled(phone)
    (stored,) = room.sealed(SEALED_CARDS)
    assert (stored["stage_id"], stored["lane_id"]) == (stages[2].id, lanes["opportunity"])
    expect(other.get_by_text("1 card waits for the reveal")).to_be_visible()
    expect(other.get_by_text("Book by text message")).to_have_count(0)
    phone.get_by_role("button", name="I’m done").tap()
    expect(phone.get_by_role("heading", name="You’re done, thank you")).to_be_visible()
    settled(phone)
    assert [one["done"] for one in now(room.ctx)["roster"] if one["name"] == "Ana"] == [True]
    phone.get_by_role("button", name="I have more to add").tap()
    expect(phone.get_by_label("Your card")).to_be_visible()
    other.get_by_label("Your card").fill("Typed, never added")
    room.do("reveal_activity", id=activity)
    expect(other.get_by_text("Ana").first).to_be_visible()
    expect(other.get_by_text("Not sent, only on this phone")).to_be_visible()
    expect(other.get_by_text("Typed, never added")).to_be_visible()


def test_dots_run_out_and_only_ones_own_can_be_moved(room: Room) -> None:
    phone, other = room.phone("Ana"), room.phone("Ben")
    activity = room.do("start_activity", kind="dot_vote", dots=3)
    first, second = room.as_seen_by("Ana"), room.as_seen_by("Ben")
    options = [one["id"] for one in now(first)["activity"]["options"]]
    more, less = (phone.get_by_role("button", name=f"One dot {word}") for word in ("more", "less"))
    for number in (0, 0, 1):
        more.nth(number).tap()
    expect(phone.get_by_text("0 of 3 dots left")).to_be_visible()
    expect(more.nth(2)).to_be_disabled()
    more.nth(2).tap(force=True)
    settled(phone)
    assert now(first)["mine"]["votes"] == {options[0]: {"dots": 2}, options[1]: {"dots": 1}}
    less.nth(0).tap()
    expect(phone.get_by_text("1 of 3 dots left")).to_be_visible()
    more.nth(2).tap()
    settled(phone)
    assert now(first)["mine"]["votes"] == {one: {"dots": 1} for one in options[:3]}
    expect(other.get_by_text("3 of 3 dots left")).to_be_visible()
    assert now(second)["mine"]["votes"] == {}
    phone.reload()
    expect(phone.get_by_text("0 of 3 dots left")).to_be_visible()
    room.do("reveal_activity", id=activity)
    expect(phone.get_by_role("heading", name="Look up at the screen")).to_be_visible()


def test_dots_of_what_is_taken_off_the_map_are_said_to_be_ones_own_again(room: Room) -> None:
    phone = room.phone("Ana")
    room.do("start_activity", kind="dot_vote", dots=3)
    one, two = now(room.as_seen_by("Ana"))["activity"]["options"][-2:]
    for option in (one, one, two):
        phone.get_by_role("button", name=f"One dot more: {option['text']}", exact=True).tap()
    settled(phone)
    room.do("remove_entry", id=one["id"])
    expect(phone.get_by_text(f"“{one['text']}” was taken off the map. Your 2 dots on it are yours again.")).to_be_visible()
    expect(phone.get_by_text("2 of 3 dots left")).to_be_visible()
    room.do("undo")
    expect(phone.get_by_text("0 of 3 dots left")).to_be_visible()
    expect(phone.get_by_text("yours again")).to_have_count(0)
    room.do("group_entries", onto=two["id"], ids=[one["id"]], title="Waiting")
    expect(phone.get_by_role("button", name="One dot less: Waiting")).to_be_enabled()
    expect(phone.get_by_text("0 of 3 dots left")).to_be_visible()


def test_a_pick_can_be_changed_until_it_closes(room: Room) -> None:
    phone = room.phone("Ana")
    room.do("start_activity", kind="pick")
    names = [one["text"] for one in now(room.ctx)["activity"]["options"]]
    phone.get_by_text(names[0], exact=True).tap()
    phone.get_by_text(names[1], exact=True).tap()
    settled(phone)
    assert [one["value"] for one in room.sealed(SEALED_BALLOTS)] == [1]
    phone.reload()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(1)
    expect(phone.get_by_role("radio", name=names[1])).to_be_checked()


def test_scores_are_given_blind_one_action_a_screen_and_the_highest_is_asked_why(room: Room) -> None:
    phone, other = room.phone("Ana"), room.phone("Ben")
    activity = room.do("start_activity", kind="score")
    options = now(room.ctx)["activity"]["options"]
    impact, effort = (phone.get_by_role("group", name=name) for name in ("Impact", "Effort"))
    impact.get_by_role("radio", name="5, nearly all").check(force=True)
    effort.get_by_role("radio", name="I can’t judge").check(force=True)
    settled(phone)
    assert now(room.as_seen_by("Ana"))["mine"]["votes"] == {options[0]["id"]: {"impact": 5, "effort": None}}
    phone.get_by_role("button", name="Next").tap()
    expect(phone.get_by_role("heading", name=options[1]["text"])).to_be_visible()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    phone.reload()
    expect(phone.get_by_role("heading", name=options[1]["text"])).to_be_visible()  # where one was
    phone.get_by_role("button", name=f"2 of {len(options)}: show all").tap()
    expect(phone.get_by_role("heading", name=f"1 of {len(options)} judged")).to_be_visible()
    expect(phone.get_by_text("impact 5 · effort: can’t judge")).to_be_visible()
    phone.get_by_role("button", name=options[0]["text"]).tap()
    expect(impact.get_by_role("radio", name="5, nearly all")).to_be_checked()
    for person in [one for one in roster.roster(room.ctx).people if one.name not in ("Ana", "Ben")][:3]:
        room.do("cast", subject_id=options[0]["id"], axis="impact", value=1, for_participant=person.id)
    room.do("reveal_activity", id=activity)
    expect(phone.get_by_role("heading", name="Lowest and highest, please")).to_be_visible()
    expect(phone.get_by_text(f"You scored impact of “{options[0]['text']}” highest")).to_be_visible()
    expect(other.get_by_role("heading", name="Look up at the screen")).to_be_visible()
    expect(other.get_by_text("Lowest and highest")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text(f"You scored impact of “{options[0]['text']}” highest")).to_be_visible()  # only the phone knows it
    room.do("start_activity", kind="write")
    expect(phone.get_by_label("Your card")).to_be_visible()
    assert phone.evaluate("Object.keys(localStorage).filter((key) => key.includes('votes/'))") == []


def test_without_a_connection_two_acts_are_kept_and_sent_once(room: Room) -> None:
    phone = room.phone("Ana")
    room.do("start_activity", kind="write", names_shown=False)
    add(phone, "Before the tunnel")
    settled(phone)
    phone.context.set_offline(True)
    add(phone, "In the tunnel")
    add(phone, "Still in the tunnel")
    expect(phone.get_by_text("kept on this phone (2)")).to_be_visible()
    assert len(room.sealed(SEALED_CARDS)) == 1
    phone.context.set_offline(False)
    expect(phone.get_by_text("connected", exact=True)).to_be_visible()
    settled(phone)
    texts = sorted(one["text"] for one in room.sealed(SEALED_CARDS))
    assert texts == ["Before the tunnel", "In the tunnel", "Still in the tunnel"]
    expect(phone.get_by_role("heading", name="My cards (3)")).to_be_visible()


def test_what_was_kept_past_the_reveal_comes_back_to_its_author_and_not_into_the_next_round(room: Room) -> None:
    phone = room.phone("Ana")
    first = room.do("start_activity", kind="write", names_shown=False)
    expect(phone.get_by_label("Your card")).to_be_visible()
    phone.context.set_offline(True)
    add(phone, "Promised to nobody")
    room.do("reveal_activity", id=first)
    room.do("start_activity", kind="write", names_shown=True, question="And with names?")
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="And with names?")).to_be_visible()
    settled(phone)
    expect(phone.get_by_text("Not sent, only on this phone")).to_be_visible()
    expect(phone.get_by_text("Promised to nobody")).to_be_visible()
    told, asked = (phone.get_by_role("heading", name=name).bounding_box() for name in ("Not sent, only", "And with names?"))
    assert told and asked and told["y"] < asked["y"], "above everything else"
    phone.get_by_role("button", name="I’m done").tap()
    expect(phone.get_by_role("heading", name="You’re done, thank you")).to_be_visible()
    expect(phone.get_by_text("Promised to nobody")).to_be_visible()
    phone.get_by_role("button", name="I have more to add").tap()
    assert room.sealed(SEALED_CARDS) == []
    expect(phone.get_by_text("You wrote this without names. Here your name is shown.")).to_be_visible()
    phone.get_by_role("button", name="Use it with my name").tap()
    expect(phone.get_by_label("Your card")).to_have_value("Promised to nobody")


def test_what_came_too_late_is_parked_and_the_phones_turn_the_page_with_the_wall(room: Room) -> None:
    ana, ben = room.phone("Ana"), room.phone("Ben")
    activity = room.do("start_activity", kind="write", names_shown=True)
    for phone, text in ((ana, "Nobody calls back"), (ben, "The letter is late")):
        add(phone, text)
        settled(phone)
    ana.get_by_label("Your card").fill("Typed, never added")
    room.do("reveal_activity", id=activity)
    cards = {one["id"]: one["text"] for one in now(room.ctx)["results"]["cards"]}
    first, second = cards
    for phone in (ana, ben):
        expect(phone.locator(".read-now .text")).to_have_text(cards[first])
        expect(phone.get_by_text("Being read out: 1 of 2")).to_be_visible()
    room.do("read_out", place=second)
    for phone in (ana, ben):
        expect(phone.locator(".read-now .text")).to_have_text(cards[second])
    ben.locator(".read-now").get_by_role("button", name="Happens to us too").tap()
    expect(ben.locator(".read-now").get_by_role("button", name="Happens to us too")).to_have_attribute("aria-pressed", "true")
    assert not sideways(ben)
    room.do("read_out", place="all")
    expect(ben.locator(".read-now")).to_have_count(0)

    ana.get_by_role("button", name="Park it").tap()
    expect(ana.get_by_text("Not sent, only on this phone")).to_have_count(0)
    expect(ana.get_by_role("heading", name="My parked thoughts")).to_be_visible()
    settled(ana)
    assert "Typed, never added" in [one.text for one in room.rows(ParkedThought)]


def test_a_phone_outlives_the_server_and_shows_what_went_on_meanwhile(browser: Browser, tmp_path: Path) -> None:
    server, process = start_server(tmp_path, CJM_OPEN="", CJM_PUBLIC_URL="")
    store = Store(server.database_url)
    here = Room(browser, server, Service(store))
    try:
        phone = here.phone("Ana")
        first = start_activity(here.ctx, kind="write", question="Before?", names_shown=False)  # in another process
        expect(phone.get_by_role("heading", name="Before?")).to_be_visible()
        stop_server(process)
        add(phone, "Written while it was down")
        phone.get_by_label("Your card").fill("Half a thought")
        expect(phone.get_by_text("kept on this phone (1)")).to_be_visible()
        _, process = start_server(tmp_path, port=urlsplit(server.url).port, CJM_OPEN="", CJM_PUBLIC_URL="")
        expect(phone.get_by_text("connected", exact=True)).to_be_visible()
        settled(phone)
        assert [one["text"] for one in here.sealed(SEALED_CARDS)] == ["Written while it was down"]
        expect(phone.get_by_label("Your card")).to_have_value("Half a thought")
        reveal_activity(here.ctx, id=first)
        expect(phone.get_by_role("heading", name="Look up at the screen")).to_be_visible()
        expect(phone.get_by_text("Half a thought")).to_be_visible()
    finally:
        here.close()
        store.close()
        stop_server(process)


def test_a_draft_survives_a_reload_and_parked_thoughts_are_there_between_activities(room: Room) -> None:
    phone = room.phone("Ana")
    phone.get_by_label("A thought for later").fill("Who pays for interpreters?")
    phone.reload()
    expect(phone.get_by_label("A thought for later")).to_have_value("Who pays for interpreters?")
    phone.get_by_role("button", name="Park it").tap()
    expect(phone.get_by_role("heading", name="My parked thoughts")).to_be_visible()
    expect(phone.get_by_role("button", name="Who pays for interpreters?")).to_be_visible()
    phone.get_by_label("A thought for later").fill("The chief never listens")
    phone.get_by_label("Without my name").check()
    phone.get_by_role("button", name="Park it").tap()
    expect(phone.get_by_text("nobody can tell whose it is")).to_be_visible()
    settled(phone)
    expect(phone.get_by_role("button", name="The chief never listens")).to_have_count(0)
    thought = room.rows(ParkedThought)[-1]
    assert (thought.text, thought.author_id) == ("The chief never listens", None)
    activity = room.do("start_activity", kind="write")
    phone.get_by_label("Your card").fill("Half a thought")
    phone.reload()
    expect(phone.get_by_label("Your card")).to_have_value("Half a thought")
    room.do("extend_activity", id=activity, minutes=30)
    expect(phone.get_by_role("timer")).to_contain_text("36:")
    expect(phone.get_by_label("Your card")).to_have_value("Half a thought")


def test_time_runs_out_calmly_and_locks_nothing(room: Room) -> None:
    phone = room.phone("Ana")
    activity = room.do("start_activity", kind="write", minutes=1)
    expect(phone.get_by_role("timer")).to_contain_text("0:5")
    phone.clock.install()
    phone.clock.fast_forward(70_000)
    expect(phone.get_by_role("timer")).to_contain_text("Time is up")
    phone.clock.resume()
    add(phone, "Finished just after")
    settled(phone)
    assert [one["text"] for one in room.sealed(SEALED_CARDS)] == ["Finished just after"]
    assert room.do("reveal_activity", id=activity) == 1


def test_too_long_a_card_is_refused_in_words_and_stays(room: Room) -> None:
    phone = room.phone("Ana")
    room.do("start_activity", kind="write")
    phone.get_by_label("Your card").fill("x" * 430)
    phone.get_by_role("button", name="Add pain point").tap()
    expect(phone.get_by_text("430 letters; a card holds 400. Make it two cards.").last).to_be_visible()
    expect(phone.get_by_label("Your card")).to_have_value("x" * 430)
    assert room.sealed(SEALED_CARDS) == []


def test_the_scribe_writes_for_the_group(room: Room) -> None:
    phone, other = room.phone("Ana"), room.phone("Ben")
    activity = room.do("start_activity", kind="break_out")
    stages = room.rows(Stage)
    ana, ben = (room.as_seen_by(name).actor.id for name in ("Ana", "Ben"))
    groups = [{"name": "Up to the visit", "stage_ids": [stages[0].id, stages[1].id], "people": [ana, ben], "scribe_id": ana}]
    room.do("break_out", id=activity, groups=groups)
    expect(phone.get_by_text("You write for Up to the visit: Ana, Ben")).to_be_visible()
    expect(other.get_by_text("Ana writes for your group")).to_be_visible()
    add(phone, "We ask twice")
    settled(phone)
    room.do("reveal_activity", id=activity)
    assert [one.stage_id for one in room.rows(Entry) if one.text == "We ask twice"] == [stages[0].id]
    expect(other.get_by_text("Up to the visit (yours)")).to_be_visible()


def test_who_leaves_is_not_waited_for_and_somebody_else_writes_for_the_group(room: Room) -> None:
    ana, ben = room.phone("Ana"), room.phone("Ben")
    activity = room.do("start_activity", kind="break_out", question="What hurts?")
    people = [room.as_seen_by(name).actor.id for name in ("Ana", "Ben")]
    room.do("break_out", id=activity, groups=[{"name": "One", "stage_ids": [], "people": people, "scribe_id": people[0]}])
    expect(ben.get_by_text("Ana writes for your group")).to_be_visible()
    bar = room.come(room.key, "pain_points", **LAPTOP).locator("#cjm-bar")
    expect(bar.get_by_role("button", name="0 of 2 done")).to_be_visible()
    ana.close()
    expect(bar.get_by_role("button", name="0 of 1 done")).to_be_visible()
    expect(ben.get_by_text("Ana, who writes for your group, is not here now")).to_be_visible()
    ben.get_by_role("button", name="I write for us").tap()
    expect(ben.get_by_text("You write for One: Ana, Ben")).to_be_visible()
    ben.get_by_role("button", name="I’m done").tap()
    expect(bar.get_by_role("button", name="1 of 1 done")).to_be_visible()


HELD = """() => {
  const inside = (el) => (el.shadowRoot ? [el.shadowRoot.textContent, ...texts(el.shadowRoot)] : []);
  const texts = (root) => [...root.querySelectorAll('*')].flatMap((el) => [el.value || '', ...inside(el)]);
  const stored = (store) => Object.entries({ ...store }).map(([key, value]) => key + value);
  const lives = JSON.stringify(Object.values(window.__cjmLives || {}).map((one) => [one.acts, one.aside, one.session]));
  const all = [...texts(document), ...stored(localStorage), ...stored(sessionStorage), lives];
  return [document.documentElement.textContent, ...all].join('\\n');
}"""
"""All that a page shows, types, stores and keeps for its line."""


def test_a_phone_that_is_passed_on_is_blank_first_and_keeps_nothing_of_who_had_it(room: Room) -> None:
    room.do("start_activity", kind="write", question="What hurts?", names_shown=False)
    phone = room.phone("Ana")
    add(phone, "My boss shouts")
    settled(phone)
    phone.get_by_label("Your card").fill("And half a sentence more")
    expect(phone.get_by_role("button", name="My boss shouts")).to_be_visible()
    pushed: list[str] = []
    phone.on("websocket", lambda line: line.on("framereceived", lambda frame: pushed.append(str(frame))))
    held: list[Route] = []
    phone.route("**/api/put_down/*", lambda route: held.append(route))
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("button", name="Pass the phone on").tap()
    expect(phone.get_by_text("Something you typed was not sent")).to_be_visible()
    with phone.expect_request("**/api/put_down/*"):
        phone.get_by_role("button", name="Pass the phone on").tap()
    expect(phone.get_by_text("One moment…")).to_be_visible()
    assert phone.get_by_text("My boss shouts").count() == 0, "blank before the server, or anybody, is asked"
    held[0].continue_()
    phone.unroute_all()
    expect(phone.get_by_role("heading", name="Who holds this phone now?")).to_be_visible()
    expect(phone.locator("#cjm-aside")).to_have_count(0)
    phone.wait_for_function(f"() => !/My boss|half a sentence/.test(({HELD})())")
    phone.goto(f"{room.server.url}/pain_points?w={room.workshop_id}")
    expect(phone.get_by_role("heading", name="Who holds this phone now?")).to_be_visible()
    assert phone.evaluate("(id) => fetch(`/api/session/${id}`).then((answer) => answer.status)", room.workshop_id) == 403

    phone.get_by_label("Somebody else").fill("Cem")
    phone.get_by_role("button", name="Go on").tap()
    phone.locator(".now .line[data-state=open]").wait_for()
    expect(phone.get_by_role("heading", name="What hurts?")).to_be_visible()
    phone.get_by_role("button", name="Menu").tap()
    expect(phone.get_by_text("You are Cem")).to_be_visible()
    assert "My boss" not in phone.evaluate(HELD) and "half a sentence" not in phone.evaluate(HELD)
    assert not any("My boss" in one for one in pushed)
    assert [one["text"] for one in room.sealed(SEALED_CARDS)] == ["My boss shouts"], "what was sent counts"

    phone.get_by_role("button", name="Pass the phone on").tap()
    phone.get_by_role("button", name="I am Ana").tap()
    phone.get_by_role("button", name="Menu").tap()
    expect(phone.get_by_text("You are Ana")).to_be_visible()


def test_axe_finds_nothing_serious_and_every_target_suits_a_thumb(room: Room) -> None:
    phone = room.phone("Ana")
    small = """() => [...document.querySelectorAll('*')].filter((el) => el.shadowRoot?.querySelector('.now'))
        .flatMap((el) => [...el.shadowRoot.querySelectorAll('button, select, textarea, label')])
        .filter((el) => {
          const box = el.getBoundingClientRect();
          const zooms = /TEXT|SELECT/.test(el.tagName) && parseFloat(getComputedStyle(el).fontSize) < 16;
          return box.width && (box.width < 44 || box.height < 44 || box.right > 391 || zooms);
        }).map((el) => el.textContent.slice(0, 30))"""

    def look(what: str) -> None:
        for scheme in ("light", "dark"):
            phone.emulate_media(color_scheme=scheme)
            phone.wait_for_function("(is) => getComputedStyle(document.querySelector('.stApp')).colorScheme === is", arg=scheme)
            assert serious(phone, context="[data-testid=stMain]") == [], f"{what}, {scheme}"
        assert phone.evaluate(small) == [], what
        assert not sideways(phone), what

    look("between")
    for kind, seen in (("write", "Your card"), ("pick", ""), ("dot_vote", ""), ("rate", ""), ("score", "")):
        activity = room.do("start_activity", kind=kind, question="W" * 60, **({"names_shown": False} if kind == "write" else {}))
        phone.get_by_role("heading", name="W" * 60).wait_for()
        if seen:
            add(phone, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
            add(phone, "لا أحد يتكلم لغتي")
        look(kind)
        room.do("reveal_activity", id=activity)
        phone.get_by_role("heading", name="Look up at the screen").wait_for()
        look(f"after {kind}")
        room.do("close_activity", id=activity)
    assert sealed.running(room.service.image(room.workshop_id)) is None
