"""The ground: database, migrations, jobs, outbox, audit, and who acts."""
