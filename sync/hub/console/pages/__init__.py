"""The pages of the console, one module for each subject.

A page reads through ``queries`` and the selectors, fills a template and decides nothing.
"""
