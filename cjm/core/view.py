"""Reads: an actor in, a frozen view out, computed once per revision and audience."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from cjm.core.access import Actor, Right, Role, may_see, require
from cjm.core.service import Context
from cjm.core.state import WorkshopState

P = ParamSpec("P")
R = TypeVar("R")

VIEWS: dict[str, View[..., Any]] = {}
"""Every view by module and name."""


class View(Generic[P, R]):
    def __init__(self, compute: Callable[Concatenate[WorkshopState, P], R], right: Right) -> None:
        self.compute = compute
        self.right = right
        self.key = f"{compute.__module__}.{compute.__qualname__}"
        VIEWS[self.key] = self
        update_wrapper(self, compute)

    def __call__(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> R:
        """Raises NotAllowed, or CjmError if something asked for is gone."""
        require(context.actor, self.right)
        image = context.image()
        key = (self.key, audience(context.actor, image), args, tuple(sorted(kwargs.items())))

        def compute() -> R:
            return self.compute(seen_by(context, image), *args, **kwargs)

        return context.service.once(context.workshop_id, image.revision, key, compute)


def audience(actor: Actor, image: WorkshopState) -> tuple[bool, str | None]:
    """People with the same audience see the same rows: a person has one of their own where they wrote what others may not see."""
    return (actor.role is Role.REVIEWER, actor.id if actor.id in image.authors_of_secrets() else None)


def seen_by(context: Context, image: WorkshopState) -> WorkshopState:
    """The image behind the asker's filter, the same object for everyone who sees the same."""
    actor = context.actor
    if actor.role is not Role.REVIEWER and not image.authors_of_secrets():
        return image
    key = ("image", audience(actor, image))
    return context.service.once(
        context.workshop_id, image.revision, key, lambda: image.visible_to(lambda row: may_see(actor, row))
    )


def view(compute: Callable[Concatenate[WorkshopState, P], R]) -> View[P, R]:
    """Make a read of ``compute(image, ...)``."""
    return View(compute, Right.READ)
