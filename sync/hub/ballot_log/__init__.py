"""The ballot log: every ballot in the boxes, once a day, in an order that is never changed; and its proofs."""
