"""Customers and contacts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import fence

revision = "0004"
down_revision = "0003"

TABLES = ("external_refs", "customers", "contacts", "customer_domains", "contact_addresses")


def upgrade() -> None:
    create_external_refs()
    create_customers()
    create_contacts()
    create_customer_domains()
    create_contact_addresses()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_external_refs() -> None:
    op.create_table(
        "external_refs",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "subject_kind", "system", "external_id", name=op.f("pk_external_refs")),
        schema="rapport",
    )
    op.create_index(
        "ix_external_refs_subject", "external_refs", ["workspace_id", "subject_id"], unique=False, schema="rapport"
    )


def create_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.UUID(), nullable=True),
        sa.Column("domains", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("custom", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("external_refs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_interaction_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('company','person','internal')", name=op.f("ck_customers_kind")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_customers_workspace_id_owner_id"),
            ondelete="SET NULL (owner_id)",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_customers")),
        schema="rapport",
    )
    op.create_index(
        "ix_customers_created_at", "customers", ["workspace_id", "created_at", "id"], unique=False, schema="rapport"
    )
    op.create_index(
        "ix_customers_last_interaction_at",
        "customers",
        ["workspace_id", sa.literal_column("coalesce(last_interaction_at, to_timestamp(0))"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_customers_name",
        "customers",
        ["workspace_id", sa.literal_column("lower(name)"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_customers_updated_at", "customers", ["workspace_id", "updated_at", "id"], unique=False, schema="rapport"
    )


def create_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("emails", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("phones", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("birthday_on", sa.Date(), nullable=True),
        sa.Column("preferred_channel", sa.Text(), nullable=True),
        sa.Column("detail_level", sa.Text(), nullable=True),
        sa.Column("external_refs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("detail_level IN ('brief','full')", name=op.f("ck_contacts_detail_level")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            name=op.f("fk_contacts_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contacts")),
        schema="rapport",
    )
    op.create_index(
        "ix_contacts_created_at", "contacts", ["workspace_id", "created_at", "id"], unique=False, schema="rapport"
    )
    op.create_index("ix_contacts_customer", "contacts", ["workspace_id", "customer_id"], unique=False, schema="rapport")
    op.create_index(
        "ix_contacts_name",
        "contacts",
        ["workspace_id", sa.literal_column("lower(name)"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_contacts_updated_at", "contacts", ["workspace_id", "updated_at", "id"], unique=False, schema="rapport"
    )


def create_customer_domains() -> None:
    op.create_table(
        "customer_domains",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            name=op.f("fk_customer_domains_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "domain", "customer_id", name=op.f("pk_customer_domains")),
        schema="rapport",
    )


def create_contact_addresses() -> None:
    op.create_table(
        "contact_addresses",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            name=op.f("fk_contact_addresses_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "address", "contact_id", name=op.f("pk_contact_addresses")),
        schema="rapport",
    )


def secure() -> None:
    """Triggers keep the index tables true to the arrays, whoever writes them: a request, an import or a load."""
    for table in TABLES:
        fence(table)
    for statement in (KEEP_DOMAINS, KEEP_ADDRESSES, KEEP_REFS):
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER keep_domains AFTER INSERT OR UPDATE OF domains ON rapport.customers"
        " FOR EACH ROW EXECUTE FUNCTION rapport.keep_customer_domains()"
    )
    op.execute(
        "CREATE TRIGGER keep_addresses AFTER INSERT OR UPDATE OF emails ON rapport.contacts"
        " FOR EACH ROW EXECUTE FUNCTION rapport.keep_contact_addresses()"
    )
    for table, kind in (("customers", "customer"), ("contacts", "contact")):
        op.execute(
            f"CREATE TRIGGER keep_refs AFTER INSERT OR DELETE OR UPDATE OF external_refs ON rapport.{table}"
            f" FOR EACH ROW EXECUTE FUNCTION rapport.keep_external_refs('{kind}')"
        )


def unsecure() -> None:
    """Drop the triggers with their functions."""
    for function in ("keep_customer_domains()", "keep_contact_addresses()", "keep_external_refs()"):
        op.execute(f"DROP FUNCTION rapport.{function} CASCADE")


KEEP_DOMAINS = """
CREATE FUNCTION rapport.keep_customer_domains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM rapport.customer_domains WHERE workspace_id = NEW.workspace_id AND customer_id = NEW.id;
  END IF;
  INSERT INTO rapport.customer_domains (workspace_id, domain, customer_id)
  SELECT DISTINCT NEW.workspace_id, lower(domain), NEW.id FROM unnest(NEW.domains) AS domain;
  RETURN NULL;
END $$
"""

KEEP_ADDRESSES = """
CREATE FUNCTION rapport.keep_contact_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM rapport.contact_addresses WHERE workspace_id = NEW.workspace_id AND contact_id = NEW.id;
  END IF;
  INSERT INTO rapport.contact_addresses (workspace_id, address, contact_id)
  SELECT DISTINCT NEW.workspace_id, lower(address), NEW.id FROM unnest(NEW.emails) AS address;
  RETURN NULL;
END $$
"""

KEEP_REFS = """
CREATE FUNCTION rapport.keep_external_refs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM rapport.external_refs
    WHERE workspace_id = OLD.workspace_id AND subject_kind = TG_ARGV[0] AND subject_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO rapport.external_refs (workspace_id, subject_kind, system, external_id, subject_id)
    SELECT NEW.workspace_id, TG_ARGV[0], ref ->> 'system', ref ->> 'id', NEW.id
    FROM jsonb_array_elements(NEW.external_refs) AS ref;
  END IF;
  RETURN NULL;
END $$
"""
