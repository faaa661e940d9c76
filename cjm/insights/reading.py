"""The page of insights as one view."""

from __future__ import annotations

from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.insights.columns import columns_of, handoffs_today, minutes_of, waits_words
from cjm.insights.loose_ends import orphans
from cjm.insights.parts import Insights
from cjm.insights.voices import departments_heard, organisations_heard, voices_of
from cjm.insights.words import explained, standouts
from cjm.pain_points.reading import figures_of
from cjm.people.presence import who_is_here
from db.tables import Emotion, Entry, Handoff, Row, Stage, ValueStream, ValueStreamStage


def only_of(image: WorkshopState, stream: ValueStream) -> WorkshopState:
    """The same behind a filter: one journey, with what is shared and without what is only another one's."""
    stages = {place.stage_id for place in image.by(ValueStreamStage, "value_stream_id").get(stream.id, [])}

    def belongs(row: Row) -> bool:
        if isinstance(row, Stage):
            return row.id in stages
        if isinstance(row, Entry | Emotion):
            return row.stage_id in stages and row.value_stream_id in (None, stream.id)
        if isinstance(row, Handoff):
            return row.value_stream_id == stream.id
        return not isinstance(row, ValueStream) or row.id == stream.id

    return image.visible_to(lambda row: image.may_see(row) and belongs(row))


@view
def insights(image: WorkshopState, stream_id: str | None = None, here: frozenset[str] = frozenset()) -> Insights:
    """Bottlenecks, friction, evidence, voices, drop-off and emotion by stage, and loose ends; of one journey or all. ``here`` are
    the participants who are here, for what nobody of them knows."""
    streams = tuple((one.id, one.name) for one in image.all(ValueStream))
    stream = image.find(ValueStream, stream_id)
    if stream is not None:
        image = only_of(image, stream)
    board, handoffs, voices = figures_of(image), handoffs_today(image), voices_of(image)
    stages = columns_of(image, board.stages, handoffs, voices, here)
    heard = departments_heard(image, voices)
    waits = sum(minutes_of(image, one) for one in handoffs)
    return Insights(
        revision=image.revision,
        workshop=image.workshop.name,
        streams=streams,
        alignment=image.workshop.purpose == "alignment",
        stages=stages,
        cards=board.stats.cards,
        largest=max((max(one.pain_customer, one.pain_internal) for one in board.stages), default=0),
        standouts=standouts(stages, board.stats, handoffs, waits_words(waits), heard) if stages else (),
        departments=heard,
        organisations=organisations_heard(image, voices),
        unnamed=voices.unnamed,
        handoffs=len(handoffs),
        waits=waits_words(waits),
        loose_ends=orphans.compute(image),
        explained=explained(stages, board.stats, handoffs, voices, board.stats.cards),
    )


def insights_now(context: Context, stream_id: str | None = None) -> Insights:
    """The same, with who is here by the answer that the session goes by, too. While no device is open the group isn’t together:
    then everybody on the roster counts."""
    here = who_is_here(context)
    return insights(context, stream_id=stream_id, here=here.ids if here.online else frozenset())
