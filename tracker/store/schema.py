"""What a database of ours looks like: its identity, its tables, and the order of their columns."""

# "trkr" in ASCII; SQLite keeps it in the file's header.
APPLICATION_ID = 0x74726B72
SCHEMA_VERSION = 5
# SHA-256 over every statement of each version; a test holds that the migrations make just this.
FINGERPRINTS = {
    1: "090fe176350fa419f685312effb9034b9e7bce2839fc37cd47aeba30fd396d93",
    2: "1a0050a26d7bc5b7636330fc4b7285608eb839985e81825f6b275d2b1d91a555",
    3: "e52c21177a6cb068939523dceeb3b4bda3710f947317a7815af54168bcb0d3ad",
    4: "f7dbe9484859a9f53334195e3dd151001ad5820f5fdd970f58d63ebe1ac1d80e",
    5: "4675c18dbd804e5875f89ec7e1140a314d466b90c4e9f7b4032a066aa6dee5b4",
}
# sqlite-utils keeps its own record of migrations here, in its own words.
FOREIGN_OBJECTS = ("_sqlite_migrations", "idx__sqlite_migrations_migration_set_name")


# The columns that a row is made of, in the order in which the digest reads them. `change` is
# added by the engine. Only names in this table ever reach a statement.
CHAIN: dict[str, tuple[str, ...]] = {
    "setting": ("key", "value"),
    "unit": ("unit", "scale"),
    "unit_alias": ("alias", "unit", "steps"),
    "department": ("code", "name", "name_en"),
    "commitment": ("commitment", "slug", "kind"),
    "profile": (
        "commitment", "position", "department", "name", "name_en", "person", "contact",
        "firmness", "scope", "programme", "wording", "source", "every",
    ),
    "alias": ("alias", "commitment"),
    "terms": (
        "commitment", "target", "unit", "comparator", "stretch", "opening", "direction",
        "start", "due", "due_as_written", "due_basis",
    ),
    "baseline": ("commitment", "period", "value", "unit", "qualifier", "note"),
    "remark": ("commitment", "position", "text"),
    "area": ("commitment", "area", "position", "target", "person", "contact"),
    "stage": ("commitment", "position", "stage"),
    "milestone": ("commitment", "node", "due", "weight"),
    "plan_point": ("commitment", "until", "reach"),
    "entry": (
        "act", "commitment", "area", "stage", "day", "mode", "amount", "note", "problem",
        "next_step",
    ),
    "correction": ("act", "field", "commitment", "entry", "value"),
    "undo": ("act", "commitment", "of_act"),
    "evidence": ("act", "location", "size", "sha256"),
    "retired": ("commitment", "part", "name", "became"),
    "close_out": ("commitment", "day", "closed", "note"),
    "commitment_setting": ("commitment", "key", "value"),
    "workday": ("day", "works"),
    "acknowledged": ("commitment", "part", "subject", "rule", "level", "step", "until"),
}  # fmt: skip


def insert(table: str) -> str:
    """The statement that adds a row to a table of the chain: its change first, then `CHAIN`."""
    columns = ("change", *CHAIN[table])
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
