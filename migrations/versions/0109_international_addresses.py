"""Mail domains in one form: the indexes of addresses and domains hold what mail servers use, in ASCII."""

from alembic import op

revision = "0109"
down_revision = "0108"


def upgrade() -> None:
    op.execute(PUNYCODE)
    op.execute(ASCII_ADDRESS)
    _index_by("rapport.ascii_address")


def downgrade() -> None:
    _index_by("lower")
    op.execute("DROP FUNCTION rapport.ascii_address(text)")
    op.execute("DROP FUNCTION rapport.punycode(text)")


def _index_by(form: str) -> None:
    """Have the triggers keep this form, and bring the rows that it changes to it."""
    op.execute(KEEP_DOMAINS.format(form=form))
    op.execute(KEEP_ADDRESSES.format(form=form))
    for table, own, whole, words, key in (
        ("contact_addresses", "address", "contacts", "emails", "contact_id"),
        ("customer_domains", "domain", "customers", "domains", "customer_id"),
    ):
        written = f"octet_length(array_to_string(w.{words}, ' ')) <> char_length(array_to_string(w.{words}, ' '))"
        op.execute(
            f"DELETE FROM rapport.{table} i USING rapport.{whole} w"
            f" WHERE w.workspace_id = i.workspace_id AND w.id = i.{key} AND {written}"
        )
        op.execute(
            f"INSERT INTO rapport.{table} (workspace_id, {own}, {key})"
            f" SELECT DISTINCT w.workspace_id, {form}(word), w.id FROM rapport.{whole} w, unnest(w.{words}) AS word"
            f" WHERE {written}"
        )


# RFC 3492, 6.3, with the parameters of its section 5.
PUNYCODE = r"""
CREATE FUNCTION rapport.punycode(label text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  points integer[] := ARRAY(
    SELECT ascii(letter) FROM regexp_split_to_table(label, '') WITH ORDINALITY AS l(letter, place) ORDER BY place);
  plain text := coalesce((
    SELECT string_agg(chr(point), '' ORDER BY place) FROM unnest(points) WITH ORDINALITY AS p(point, place)
    WHERE point < 128), '');
  digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  encoded text := CASE WHEN plain = '' THEN '' ELSE plain || '-' END;
  handled integer := length(plain);
  smallest integer := 128; bias integer := 72; delta bigint := 0;
  next integer; point integer; rest bigint; weight integer; threshold integer;
BEGIN
  WHILE handled < cardinality(points) LOOP
    SELECT min(p) INTO next FROM unnest(points) AS p WHERE p >= smallest;
    delta := delta + (next - smallest)::bigint * (handled + 1);
    smallest := next;
    FOREACH point IN ARRAY points LOOP
      IF point < smallest THEN
        delta := delta + 1;
      ELSIF point = smallest THEN
        rest := delta;
        weight := 36;
        LOOP
          threshold := least(greatest(weight - bias, 1), 26);
          EXIT WHEN rest < threshold;
          encoded := encoded || substr(digits, (threshold + mod(rest - threshold, 36 - threshold))::integer + 1, 1);
          rest := (rest - threshold) / (36 - threshold);
          weight := weight + 36;
        END LOOP;
        encoded := encoded || substr(digits, rest::integer + 1, 1);
        delta := delta / CASE WHEN handled = length(plain) THEN 700 ELSE 2 END;
        handled := handled + 1;
        delta := delta + delta / handled;
        weight := 0;
        WHILE delta > 455 LOOP
          delta := delta / 35;
          weight := weight + 36;
        END LOOP;
        bias := weight + (36 * delta / (delta + 38))::integer;
        delta := 0;
      END IF;
    END LOOP;
    delta := delta + 1;
    smallest := smallest + 1;
  END LOOP;
  RETURN 'xn--' || encoded;
END $$
"""

# Of an address the domain, of a domain all of it. What the API stores is mapped by UTS 46 already.
ASCII_ADDRESS = r"""
CREATE FUNCTION rapport.ascii_address(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN octet_length(written) = char_length(written) THEN lower(written)
  ELSE lower(coalesce(substring(written FROM '^(.*@)'), '')) || (
    SELECT string_agg(CASE WHEN octet_length(label) = char_length(label) THEN label ELSE rapport.punycode(label) END,
      '.' ORDER BY place)
    FROM regexp_split_to_table(lower(normalize(regexp_replace(written, '^.*@', ''), NFKC)), '[.]')
      WITH ORDINALITY AS l(label, place))
  END
$$
"""

KEEP_DOMAINS = """
CREATE OR REPLACE FUNCTION rapport.keep_customer_domains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM rapport.customer_domains WHERE workspace_id = NEW.workspace_id AND customer_id = NEW.id;
  END IF;
  INSERT INTO rapport.customer_domains (workspace_id, domain, customer_id)
  SELECT DISTINCT NEW.workspace_id, {form}(domain), NEW.id FROM unnest(NEW.domains) AS domain;
  RETURN NULL;
END $$
"""

KEEP_ADDRESSES = """
CREATE OR REPLACE FUNCTION rapport.keep_contact_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM rapport.contact_addresses WHERE workspace_id = NEW.workspace_id AND contact_id = NEW.id;
  END IF;
  INSERT INTO rapport.contact_addresses (workspace_id, address, contact_id)
  SELECT DISTINCT NEW.workspace_id, {form}(address), NEW.id FROM unnest(NEW.emails) AS address;
  RETURN NULL;
END $$
"""
