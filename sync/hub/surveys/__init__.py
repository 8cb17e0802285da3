"""Questions without a ballot: what was asked, the answers, and tables in which nobody can be found."""
