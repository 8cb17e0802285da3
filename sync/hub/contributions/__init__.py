"""Ideas, questions, wishes to be asked and offers to help, in clear, as the worker found them in their envelopes."""
