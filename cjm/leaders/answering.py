"""What leaders answer, and what the facilitator asks of them."""

from __future__ import annotations

from typing import Any, Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.vocabulary import shortened
from db.tables import Action, Answer

SAID = {"approve": "Approved", "not_now": "Said not now to", "ask": "Asked about"}
AnswerKind = Literal["approve", "not_now", "ask"]


@command("answer_action", right=Right.ANSWER)
def answer_action(tx: Tx, *, id: str, answer: AnswerKind, words: str = "") -> str:
    """A leader's answer to an action, under their name; a second one replaces their first. A question needs words."""
    action = tx.image.get(Action, id)
    words = " ".join(words.split())
    if answer == "ask" and not words:
        raise CjmError("Write what you want to know; a few words will do.")
    mine = _mine(tx, id)
    fields: dict[str, Any] = {"answer": answer, "words": words, "answered_by": tx.actor.name, "answered_at": tx.now}
    fields |= {"reply": "", "replied_by": "", "replied_at": None}  # what was replied was said to another answer
    if mine is None:
        made = tx.add(Answer, action_id=id, **fields)
    else:
        made = mine.id
        tx.change(Answer, made, **fields)
    tx.summarise(f"{SAID[answer]} “{shortened(action.name)}”" + (f": {shortened(words)}" if words else ""))
    return made


@command("take_back_answer", right=Right.ANSWER)
def take_back_answer(tx: Tx, *, id: str) -> None:
    """One's own answer to an action is gone, and it waits again."""
    mine = _mine(tx, id)
    if mine is None:
        raise CjmError("You have not answered this, or took it back already.")
    tx.remove(Answer, mine.id)
    tx.summarise(f"Took back the answer to “{shortened(tx.image.get(Action, id).name)}”")


@command("reply_to_leader", right=Right.FACILITATE)
def reply_to_leader(tx: Tx, *, id: str, words: str, expected_version: int | None = None) -> None:
    """What the facilitator says to a leader's question; ``id`` is the answer in which they asked. No words take it back."""
    asked = tx.image.get(Answer, id)
    words = " ".join(words.split())
    if asked.answer != "ask":
        raise CjmError(f"{asked.answered_by} asks nothing any more: the answer was changed meanwhile.")
    said = {"reply": words, "replied_by": tx.actor.name if words else "", "replied_at": tx.now if words else None}
    tx.change(Answer, id, expected_version=expected_version, **said)
    tx.summarise(f"Replied to {asked.answered_by}’s question" if words else f"Took back the reply to {asked.answered_by}")


@command("ask_leaders", right=Right.FACILITATE)
def ask_leaders(tx: Tx, *, id: str, needed: bool = True, question: str = "") -> None:
    """Mark an action as waiting for a decision, with what is asked; asking again makes it wait again though it was answered."""
    action = tx.image.get(Action, id)
    tx.change(
        Action, id, decision_asked_at=tx.now if needed else None, decision_question=" ".join(question.split()) if needed else ""
    )
    tx.summarise(
        f"“{shortened(action.name)}” needs a decision" if needed else f"“{shortened(action.name)}” needs no decision any more"
    )


def _mine(tx: Tx, action_id: str) -> Answer | None:
    """By seat; those without one (an open installation, the command line) by name."""
    for one in tx.image.by(Answer, "action_id").get(action_id, []):
        if one.author_id == tx.actor.id and (tx.actor.id is not None or one.answered_by == tx.actor.name):
            return one
    return None
