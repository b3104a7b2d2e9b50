"""The product that runs on a DATA_DIR, as seen by programs beside it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from deploy.local.errors import StackError
from deploy.local.settings import read_settings


@dataclass(frozen=True)
class RunningStack:
    """Where it answers, and the environment of its processes."""

    url: str
    api_url: str
    environment: dict[str, str]

    @classmethod
    def find(cls, environment: Mapping[str, str]) -> Self:
        """Read what the supervisor of DATA_DIR wrote down; `StackError` when none runs there."""
        data_dir = read_settings(environment).data_dir
        try:
            return cls(**json.loads((data_dir / "run" / "stack.json").read_text()))
        except (OSError, ValueError, TypeError):
            raise StackError(
                f"Rapport does not run on {data_dir}: start it with `make run`, or say with DATA_DIR where it runs."
            ) from None

    def full_environment(self) -> dict[str, str]:
        """Return our own environment with that of the product over it."""
        return {**os.environ, **self.environment}
