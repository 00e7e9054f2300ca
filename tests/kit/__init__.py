"""What the tests are made of: small cities, returns as tables, a real office, hostile files."""
