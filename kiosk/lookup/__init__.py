"""The task of looking up a code: is my vote in the box, how far is my report."""
