"""The task of reporting a defect."""
