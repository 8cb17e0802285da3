"""The version of the whole project: the only place where it is written down for programs. No code may stand here."""

VERSION = "0.1.0"
