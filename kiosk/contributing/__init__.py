"""The task of saying something to the city beside defects: ideas, questions, wishes to be asked, offers to help."""
