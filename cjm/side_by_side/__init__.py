"""Two journeys of one workshop stage by stage: what they share, what differs, and a common one made of both."""

from cjm.side_by_side.align import aligned
from cjm.side_by_side.common import Choice, make_common_stream
from cjm.side_by_side.differing import make_it_differ, share_again, start_stream_from
from cjm.side_by_side.parts import CardSeen, Journeys, Pairing, Side, StreamSeen
from cjm.side_by_side.seen import journeys

__all__ = [
    "CardSeen",
    "Choice",
    "Journeys",
    "Pairing",
    "Side",
    "StreamSeen",
    "aligned",
    "journeys",
    "make_common_stream",
    "make_it_differ",
    "share_again",
    "start_stream_from",
]
