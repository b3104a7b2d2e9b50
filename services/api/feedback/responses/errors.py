from services.kit.problems import Invalid, invalid_field


def contact_of_another_customer() -> Invalid:
    """422: the contact works for someone else than the given customer."""
    return invalid_field(
        "/contact_id", "other_customer", "Choose a contact of this customer, or leave the customer out."
    )
