"""What a member is mailed, and what a workspace says of itself."""

from tests.support.people import People

ALL_ON = dict.fromkeys(("inbound_mail", "tasks", "projects", "comments", "survey_responses"), True)


async def test_every_kind_of_mail_is_on_until_it_is_turned_off(people: People) -> None:
    viewer = await people.member((await people.owner()).workspace_id, "viewer")
    assert await viewer.get("/me/notification-switches") == {"email_notifications": True, "email": ALL_ON}
    turned = await viewer.client.patch("/me/notification-switches", json={"email": {"tasks": False}})
    assert turned.json() == {"email_notifications": True, "email": {**ALL_ON, "tasks": False}}
    assert turned.headers["etag"] == '"2"'
    await viewer.client.patch("/me/notification-switches", json={"email": {"comments": False}})
    back = await viewer.client.patch("/me/notification-switches", json={"email": {"tasks": True}})
    assert back.json()["email"] == {**ALL_ON, "comments": False}
    off = await viewer.client.patch("/me/notification-switches", json={"email_notifications": False})
    assert off.json() == {"email_notifications": False, "email": {**ALL_ON, "comments": False}}
    assert (await viewer.get("/me"))["email_notifications"] is False
    said = await people.said(viewer.workspace_id, "member.changed")
    assert [(data["email_notifications"], data["email_off"]) for data in said] == [
        (True, ["tasks"]),
        (True, ["tasks", "comments"]),
        (True, ["comments"]),
        (False, ["comments"]),
    ]


async def test_a_switch_turned_to_where_it_is_says_nothing(people: People) -> None:
    owner = await people.owner()
    answer = await owner.client.patch("/me/notification-switches", json={"email": {"tasks": True}})
    assert answer.status_code == 200
    assert await people.said(owner.workspace_id, "member.changed") == []


async def test_a_workspace_is_renamed_and_placed_by_its_admins(people: People) -> None:
    owner = await people.owner("Before")
    admin, member = [await people.member(owner.workspace_id, role) for role in ("admin", "member")]
    before = await member.get("/workspace")
    assert (before["name"], before["time_zone"], before["week_starts_on"]) == ("Before", "UTC", "monday")
    changes = {"name": "After", "time_zone": "Europe/Helsinki", "language": "pt-BR", "week_starts_on": "sunday"}
    changed = await admin.client.patch("/workspace", json=changes)
    assert changed.status_code == 200, changed.text
    assert (await member.client.patch("/workspace", json={"name": "Mine"})).status_code == 403
    after = await member.get("/workspace")
    assert {name: after[name] for name in changes} == changes
    assert (await member.get("/me"))["workspace"] == after
    (said,) = await people.said(owner.workspace_id, "workspace.changed")
    assert said["changed"] == ["language", "name", "time_zone", "week_starts_on"]
    stale = await owner.client.patch("/workspace", json={"name": "Mine"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_a_new_workspace_is_where_its_founder_is_as_far_as_the_server_knows_the_place(people: People) -> None:
    near = await people.sign_up(time_zone="Europe/Helsinki")
    unknown = await people.sign_up(time_zone="Mars/Olympus")
    silent = await people.sign_up()
    zones = [answer.json()["workspace"]["time_zone"] for answer in (near, unknown, silent)]
    assert zones == ["Europe/Helsinki", "UTC", "UTC"]


async def test_a_zone_or_language_that_does_not_exist_is_refused_by_name(people: People) -> None:
    owner = await people.owner()
    for body, pointer in (
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"language": "English please"}, "/language"),
        ({"week_starts_on": "wednesday"}, "/week_starts_on"),
        ({"name": None}, "/name"),
    ):
        answer = await owner.client.patch("/workspace", json=body)
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
