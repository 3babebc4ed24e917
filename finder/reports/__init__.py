"""Results -> what is taken away: the JSON of the contract, CSV. The same rows everywhere."""
