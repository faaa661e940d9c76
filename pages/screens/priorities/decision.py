"""Where somebody decides that an action stands, beside its scores, with the reason."""

from __future__ import annotations

import streamlit as st

from cjm import priorities
from cjm.core.service import Context
from cjm.priorities import Ranked
from pages.shared.act import run


def decision(ctx: Context, action: Ranked) -> None:
    id = action.id
    with st.form(f"prio_decide_{id}", border=False):
        st.slider("Impact", 1.0, 5.0, value=float(action.impact or 3), step=0.1, key=f"prio_di_{id}")
        st.slider("Effort", 1.0, 5.0, value=float(action.effort or 3), step=0.1, key=f"prio_de_{id}")
        st.text_area("Why?", value=action.reason, key=f"prio_dr_{id}", max_chars=4000)
        st.text_input("Who decides?", value=action.decided_by, key=f"prio_dw_{id}", max_chars=200)
        st.form_submit_button("Record decision", type="primary", key=f"prio_dn_{id}", on_click=_decide, args=(ctx, id))
    if action.decided:
        st.button("Withdraw the decision", key=f"prio_dx_{id}", on_click=_withdraw, args=(ctx, id))


def _decide(ctx: Context, id: str) -> None:
    state = st.session_state
    run(
        ctx,
        f"prio_decide_{id}",
        lambda c: priorities.decide_action(
            c,
            id=id,
            impact=state[f"prio_di_{id}"],
            effort=state[f"prio_de_{id}"],
            reason=state[f"prio_dr_{id}"],
            decided_by=state[f"prio_dw_{id}"],
        ),
        done="Decision recorded",
    )


def _withdraw(ctx: Context, id: str) -> None:
    run(ctx, f"prio_withdraw_{id}", lambda c: priorities.withdraw_decision(c, id=id), done="The scores count again")
