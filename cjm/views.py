"""Reads: an actor in, a frozen view out, computed once per revision and audience."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from cjm.access import Right, may_see, require
from cjm.image import Image
from cjm.service import KEPT_VIEWS, Context

P = ParamSpec("P")
R = TypeVar("R")

VIEWS: dict[str, View[..., Any]] = {}
"""Every view by module and name."""


class View(Generic[P, R]):
    def __init__(self, compute: Callable[Concatenate[Image, P], R], right: Right) -> None:
        self.compute = compute
        self.right = right
        self.key = f"{compute.__module__}.{compute.__qualname__}"
        VIEWS[self.key] = self
        update_wrapper(self, compute)

    def __call__(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> R:
        """Raises NotAllowed, or CjmError if something asked for is gone."""
        require(context.actor, self.right)
        service = context.service
        image = service.image(context.workshop_id)
        key = (self.key, context.workshop_id, image.revision, context.actor.audience, args, tuple(sorted(kwargs.items())))
        with service.lock:
            if key in service.views:
                service.views.move_to_end(key)
                kept: R = service.views[key]
                return kept
        result = self.compute(seen_by(context, image), *args, **kwargs)
        with service.lock:
            service.views[key] = result
            while len(service.views) > KEPT_VIEWS:
                service.views.popitem(last=False)
        return result


def seen_by(context: Context, image: Image) -> Image:
    """The image behind the asker's filter, the same object for everyone who sees the same."""
    key = ("image", context.workshop_id, image.revision, context.actor.audience)
    service = context.service
    with service.lock:
        kept = service.views.get(key)
        if kept is None:
            actor = context.actor
            kept = service.views[key] = image.visible_to(lambda row: may_see(actor, row))
    assert isinstance(kept, Image)
    return kept


def view(compute: Callable[Concatenate[Image, P], R]) -> View[P, R]:
    """Make a read of ``compute(image, ...)``."""
    return View(compute, Right.READ)
