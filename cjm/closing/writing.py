"""What follows the workshop, closing it, and opening it again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from cjm.closing.reading import MOST_MISSING, missing_in
from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.session.sealed import running
from cjm.versions.taking import take
from db.tables import Action, ParkedThought, SessionActivity

Days = Annotated[int, Field(ge=1, le=1100)]


@command("plan_follow_up", right=Right.FACILITATE)
def plan_follow_up(
    tx: Tx,
    *,
    journey_owner: Annotated[str, Field(max_length=200)] | None = None,
    check_in_every: Days | None = None,
    next_check_in_on: date | None = None,
    review_every: Days | None = None,
    next_review_on: date | None = None,
    expected_version: int | None = None,
) -> None:
    """Who owns the journey, when the next check-in and review are, and how many days lie between; what is not given stays."""
    given: dict[str, Any] = {
        "check_in_every": check_in_every,
        "next_check_in_on": next_check_in_on,
        "review_every": review_every,
        "next_review_on": next_review_on,
        "journey_owner": None if journey_owner is None else journey_owner.strip(),
    }
    fields = {name: value for name, value in given.items() if value is not None}
    tx.change_workshop(expected_version=expected_version, **fields)
    if set(fields) == {"journey_owner"}:
        tx.summarise(
            f"{fields['journey_owner']} owns the journey" if fields["journey_owner"] else "Nobody owns the journey any more"
        )
    else:
        tx.summarise("Changed when the group meets again")


@command("close_workshop", right=Right.FACILITATE)
def close_workshop(tx: Tx, *, insist: bool = False) -> list[str]:
    """Close the workshop; what is missing is written down and returned. Refused while something is missing, unless they insist.

    The parking lot is emptied: every thought goes with its owner, what has none with the owner of the journey. Days that nobody
    chose for check-in and review are set. The map as it is now is kept as a version.
    """
    image, workshop = tx.image, tx.image.workshop
    missing = missing_in(image)
    if workshop.closed_at is not None:
        raise CjmError("The workshop is closed already. Open it again first.")
    if missing and not insist:
        raise CjmError(f"{missing[0]}. Settle it, or close all the same: then it is written down.")
    activity = running(image)
    if activity is not None and activity.kind != "close":
        raise CjmError(f"“{activity.question}” is still on: end it first.")
    if activity is not None:
        tx.change(SessionActivity, activity.id, state="closed", closed_at=tx.now)
    for thought in image.all(ParkedThought):
        owner = thought.owner.strip() or workshop.journey_owner
        if not thought.settled and owner:
            tx.change(ParkedThought, thought.id, owner=owner, settled=True)
    today = tx.now.date()
    chosen = any(one.chosen for one in image.all(Action))
    fields: dict[str, Any] = {"closed_at": tx.now, "closed_without": list(missing[:MOST_MISSING])}
    if workshop.next_check_in_on is None and chosen:
        fields["next_check_in_on"] = today + timedelta(days=workshop.check_in_every)
    if workshop.next_review_on is None:
        fields["next_review_on"] = today + timedelta(days=workshop.review_every)
    tx.change_workshop(**fields)
    take(tx, "closing")
    left = f", with {len(missing)} {'thing' if len(missing) == 1 else 'things'} missing" if missing else ""
    tx.summarise(f"Closed the workshop{left}")
    return list(missing)


@command("reopen_workshop", right=Right.FACILITATE)
def reopen_workshop(tx: Tx) -> None:
    """Go on as if it had not been closed; what was taken and planned stays."""
    if tx.image.workshop.closed_at is None:
        raise CjmError("The workshop is open already.")
    tx.change_workshop(closed_at=None, closed_without=[])
    tx.summarise("Opened the workshop again")
