"""The way to PostgreSQL: pool, migrations, cursors."""
