"""Texts an office answers with again and again, written once and well."""
