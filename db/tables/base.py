"""What all tables share: a frozen model that validates, and beside it the table of the same fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from pydantic import ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from db.columns import ONE_LINE, POSITION, UtcDateTime, check_items, choice, key, unstorable


class Base(SQLModel, registry=registry()):
    """A registry of our own: a reloaded module may then define its tables again."""


class Row(Base):
    """What everything stored has. ``version`` counts the changes of one row; ``origin_id`` is the row it was copied from."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]
    table_name: ClassVar[str] = ""

    id: str = Field(primary_key=True, sa_type=sa.String(36), max_length=36)
    version: int = 1
    origin_id: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @field_validator("*", mode="after")
    @classmethod
    def _clean(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            fault = unstorable(value)
            if fault:
                raise PydanticCustomError("unstorable", "contains {fault}", {"fault": fault})
            extra = cls.model_fields[info.field_name or ""].json_schema_extra
            if isinstance(extra, dict) and "enum" in extra and value not in list(extra["enum"] or []):  # type: ignore[arg-type]
                raise PydanticCustomError("choice", "is not one of the choices")
            if isinstance(extra, dict) and "pattern" in extra and not re.fullmatch(str(extra["pattern"]), value):
                if extra["pattern"] == ONE_LINE:
                    raise PydanticCustomError("one_line", "has a line break")
                raise PydanticCustomError("quarter", "is not a quarter")
            rules = cls.model_fields[info.field_name or ""].metadata
            if not value.strip() and any(getattr(rule, "min_length", 0) for rule in rules):
                raise PydanticCustomError("blank", "is blank")
        elif isinstance(value, list | dict):
            check_items(value)
        return value


class Part(Row):
    """A thing in a workshop. ``visibility`` and ``internal`` decide who may see it; ``author_id`` is empty where unknown."""

    workshop_id: str = key("workshops.id")
    position: str = Field(default="a0", sa_type=POSITION, max_length=255)
    author_id: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)
    visibility: str = choice("private", "hidden", "team", default="team")
    internal: bool = False


PARTS: dict[str, type[Part]] = {}
"""Every kind of part by its plural, in an order in which each refers only to earlier ones."""
TABLES: dict[str, sa.Table] = {}
"""The SQLAlchemy table of every kind, workshops included."""


R = TypeVar("R", bound=Row)


def stored(plural: str) -> Callable[[type[R]], type[R]]:
    """Make the table ``plural`` for a model and register both."""

    def make(model: type[R]) -> type[R]:
        metaclass: Any = type(model)
        names = {"__tablename__": plural, "__module__": __name__}
        table = metaclass(f"{model.__name__}Table", (model,), names, table=True)
        TABLES[plural] = table.__table__
        model.table_name = plural
        if issubclass(model, Part):
            PARTS[plural] = model
        return model

    return make
