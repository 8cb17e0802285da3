"""The task of seeing what comes in the house: dates, and when somebody helps."""
