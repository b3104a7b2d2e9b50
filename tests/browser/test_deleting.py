"""The ways out of a workspace: its owner deletes it; who is its last owner cannot leave it."""

from playwright.sync_api import Page, expect

from tests.browser.product import Product

PASSWORD = "a-plain-test-passphrase"


def sign_in_as(page: Page, address: str) -> None:
    """Fill the form that is on screen."""
    page.get_by_role("textbox", name="Email address").fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_owner_deletes_the_workspace_and_is_told_what_became_of_it(page: Page, product: Product) -> None:
    address = product.register(PASSWORD)
    page.goto("/sign-in")
    sign_in_as(page, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olga")

    page.goto("/settings/workspace")
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete Berg Consulting")
    dialog.get_by_role("textbox", name="Type the workspace's name").fill("Berg")
    dialog.get_by_role("textbox", name="Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Delete for good").click()
    expect(dialog).to_contain_text("Type the name as it is written")
    dialog.get_by_role("textbox", name="Type the workspace's name").fill("Berg Consulting")
    dialog.get_by_role("button", name="Delete for good").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("The workspace is deleted.")).to_be_visible()
    sign_in_as(page, address)
    # Until the account is erased too, a moment later, it has a way on.
    way_on = page.get_by_role("heading", level=1, name="Start a new workspace")
    expect(way_on.or_(page.get_by_role("alert").filter(has_text="do not fit"))).to_be_visible()


def test_the_last_owner_is_told_why_they_cannot_leave(page: Page, product: Product) -> None:
    address = product.register(PASSWORD)
    page.goto("/sign-in")
    sign_in_as(page, address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olga")
    page.goto("/settings/workspace")
    page.get_by_role("button", name="Leave").click()
    dialog = page.get_by_role("dialog", name="Leave Berg Consulting")
    dialog.get_by_role("button", name="Leave workspace").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Make somebody else an owner first.")
