"""Transfer: what comes into the book from lists and copies, and what goes out of it."""
