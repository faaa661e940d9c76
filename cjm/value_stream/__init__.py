"""Step 2: streams, their stages, who leads them, what each stage delivers, and what is handed over between them."""

from cjm.value_stream.common import UNITS, Unit, in_words, needs_mitigation
from cjm.value_stream.handoffs import add_handoff, edit_handoff, remove_handoff
from cjm.value_stream.inside import add_detail, edit_detail, move_detail, remove_detail
from cjm.value_stream.involvement import add_department_here, name_leading_department, set_involvement
from cjm.value_stream.picture import flow, steps_flow
from cjm.value_stream.reshape import merge_stages, remove_stage, split_stage
from cjm.value_stream.shapes import (
    Cluster,
    DepartmentRow,
    Friction,
    HandoffCard,
    Proposal,
    StageCard,
    StageDetail,
    StreamTab,
    StreamView,
)
from cjm.value_stream.stages import add_stage, edit_stage, move_stage, paste_stages, pasted, use_stage
from cjm.value_stream.streams import add_stream, edit_stream, remove_stream, start_stream
from cjm.value_stream.views import detail, stream

__all__ = [
    "UNITS",
    "Cluster",
    "DepartmentRow",
    "Friction",
    "HandoffCard",
    "Proposal",
    "StageCard",
    "StageDetail",
    "StreamTab",
    "StreamView",
    "Unit",
    "add_department_here",
    "add_detail",
    "add_handoff",
    "add_stage",
    "add_stream",
    "detail",
    "edit_detail",
    "edit_handoff",
    "edit_stage",
    "edit_stream",
    "flow",
    "in_words",
    "merge_stages",
    "move_detail",
    "move_stage",
    "name_leading_department",
    "needs_mitigation",
    "paste_stages",
    "pasted",
    "remove_detail",
    "remove_handoff",
    "remove_stage",
    "remove_stream",
    "set_involvement",
    "split_stage",
    "start_stream",
    "steps_flow",
    "stream",
    "use_stage",
]
