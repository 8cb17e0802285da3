"""Rules of the exchange taken out one by one, to see that the tests of the failure table notice it."""
