"""Workspaces made over HTTP, with everything a load needs: a key, an owner who is told, customers of theirs."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

SCOPES = ("customers:read", "customers:write", "interactions:read", "interactions:write")


@dataclass(frozen=True)
class Tenant:
    """One workspace. `key` acts for a program, so its owner hears of what the program records."""

    workspace_id: UUID
    owner_id: UUID
    owner_email: str
    token: str
    key: str
    customer_ids: tuple[UUID, ...]
    domain: str


async def open_tenant(client: httpx2.AsyncClient, *, customers: int = 4) -> Tenant:
    """Sign up, make a key and some customers that the owner looks after; `client` knows the API's address."""
    name = secrets.token_hex(6)
    body = {
        "email": f"owner-{name}@berg.example",
        "password": secrets.token_urlsafe(18),
        "name": "Anna Berg",
        "workspace_name": f"Berg {name}",
    }
    signed_up = await _post(client, "/auth/register", body)
    token, owner_id = str(signed_up["access_token"]), str(signed_up["user"]["id"])
    key = await _post(client, "/api-keys", {"name": "Load", "scopes": list(SCOPES)}, token)
    made = []
    for number in range(customers):
        domain = f"{number}.{name}.example"
        customer = {"name": f"Customer {number}", "owner_id": owner_id, "domains": [domain]}
        made.append(UUID((await _post(client, "/customers", customer, token))["id"]))
    return Tenant(
        workspace_id=UUID(signed_up["workspace"]["id"]),
        owner_id=UUID(owner_id),
        owner_email=str(body["email"]),
        token=token,
        key=str(key["key"]),
        customer_ids=tuple(made),
        domain=f"0.{name}.example",
    )


async def _post(
    client: httpx2.AsyncClient, path: str, body: dict[str, Any], token: str | None = None
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = await client.post(f"/api/v1{path}", json=body, headers=headers)
    assert answer.status_code == 201, (path, answer.status_code, answer.text)
    read: dict[str, Any] = answer.json()
    return read
