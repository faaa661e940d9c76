"""The page of versions: the list, and what differs between two of them."""
