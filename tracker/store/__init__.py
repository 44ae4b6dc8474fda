"""The only room that speaks SQL: one file, an append-only chain of changes, two verbs."""
