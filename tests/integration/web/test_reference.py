"""`/api/docs`: one page that needs nobody's scripts, and the document beside it."""

from tests.support.workspace import Workspaces


async def test_the_reference_is_one_page_that_may_run_nothing_foreign(workspaces: Workspaces) -> None:
    answer = await workspaces.anonymous().get("/api/docs")
    policy = answer.headers["content-security-policy"]

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "POST</span> /api/v1/customers</div>" in answer.text
    assert "<script" not in answer.text


async def test_the_document_says_that_a_refusal_is_a_problem(workspaces: Workspaces) -> None:
    api = (await workspaces.anonymous().get("/api/v1/openapi.json")).json()

    assert api["openapi"].startswith("3.1")
    assert list(api["paths"]["/api/v1/customers"]["get"]["responses"]["422"]["content"]) == ["application/problem+json"]
