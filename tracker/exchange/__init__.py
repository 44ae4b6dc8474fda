"""What departments send: files become checked records. Knows `core`, never the database."""
