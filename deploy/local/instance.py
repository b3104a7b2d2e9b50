"""What one DATA_DIR remembers from start to start: its name, its key, its inner ports."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

from deploy.local.errors import StackError
from deploy.local.folder import write_private
from deploy.local.ports import keep_or_choose
from deploy.local.settings import StackSettings


@dataclass(frozen=True)
class Instance:
    """One installation; its name keeps the cookies of two on the same host apart."""

    name: str
    secret_key: str
    ports: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: StackSettings) -> Self:
        """Read what is remembered in DATA_DIR, or make and keep it."""
        file = _file(settings.data_dir)
        try:
            kept = cls(**json.loads(file.read_text()))
        except FileNotFoundError:
            kept = cls(name=f"local-{secrets.token_hex(4)}", secret_key=secrets.token_hex(32))
            write_private(file, json.dumps(asdict(kept)))
        except (ValueError, TypeError):
            raise StackError(
                f"{file} is damaged: restore it from a backup, or delete it to get a new key "
                "(everyone has to sign in again)."
            ) from None
        return replace(
            kept,
            name=settings.instance or kept.name,
            secret_key=settings.secret_key or kept.secret_key,
        )

    def port_for(self, service: str, data_dir: Path) -> int:
        """Return the loopback port of a service: that of last time when it is still free."""
        port = keep_or_choose(self.ports.get(service))
        if self.ports.get(service) != port:
            self.ports[service] = port
            kept = json.loads(_file(data_dir).read_text())
            write_private(_file(data_dir), json.dumps({**kept, "ports": self.ports}))
        return port


def _file(data_dir: Path) -> Path:
    return data_dir / "instance.json"
