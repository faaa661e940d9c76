"""KPIs: what is stored, where a number went, and what became of the pain. Nothing known, nothing said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cjm import kpis, versions
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.figures import kpi as figures
from cjm.kpis import KpiFields, Pain, Watched
from cjm.kpis.verdict import judge
from cjm.pain_points import add_entry, rate_entry, set_entry_links, shared_lists
from cjm.value_stream import add_stage
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Kpi, KpiReading, Lane, ValueStream

ACTOR = Actor("Facilitator", Role.FACILITATOR)
START, LATER = date(2026, 11, 20), date(2027, 2, 12)


@pytest.fixture
def ctx(sqlite_store: Store) -> Iterator[Context]:
    service = Service(sqlite_store)
    yield Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


def lane(ctx: Context, kind: str) -> str:
    return next(one.id for one in ctx.image().all(Lane) if one.kind == kind)


@pytest.fixture
def pain(ctx: Context) -> str:
    stage = add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Scheduling")
    made = add_entry(ctx, stage_id=stage, lane_id=lane(ctx, "pain_point"), text="On hold")
    rate_entry(ctx, id=made, axis="severity", value=4)
    return made


def hold(ctx: Context) -> str:
    return kpis.add_kpi(ctx, name="Minutes on hold", unit="minutes")


def watched(ctx: Context, id: str) -> Watched:
    found = kpis.kpis(ctx).kpi(id)
    assert found is not None
    return found


def became(ctx: Context, id: str) -> Pain:
    return next(pain for stage in kpis.outcome(ctx).stages for pain in stage.pains if pain.id == id)


def test_no_reading_no_claim_and_no_baseline_no_claim(ctx: Context) -> None:
    id = hold(ctx)
    assert watched(ctx, id).verdict.words == "no reading yet"
    kpis.take_reading(ctx, kpi_id=id, read_on=LATER, value=6.1)
    assert watched(ctx, id).verdict.words == "no baseline yet" and watched(ctx, id).verdict.way == "unclear"
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline=11, baseline_on=LATER))
    assert watched(ctx, id).verdict.words == "no reading yet", "what was read on the day of the baseline tells nothing"
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline_on=START))
    verdict = watched(ctx, id).verdict
    assert (verdict.way, verdict.words) == ("better", "better by 45 %")
    assert verdict.why == "11 → 6.1 minutes, 20 Nov 2026 to 12 Feb 2027"


@pytest.mark.parametrize(
    ("direction", "unit", "before", "after", "words"),
    [
        ("down", "minutes", 10, 5, "better by 50 %"),
        ("down", "minutes", 10, 15, "worse by 50 %"),
        ("up", "", 10, 15, "better by 50 %"),
        ("up", "%", 61, 67, "better by 6 points"),
        ("up", "%", 61, 62, "better by 1 point"),
        ("down", "days", 47, 47.2, "no change"),
        ("down", "cases", 0, 3, "worse by 3 cases"),
        ("down", "", 0, 0, "no change"),
        ("up", "", -10, -5, "better by 50 %"),
    ],
)
def test_better_and_worse_in_words(direction: str, unit: str, before: float, after: float, words: str) -> None:
    readings = [kpis.Reading("r", LATER, after, "", "", 1)]
    assert judge(unit=unit, direction=direction, baseline=before, baseline_on=START, readings=readings).words == words


def test_the_way_to_the_target(ctx: Context) -> None:
    id = hold(ctx)
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline=11, baseline_on=START, target=4, target_on=date(2027, 6, 30)))
    assert watched(ctx, id).way_there is None
    kpis.take_reading(ctx, kpi_id=id, read_on=LATER, value=7.5)
    assert watched(ctx, id).way_there == 0.5
    with pytest.raises(CjmError, match="can’t be due before the baseline"):
        kpis.edit_kpi(ctx, id=id, fields=KpiFields(target_on=START))


def test_pasting_is_one_act_and_one_undo(ctx: Context) -> None:
    id = hold(ctx)
    kpis.take_reading(ctx, kpi_id=id, read_on=START, value=11, source="Telephony")
    cells = "Date\tValue\n20.11.2026\t10,5\n18.12.2026\t10\nTotal\t3\n12.02.2027\t6,1"
    assert kpis.paste_readings(ctx, kpi_id=id, text=cells) == 3
    assert [(one.day, one.value) for one in watched(ctx, id).readings] == [(START, 10.5), (date(2026, 12, 18), 10), (LATER, 6.1)]
    assert watched(ctx, id).readings[0].source == "Telephony", "a source that the paste does not have stays"
    assert history.recent(ctx)[0].summary == "Pasted 3 readings into “Minutes on hold”"
    before = versions.snapshots(ctx)[0]
    assert (before.called, before.because) == ("Before pasting readings into “Minutes on hold”", "Before an import")
    assert [row.value for row in versions.document_of(ctx, before.id).rows["kpi_readings"]] == [11]  # type: ignore[attr-defined]
    assert versions.take_snapshot(ctx, name="After") != before.id
    history.undo(ctx)
    history.undo(ctx)
    assert [(one.day, one.value) for one in watched(ctx, id).readings] == [(START, 11)]
    assert [one.id for one in versions.snapshots(ctx) if not one.deleted] == [before.id], "the version stays"
    with pytest.raises(CjmError, match="no reading to store"):
        kpis.paste_readings(ctx, kpi_id=id, text="03/04/2026\t5")


def test_a_day_has_one_reading(ctx: Context) -> None:
    id = hold(ctx)
    first = kpis.take_reading(ctx, kpi_id=id, read_on=START, value=11)
    assert kpis.take_reading(ctx, kpi_id=id, read_on=START, value=12) == first
    kpis.remove_reading(ctx, id=first)
    kpis.take_reading(ctx, kpi_id=id, read_on=START, value=9)
    with pytest.raises(CjmError, match="has a reading of that day already"):
        history.restore(ctx, kind="kpi_readings", id=first)


def test_a_kpi_that_measures_a_pain_says_what_became_of_it(ctx: Context, pain: str) -> None:
    id = hold(ctx)
    assert became(ctx, pain).fate == "unknown" and "No KPI measures it" in became(ctx, pain).missing
    kpis.set_measures(ctx, id=id, pains=[pain])
    assert became(ctx, pain).fate == "unknown" and "Minutes on hold: no reading yet" in became(ctx, pain).missing
    assert kpis.outcome(ctx).headline.startswith("Nothing can be said yet of 1 pain point")
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline=11, baseline_on=START))
    kpis.take_reading(ctx, kpi_id=id, read_on=LATER, value=6.1)
    assert became(ctx, pain).fate == "smaller"
    assert became(ctx, pain).told[0].words == "Minutes on hold: 11 → 6.1 minutes, 20 Nov 2026 to 12 Feb 2027"
    assert kpis.outcome(ctx).headline == "Of 1 pain point 1 smaller."
    kpis.take_reading(ctx, kpi_id=id, read_on=date(2027, 2, 20), value=14)
    assert became(ctx, pain).fate == "larger"
    with pytest.raises(CjmError, match="measures pain points"):
        stage = kpis.kpis(ctx).pains[0].stage_id
        kpis.set_measures(ctx, id=id, pains=[add_entry(ctx, stage_id=stage, lane_id=lane(ctx, "quote"), text="Well")])


def test_an_opportunity_that_nobody_has_carried_out_has_moved_nothing(ctx: Context, pain: str) -> None:
    id = hold(ctx)
    stage = next(iter(kpis.kpis(ctx).pains)).stage_id
    idea = add_entry(ctx, stage_id=stage, lane_id=lane(ctx, "opportunity"), text="Call back")
    set_entry_links(ctx, id=idea, kind="answers", to=[pain])
    set_entry_links(ctx, id=idea, kind="kpi", to=[id])
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline=11, baseline_on=START))
    kpis.take_reading(ctx, kpi_id=id, read_on=LATER, value=6.1)
    assert [one.text for one in watched(ctx, id).through] == ["Call back"]
    assert became(ctx, pain).fate == "unknown"


def test_two_kpis_that_become_one_keep_their_readings(ctx: Context, pain: str) -> None:
    one, two = hold(ctx), kpis.add_kpi(ctx, name="Hold time")
    kpis.edit_kpi(ctx, id=two, fields=KpiFields(baseline=11))
    kpis.set_measures(ctx, id=two, pains=[pain])
    kpis.take_reading(ctx, kpi_id=one, read_on=START, value=11)
    kpis.take_reading(ctx, kpi_id=two, read_on=START, value=99)
    kpis.take_reading(ctx, kpi_id=two, read_on=LATER, value=6)
    assert shared_lists.rename_listed(ctx, kind="kpi", id=two, name="Minutes on hold") == one
    kept = watched(ctx, one)
    assert [reading.value for reading in kept.readings] == [11, 6] and kept.baseline == 11
    assert [named.id for named in kept.measures] == [pain] and len(kpis.kpis(ctx).watched) == 1


def test_the_name_is_taken_once(ctx: Context) -> None:
    hold(ctx)
    with pytest.raises(CjmError, match="is on the list already"):
        kpis.add_kpi(ctx, name="minutes on HOLD ")


def test_the_hospital_tells_of_its_quarter(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    view = kpis.kpis(ctx)
    assert view.headline.startswith("4 better, 1 worse, 1 without a reading")
    called = next(one for one in view.watched if one.name == "Minutes on hold")
    assert ("Call-back instead of hold", True) in [(change.name, change.done) for change in called.changes]
    figure = figures.figure(called)
    assert len(figure.data[-1].x) == len(called.readings) == 9
    assert "Call-back instead of hold" in figures.described(called)
    outcome = kpis.outcome(ctx)
    fates = {pain.text: pain.fate for stage in outcome.stages for pain in stage.pains}
    assert fates["Eleven minutes on hold at midday"] == "smaller" and fates["Three bills for a single visit"] == "larger"
    assert fates["Referral faxes get lost or are unreadable"] == "mixed" and fates["Reviews shown are two years old"] == "unknown"
    assert next(stage for stage in outcome.stages if stage.name == "Billing").feels.startswith("Emotion −1 → −2")


def test_figures_hold_with_anything(ctx: Context) -> None:
    id = hold(ctx)
    figures.figure(watched(ctx, id))
    kpis.take_reading(ctx, kpi_id=id, read_on=START, value=0)
    figures.figure(watched(ctx, id), dark=True)
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(name="<script>", unit="<b>", target=0, baseline=0, target_on=date(2099, 1, 1)))
    drawn = figures.figure(watched(ctx, id))
    assert "<script>" not in drawn.to_json() and "<b>," not in str(drawn.layout.annotations)
    for day in range(1, 28):
        kpis.take_reading(ctx, kpi_id=id, read_on=date(2027, 1, day), value=-day * 1e9)
    assert len(figures.figure(watched(ctx, id)).data[-1].x) == 28


def test_what_is_in_the_trash_tells_nothing(ctx: Context) -> None:
    id = hold(ctx)
    reading = kpis.take_reading(ctx, kpi_id=id, read_on=START, value=0)
    kpis.remove_reading(ctx, id=reading)
    assert watched(ctx, id).readings == ()
    shared_lists.remove_listed(ctx, kind="kpi", id=id)
    assert kpis.kpis(ctx).watched == () and ctx.image().find(Kpi, id) is None and not ctx.image().all(KpiReading)
