"""What is due now: each job looks at the clock it is given and owes what should be said."""
