"""Pages for everybody: what is planned, decided and counted, how far a report is, what is stored, and open data.

They tell what stations are told, and nothing else: no login, no cookie, no request to another host. The ways to a
person's records (reports, contributions, accounts) are not to be reached from here; a contract in ``pyproject.toml``
says so.
"""
