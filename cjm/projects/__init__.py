"""Projects: what carries actions out in the months after, and the check-ins that ask how they stand."""

from cjm.projects.check_ins import close_check_in, open_check_in, save_update, set_check_ins
from cjm.projects.parts import (
    CONFIDENCE,
    MARKS,
    OPEN,
    STATUSES,
    CheckInView,
    Loose,
    Projects,
    ProjectView,
    Said,
    TaskView,
    counted,
    day,
    due_words,
)
from cjm.projects.reading import asked_now, owns_some, projects
from cjm.projects.update_text import not_handed_in, reminder_text, update_text, why
from cjm.projects.writing import (
    ProjectFields,
    TaskFields,
    add_project,
    add_task,
    edit_project,
    edit_task,
    make_project,
    move_project,
    remove_project,
    remove_task,
    set_dependencies,
    tick_task,
)

__all__ = [
    "CONFIDENCE", "MARKS", "OPEN", "STATUSES", "CheckInView", "Loose", "ProjectFields", "ProjectView", "Projects", "Said",
    "TaskFields", "TaskView", "add_project", "add_task", "asked_now", "close_check_in", "counted", "day", "due_words",
    "edit_project", "edit_task", "make_project", "move_project", "not_handed_in", "open_check_in", "owns_some", "projects",
    "reminder_text", "remove_project", "remove_task", "save_update", "set_check_ins", "set_dependencies", "tick_task",
    "update_text", "why",
]  # fmt: skip
