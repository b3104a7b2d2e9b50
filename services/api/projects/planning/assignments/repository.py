from sqlalchemy import bindparam

from services.api.projects.models import Project
from services.api.projects.planning.models import Task
from services.api.projects.planning.tasks.repository import ASSIGNEE, DUE_ON, FIELDS, OF_PROJECT, STATUS
from services.api.projects.visibility import visible_in_reads
from services.kit.listing import Listing
from services.kit.reads import fence

SOURCE = Task.__table__.join(Project.__table__, OF_PROJECT)
WITH_PROJECT = {**FIELDS, "project_name": Project.name, "project_key": Project.key}

ASSIGNED_TASKS = Listing(
    source=SOURCE,
    fields=WITH_PROJECT,
    identity=Task.id,
    version=Task.version,
    where=(Task.workspace_id == fence(), ASSIGNEE, visible_in_reads()),
    sorts={"due_on": DUE_ON},
    filters={"status": STATUS, "due_before": Task.due_on <= bindparam("due_before", type_=Task.due_on.type)},
)

#: One task by its id alone, whoever does it: what search and notifications lead to.
TASK_ANYWHERE = Listing(
    source=SOURCE,
    fields=WITH_PROJECT,
    identity=Task.id,
    version=Task.version,
    where=(Task.workspace_id == fence(), visible_in_reads()),
    sorts={},
    filters={},
)
