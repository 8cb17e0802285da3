"""How the hub itself is doing: figures for whoever watches machines. None of them is about a person."""
