"""What a visit sounds like to somebody who sees nothing, in every language: made by going through one."""
