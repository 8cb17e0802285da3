"""The stations' entrance: raw batches are stored, chained and acknowledged; what is inside them stays sealed here."""
