from collections.abc import Mapping, Sequence

from services.kit.problems import Conflict, FieldError


class KeyTaken(Conflict):
    slug, title = "project-key-taken", "Another project has this key"
    default_detail = "Keys are unique in a workspace. Choose another one."
    constraints = ("uq_projects_workspace_id_key",)

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (FieldError("/key", "taken", "Choose a key that no project has yet."),),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail, errors=errors, headers=headers)


class StatusUnreachable(Conflict):
    slug, title = "status-unreachable", "The project cannot get this status from its present one"

    def __init__(self, current: str, reachable: Sequence[str]) -> None:
        sentence = f"From {current} a project can become: {', '.join(reachable)}."
        super().__init__(sentence, errors=[FieldError("/status", "status_unreachable", sentence)])


class LastManager(Conflict):
    slug, title = "last-manager", "A project keeps at least one manager"
    default_detail = "Make somebody else a manager of the project first."
