"""How much one file may hold: far more than a city's departments send, far less than a machine."""

BYTES = 48 * 2**20
"""Of a file as it lies there."""
ROWS = 200_000
COLUMNS = 256
CELLS = 2_000_000
CELL_CHARACTERS = 131_072
"""Four times what a cell of Excel can hold."""
HEADING_ROWS = 30
"""In how many rows from the top headings are looked for."""
