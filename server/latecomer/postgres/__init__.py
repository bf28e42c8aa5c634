"""PostgreSQL: pool, migrations, cursors, leases."""
