"""The database: an embedded PostgreSQL under our own supervision, or an external one by URL.

* `location`: where the database is and how each role reaches it (light, needs no server).
* `server`: start, adopt, stop and describe the embedded server.
* `external`: what an external server must offer.
* `backup`, `restore`: one file with database, uploaded files and keys.
"""
