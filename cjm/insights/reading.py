"""The page of insights as one view."""

from __future__ import annotations

from cjm.board import figures_of
from cjm.image import Image
from cjm.insights.columns import columns_of, handoffs_today, minutes_of, waits_words
from cjm.insights.parts import Insights
from cjm.insights.voices import departments_heard, organisations_heard, voices_of
from cjm.insights.words import explained, standouts
from cjm.orphans import orphans
from cjm.views import view


@view
def insights(image: Image) -> Insights:
    """Bottlenecks, friction, evidence, voices, drop-off and emotion by stage, and what hangs in the air."""
    board, handoffs, voices = figures_of(image), handoffs_today(image), voices_of(image)
    stages = columns_of(image, board.stages, handoffs, voices)
    heard = departments_heard(image, voices)
    waits = sum(minutes_of(image, one) for one in handoffs)
    return Insights(
        revision=image.revision,
        workshop=image.workshop.name,
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
