"""What can be asked: one room a question, each with its query, its result, its answer, and its words."""
