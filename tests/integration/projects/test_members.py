"""The people on a project."""

from uuid import uuid4

from tests.support.workspace import TestWorkspace, Workspaces

API = "/api/v1"


async def test_people_are_listed_with_name_address_and_role(workspace: TestWorkspace) -> None:
    member = await workspace.join("member")
    project = await workspace.create("/projects", name="Rollout")
    path = f"{API}/projects/{project['id']}/members"

    put = await workspace.client.put(f"{path}/{member.user_id}", json={})
    listed = (await workspace.client.get(path)).json()["items"]

    assert put.json() == {
        "user_id": str(member.user_id),
        "name": "The member",
        "email": member.email,
        "role": "member",
    }
    assert [(person["name"], person["role"]) for person in listed] == [
        ("The member", "member"),
        ("The owner", "manager"),
    ]


async def test_each_change_of_people_is_a_new_version_of_the_project_and_a_repeat_is_none(
    workspace: TestWorkspace,
) -> None:
    member = await workspace.join("member")
    project = await workspace.create("/projects", name="Rollout")
    path = f"{API}/projects/{project['id']}"

    versions = []
    for role in ("member", "member", "manager"):
        await workspace.client.put(f"{path}/members/{member.user_id}", json={"role": role})
        versions.append((await workspace.client.get(path)).json()["version"])

    assert versions == [2, 2, 3]
    assert str(member.user_id) in (await workspace.client.get(path)).json()["member_ids"]


async def test_only_members_of_the_workspace_can_be_put_on_a_project(
    workspace: TestWorkspace, workspaces: Workspaces
) -> None:
    project = await workspace.create("/projects", name="Rollout")
    stranger = (await workspaces.make()).owner

    for user_id in (stranger.user_id, uuid4()):
        refused = await workspace.client.put(f"{API}/projects/{project['id']}/members/{user_id}", json={})
        assert refused.status_code == 404


async def test_who_is_named_to_answer_for_a_project_is_on_it(workspace: TestWorkspace) -> None:
    first, second = await workspace.join("manager"), await workspace.join("manager")
    project = await workspace.create("/projects", name="Rollout", manager_id=str(first.user_id))
    path = f"{API}/projects/{project['id']}"

    changed = await workspace.client.patch(path, json={"manager_id": str(second.user_id)})

    assert set(project["member_ids"]) == {str(workspace.owner.user_id), str(first.user_id)}
    assert str(second.user_id) in changed.json()["member_ids"]


async def test_the_last_manager_can_neither_leave_nor_step_down(workspace: TestWorkspace) -> None:
    manager, member = await workspace.join("manager"), await workspace.join("member")
    created = await manager.client.post(f"{API}/projects", json={"name": "Rollout"})
    path = f"{API}/projects/{created.json()['id']}"
    await manager.client.put(f"{path}/members/{member.user_id}", json={})

    left = await manager.client.delete(f"{path}/members/{manager.user_id}")
    stepped_down = await manager.client.put(f"{path}/members/{manager.user_id}", json={"role": "member"})
    await manager.client.put(f"{path}/members/{member.user_id}", json={"role": "manager"})
    handed_over = await manager.client.delete(f"{path}/members/{manager.user_id}")

    assert (left.status_code, stepped_down.status_code, handed_over.status_code) == (409, 409, 204)
    assert left.json()["type"].endswith("/last-manager")
    assert (await manager.client.get(path)).json()["manager_id"] == str(member.user_id)


async def test_taking_off_somebody_who_is_not_on_the_project_is_not_found(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")

    gone = await workspace.client.delete(f"{API}/projects/{project['id']}/members/{uuid4()}")

    assert gone.status_code == 404
